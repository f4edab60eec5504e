package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning effort and budget as {@code thinkingConfig}. Effort follows the table of Google's own OpenAI layer: budgets
 * of 1,024 (minimal, low), 8,192 (medium) and 24,576 (high) tokens for 2.5, the level of that name for 3. Source:
 * https://ai.google.dev/gemini-api/docs/openai, section Thinking (read 2026-11-22).
 */
final class ThinkingSettings {

    private static final String EFFORT = "reasoning_effort";
    private static final String BUDGET = "reasoning_budget";
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ThinkingSettings() {}

    /** The thinkingConfig, or null where nothing was asked for or nothing can be set. */
    static @Nullable ObjectNode of(ChatOptions options, GeminiModel model, Warnings warnings) {
        String effort = options.reasoningEffort();
        Integer budget = options.reasoningBudget();
        if (effort != null && !EFFORTS.contains(effort)) {
            warnings.add(EFFORT, "not an effort that Gemini knows; not sent");
            effort = null;
        }
        if (effort == null && budget == null) {
            return null;
        }
        boolean off = budget != null ? budget == 0 : "none".equals(effort);
        return switch (model.thinking()) {
            case GeminiModel.Thinking.None() -> {
                if (!off) {
                    warnings.add(effort != null ? EFFORT : BUDGET, "this model does not think; not sent");
                }
                yield null;
            }
            case GeminiModel.Thinking.Budget range -> withThoughts(
                    Json.object().put("thinkingBudget", tokens(effort, budget, range, warnings)), off);
            case GeminiModel.Thinking.Levels levels -> {
                ObjectNode config = Json.object();
                String level = level(effort, budget, levels.names(), warnings);
                if (level != null) {
                    config.put("thinkingLevel", level);
                }
                yield withThoughts(config, off);
            }
        };
    }

    private static ObjectNode withThoughts(ObjectNode config, boolean off) {
        return off ? config : config.put("includeThoughts", true);
    }

    private static int tokens(
            @Nullable String effort, @Nullable Integer budget, GeminiModel.Thinking.Budget range, Warnings warnings) {
        int wanted = budget != null ? budget : switch (effort == null ? "" : effort) {
            case "none" -> 0;
            case "medium" -> 8_192;
            case "high" -> 24_576;
            case "xhigh", "max" -> range.max();
            default -> 1_024;
        };
        if (wanted < 0) {
            return -1;
        }
        int least = wanted == 0 ? range.min() : range.least();
        int given = Math.clamp(wanted, least, range.max());
        if (given != wanted) {
            warnings.add(budget != null ? BUDGET : EFFORT, wanted == 0
                    ? "this model always thinks; its least budget was sent"
                    : "outside the model's range; the nearest budget was sent");
        }
        return given;
    }

    private static @Nullable String level(
            @Nullable String effort, @Nullable Integer budget, List<String> names, Warnings warnings) {
        if (effort == null && budget != null) {
            if (budget < 0) {
                return null;
            }
            warnings.add(BUDGET, "this model has levels of thinking, not budgets; the nearest level was sent");
            return atLeast(budget == 0 ? 0 : budget <= 1_024 ? 1 : budget <= 8_192 ? 2 : 3, names);
        }
        int wanted = Math.clamp(EFFORTS.indexOf(effort) - 1, 0, 3);
        String level = atLeast(wanted, names);
        if (!level.equals(effort)) {
            warnings.add(EFFORT, "none".equals(effort)
                    ? "this model always thinks; its lowest level was sent"
                    : "this model has no such level of thinking; the nearest one was sent");
        }
        return level;
    }

    /** The lowest of the model's levels that is not below the wanted one. */
    private static String atLeast(int wanted, List<String> names) {
        return names.stream()
                .filter(name -> EFFORTS.indexOf(name) - 1 >= wanted)
                .findFirst()
                .orElse(names.getLast());
    }
}
