package dev.synaxis.dialect;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model of Anthropic takes, from whomever it is had, told from its name. A Claude model of an unknown name counts
 * as one of the current generation, any other model (of a vendor that speaks Anthropic's protocol) takes everything that
 * has been in the protocol for long.
 *
 * <p>Sources: https://platform.claude.com/docs/en/models (overview, what's new and migration guide of each generation),
 * .../build-with-claude/thinking, .../build-with-claude/effort, .../build-with-claude/structured-outputs (read 2026-11-22).
 *
 * @param family  opus, sonnet, haiku, fable, mythos; empty where the name does not say
 * @param version 45 for 4.5; 0 for a model that is not Claude
 */
public record ClaudeModel(String family, int version) {

    private static final Pattern NAME = Pattern.compile(
            "claude-(opus|sonnet|haiku|fable|mythos)-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");
    private static final Pattern OLD_NAME = Pattern.compile("claude-(\\d)(?:[-.](\\d)(?!\\d))?(?:-(opus|sonnet|haiku))?");
    private static final Pattern OLDEST_NAME = Pattern.compile("claude-(?:instant|v\\d)");
    private static final int CURRENT = 50;

    public static ClaudeModel of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher m = NAME.matcher(name);
        if (m.find()) {
            return new ClaudeModel(m.group(1), version(m.group(2), m.group(3)));
        }
        m = OLD_NAME.matcher(name);
        if (m.find()) {
            return new ClaudeModel(m.group(3) == null ? "" : m.group(3), version(m.group(1), m.group(2)));
        }
        if (OLDEST_NAME.matcher(name).find()) {
            return new ClaudeModel("", 10);
        }
        if (name.contains("claude-")) {
            return new ClaudeModel(name.contains("mythos") ? "mythos" : "", CURRENT);
        }
        return new ClaudeModel("", 0);
    }

    private static int version(String major, String minor) {
        return Integer.parseInt(major) * 10 + (minor == null ? 0 : Math.min(9, Integer.parseInt(minor)));
    }

    public boolean isClaude() {
        return version > 0;
    }

    /** Whether it can think at all. */
    public boolean thinks() {
        return !isClaude() || version >= 37;
    }

    /** Whether {@code thinking.type: adaptive} and {@code output_config.effort} are known. */
    public boolean thinksAdaptively() {
        return version >= 46;
    }

    /** Whether {@code thinking.budget_tokens} is refused. */
    public boolean refusesBudget() {
        return version >= 47;
    }

    public boolean hasXhighEffort() {
        return version >= 47;
    }

    /** Whether it thinks where the request does not say. */
    public boolean thinksByDefault() {
        return version >= 50;
    }

    /** Whether {@code thinking.type: disabled} is refused. */
    public boolean alwaysThinks() {
        return switch (family) {
            case "fable", "mythos" -> true;
            case "opus", "sonnet" -> version >= 55;
            default -> false;
        };
    }

    /** Whether the least thinking is {@code thinking.type: between_tools}: none in front, notes between calls of tools. */
    public boolean thinksBetweenToolsAtLeast() {
        return family.equals("sonnet") && version >= 55;
    }

    /** Whether {@code tool_choice} may be {@code any} or {@code tool}. */
    public boolean takesForcedTools() {
        return switch (family) {
            case "fable", "mythos" -> version < 51;
            case "opus", "sonnet" -> version < 55;
            default -> true;
        };
    }

    /** Whether temperature, top_p and top_k may differ from their defaults. */
    public boolean takesSampling() {
        return version < 47;
    }

    /** Whether temperature and top_p may come together. */
    public boolean takesTemperatureWithTopP() {
        return version < 41;
    }

    /** Whether {@code output_config.format} and strict tools are known (generally available, no beta header). */
    public boolean takesSchema() {
        return version >= 41;
    }

    /** {@code max_tokens}, which the API demands, where neither the client nor the catalogue says. */
    public int defaultMaxTokens() {
        if (!isClaude()) {
            return 8192;
        }
        if (version < 35) {
            return 4096;
        }
        return version < 40 ? 8192 : 32_000;
    }
}
