package dev.synaxis.dialect.gemini;

import dev.synaxis.model.ModelTraits;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model's name says of its family. Source: https://ai.google.dev/gemini-api/docs/thinking,
 * https://ai.google.dev/gemini-api/docs/structured-output (read 2026-11-22); what a Gemma before 4 refuses: "Developer
 * instruction is not enabled", "JSON mode is not enabled" (https://github.com/0xPlaygrounds/rig/issues/788,
 * https://github.com/vercel/ai/issues/8080, read 2026-11-29).
 *
 * @param major      2 of gemini-2.5-flash; 0 for a model that is not a Gemini
 * @param minor      5 of gemini-2.5-flash; 0 where the name has none
 * @param thinking   how its thinking is steered
 * @param promptOnly whether it takes neither a system instruction nor a form for the answer: a Gemma before 4
 */
record GeminiModel(int major, int minor, Thinking thinking, boolean promptOnly) {

    /** How the thinking of a model is steered. */
    sealed interface Thinking {

        /** Not at all. */
        record None() implements Thinking {}

        /** thinkingBudget, tokens; {@code min} is 0 for a model whose thinking can be switched off. */
        record Budget(int min, int least, int max) implements Thinking {}

        /** thinkingLevel, least first; thinking cannot be switched off. */
        record Levels(List<String> names) implements Thinking {}
    }

    private static final Pattern NAME = Pattern.compile("gemini-(\\d{1,4})(?:\\.(\\d{1,4}))?(?:-(pro|flash-lite|flash))?");
    private static final Pattern LATEST = Pattern.compile("gemini-(pro|flash-lite|flash)-latest");
    private static final Pattern OLD_GEMMA = Pattern.compile("gemma-(?:2b|7b|1\\.1-|2-|3-|3n-)");
    private static final Pattern OTHER_OUTPUT = Pattern.compile("image|tts|audio|live|embedding");

    private static final List<String> FOUR = List.of("minimal", "low", "medium", "high");
    private static final List<String> THREE = List.of("low", "medium", "high");

    /** @param traits what the catalogue knows; decides only where the name says nothing */
    static GeminiModel of(String name, @Nullable ModelTraits traits) {
        Matcher named = NAME.matcher(name);
        if (named.find()) {
            int major = Integer.parseInt(named.group(1));
            int minor = named.group(2) == null ? 0 : Integer.parseInt(named.group(2));
            boolean text = !OTHER_OUTPUT.matcher(name).find();
            return new GeminiModel(
                    major, minor, text ? thinking(major, minor, named.group(3)) : new Thinking.None(), false);
        }
        Matcher latest = LATEST.matcher(name);
        if (latest.find()) {
            return new GeminiModel(
                    3, 0, new Thinking.Levels(latest.group(1).equals("flash-lite") ? FOUR : THREE), false);
        }
        boolean thinks = traits != null && traits.abilities().contains(ModelTraits.Ability.REASONING);
        return new GeminiModel(
                0, 0, thinks ? new Thinking.Levels(THREE) : new Thinking.None(), OLD_GEMMA.matcher(name).find());
    }

    private static Thinking thinking(int major, int minor, @Nullable String size) {
        if (major < 2 || major == 2 && minor < 5) {
            return new Thinking.None();
        }
        if (major == 2) {
            return switch (size == null ? "" : size) {
                case "pro" -> new Thinking.Budget(128, 128, 32_768);
                case "flash-lite" -> new Thinking.Budget(0, 512, 24_576);
                default -> new Thinking.Budget(0, 1, 24_576);
            };
        }
        return switch (size == null ? "" : size) {
            case "pro" -> new Thinking.Levels(major == 3 && minor == 0 ? List.of("low", "high") : THREE);
            case "flash-lite" -> new Thinking.Levels(FOUR);
            case "flash" -> new Thinking.Levels(major == 3 && minor <= 6 ? FOUR : THREE);
            default -> new Thinking.Levels(THREE);
        };
    }

    /** Whether a tool call of the current turn is refused without its thought signature. */
    boolean wantsSignatures() {
        return major >= 3;
    }

    /** Whether one request may have both functions, unless a call is required, and a form for the answer. */
    boolean takesFormatWithTools() {
        return major >= 3;
    }

    /** Whether one request may have both functions and tools that Google runs itself, such as its search. */
    boolean takesGooglesToolsWithFunctions() {
        return major >= 3;
    }

    /** Whether it knows the mode VALIDATED: a call is not required, but follows its schema strictly. */
    boolean validatesCalls() {
        return major >= 3 || major == 2 && minor >= 5;
    }

    /** Whether the Gemini API refuses penalties for it: "Penalty is not enabled for models/gemini-2.5-pro". */
    boolean refusesPenalties() {
        return major == 2 && minor == 5;
    }

    /** Whether the answer of a tool may hold images and files. */
    boolean takesMediaInToolResults() {
        return major >= 3;
    }
}
