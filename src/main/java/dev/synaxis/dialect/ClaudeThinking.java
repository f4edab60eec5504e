package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of thinking: {@code thinking} and {@code output_config.effort}, either may be null. Models up to 4.5 think
 * with a budget ({@code type: enabled}, 1,024 tokens at least and fewer than max_tokens), later ones adaptively; from 4.7
 * on they take no budget and show their thinking only where {@code display: summarized} asks for it. Thinking goes with
 * neither a forced tool nor, with a budget, a last turn of tools that does not start with signed thinking: it is
 * switched off there, with a warning. Sources: https://platform.claude.com/docs/en/build-with-claude/thinking,
 * .../extended-thinking, .../effort (read 2026-11-22).
 */
record Thinking(@Nullable ObjectNode wire, @Nullable String effort) {

    private static final int MIN_BUDGET = 1024;
    private static final Thinking UNSAID = new Thinking(null, null);

    /** Whether the model is told to think. */
    boolean on() {
        return wire != null && !"disabled".equals(Json.text(wire, "type"));
    }

    static Thinking of(ChatRequest request, ClaudeModel model, int maxTokens, boolean forcedTool, Notes notes) {
        Wish wish = wish(request.options(), notes);
        if (wish == null) {
            return UNSAID;
        }
        if (wish.off()) {
            return off(wish, model, notes);
        }
        if (!model.thinks()) {
            notes.add(wish.field(), "this model does not think");
            return UNSAID;
        }
        boolean adaptive = model.refusesBudget() || model.thinksAdaptively() && wish.budget() == null;
        String effort = adaptive ? effort(wish, model, notes) : null;
        if (forcedTool) {
            if (!model.thinksByDefault()) {
                notes.add(wish.field(), "thinking is off because tool_choice makes the model call a tool");
                return UNSAID;
            }
            return new Thinking(null, effort);
        }
        if (adaptive) {
            return new Thinking(adaptive(wish, model), effort);
        }
        return budget(request, wish, maxTokens, notes);
    }

    private static Thinking off(Wish wish, ClaudeModel model, Notes notes) {
        if (model.thinksBetweenToolsAtLeast()) {
            notes.add(wish.field(), "this model can be kept from thinking except between calls of tools");
            return new Thinking(Json.object().put("type", "between_tools"), null);
        }
        if (model.alwaysThinks()) {
            notes.add(wish.field(), "this model always thinks; the lowest effort is sent");
            return new Thinking(null, "low");
        }
        return model.thinksByDefault() ? new Thinking(Json.object().put("type", "disabled"), null) : UNSAID;
    }

    private static ObjectNode adaptive(Wish wish, ClaudeModel model) {
        ObjectNode wire = Json.object().put("type", "adaptive");
        if (wish.display() != null) {
            wire.put("display", wish.display());
        } else if (model.refusesBudget()) {
            wire.put("display", "summarized");
        }
        return wire;
    }

    private static @Nullable String effort(Wish wish, ClaudeModel model, Notes notes) {
        if (wish.budget() != null) {
            notes.add(wish.field(), "this model takes an effort instead of a budget");
            int budget = wish.budget();
            return budget <= 4096 ? "low" : budget <= 12_000 ? "medium" : "high";
        }
        if (wish.effort() == null) {
            return null;
        }
        if (wish.effort().equals("xhigh") && !model.hasXhighEffort()) {
            notes.add(wish.field(), "the highest effort of this model is sent as high");
            return "high";
        }
        return wish.effort().equals("minimal") ? "low" : wish.effort();
    }

    private static Thinking budget(ChatRequest request, Wish wish, int maxTokens, Notes notes) {
        int most = (int) (maxTokens * 0.8);
        if (most < MIN_BUDGET) {
            notes.add(wish.field(), "thinking is off because max_tokens leaves no room for it");
            return UNSAID;
        }
        if (lacksSignedThinking(request.messages())) {
            notes.add(wish.field(), "thinking is off because the last turn does not start with signed thinking");
            return UNSAID;
        }
        int budget = wish.budget() != null ? wish.budget() : budgetOf(wish.effort());
        if (wish.budget() != null && budget >= maxTokens) {
            notes.add(wish.field(), "the budget has to be smaller than max_tokens");
            budget = most;
        } else if (wish.budget() == null) {
            budget = Math.min(budget, most);
        }
        if (budget < MIN_BUDGET) {
            notes.add(wish.field(), "the smallest budget is 1024 tokens");
            budget = MIN_BUDGET;
        }
        ObjectNode wire = Json.object().put("type", "enabled").put("budget_tokens", budget);
        if (wish.display() != null) {
            wire.put("display", wish.display());
        }
        return new Thinking(wire, null);
    }

    private static int budgetOf(@Nullable String effort) {
        return switch (effort) {
            case "minimal" -> MIN_BUDGET;
            case "low" -> 4096;
            case "high" -> 24_000;
            case "xhigh", "max" -> 32_000;
            case null, default -> 12_000;
        };
    }

    /** Whether the turn that is still open is one that the API refuses to continue with a thinking budget. */
    private static boolean lacksSignedThinking(List<ChatMessage> messages) {
        ChatMessage.AssistantMessage first = null;
        for (ChatMessage message : messages.reversed()) {
            switch (message) {
                case ChatMessage.AssistantMessage assistant -> first = assistant;
                case ChatMessage.ToolMessage _ -> { }
                case ChatMessage.UserMessage _, ChatMessage.SystemMessage _ -> {
                    return first != null && !startsSigned(first);
                }
            }
        }
        return first != null && !startsSigned(first);
    }

    private static boolean startsSigned(ChatMessage.AssistantMessage message) {
        return message.content().stream().anyMatch(Blocks::isSigned);
    }

    /** What the client wants: Anthropic's own {@code thinking} before a budget before an effort. */
    private static @Nullable Wish wish(ChatOptions options, Notes notes) {
        if (options.extra().get("thinking") instanceof Map<?, ?> own) {
            String display = own.get("display") instanceof String s ? s : null;
            return switch (own.get("type") instanceof String type ? type : "") {
                case "disabled", "between_tools" -> new Wish("thinking", true, null, null, null);
                case "adaptive" -> new Wish("thinking", false, options.reasoningEffort(), null, display);
                case "enabled" -> new Wish("thinking", false, null,
                        own.get("budget_tokens") instanceof Number n ? n.intValue() : MIN_BUDGET, display);
                default -> {
                    notes.add("thinking", "its type is not one that Anthropic knows; left out");
                    yield null;
                }
            };
        }
        Integer budget = options.reasoningBudget();
        if (budget != null) {
            String effort = budget < 0 && !"none".equals(options.reasoningEffort()) ? options.reasoningEffort() : null;
            return new Wish("reasoning_budget", budget == 0, effort, budget > 0 ? budget : null, null);
        }
        return switch (options.reasoningEffort()) {
            case null -> null;
            case "none" -> new Wish("reasoning_effort", true, null, null, null);
            case "minimal", "low", "medium", "high", "xhigh", "max" ->
                new Wish("reasoning_effort", false, options.reasoningEffort(), null, null);
            default -> {
                notes.add("reasoning_effort", "not a level that Anthropic knows; left out");
                yield null;
            }
        };
    }

    /** @param field the client's field that says so */
    private record Wish(
            String field,
            boolean off,
            @Nullable String effort,
            @Nullable Integer budget,
            @Nullable String display) {}
}
