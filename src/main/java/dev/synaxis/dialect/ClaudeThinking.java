package dev.synaxis.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What Claude is told of thinking: {@code thinking} and {@code output_config.effort}, either may be null. Models up to
 * 4.5 think with a budget ({@code type: enabled}, 1,024 tokens at least and fewer than max_tokens), later ones
 * adaptively; from 4.7 on they take no budget and show their thinking only where {@code display: summarized} asks for it.
 * Thinking goes with neither a forced tool nor, with a budget, a last turn of tools that does not start with signed
 * thinking: it is switched off there, with a warning; the effort, which is not for thinking alone, is still told.
 * Sources: https://platform.claude.com/docs/en/build-with-claude/thinking, .../thinking-tool-workflows,
 * .../extended-thinking, .../effort (read 2026-11-22 and 2026-11-29).
 */
public record ClaudeThinking(@Nullable ObjectNode wire, @Nullable String effort) {

    private static final int MIN_BUDGET = 1024;
    private static final ClaudeThinking UNSAID = new ClaudeThinking(null, null);

    /** Whether the model is told to think. */
    public boolean on() {
        return wire != null && !"disabled".equals(Json.text(wire, "type"));
    }

    /**
     * @param maxTokens  tokens of the answer, thinking included
     * @param forcedTool whether the request makes the model call a tool
     * @param origin     the dialect that signed the thinking which this vendor takes back
     * @param notes      takes a warning: the client's field, and what became of it
     */
    public static ClaudeThinking of(
            ChatRequest request, ClaudeModel model, int maxTokens, boolean forcedTool, String origin,
            BiConsumer<String, String> notes) {
        Wish wish = wish(request.options(), notes);
        if (wish == null) {
            return UNSAID;
        }
        if (wish.off()) {
            return off(wish, model, notes);
        }
        if (!model.thinks()) {
            notes.accept(wish.field(), "this model does not think");
            return UNSAID;
        }
        boolean adaptive = model.refusesBudget() || model.thinksAdaptively() && wish.budget() == null;
        String effort = adaptive ? effort(wish, model, notes) : null;
        if (forcedTool) {
            if (!model.thinksByDefault()) {
                notes.accept(wish.field(), "thinking is off because tool_choice makes the model call a tool");
            }
            return new ClaudeThinking(null, effort);
        }
        if (adaptive) {
            return new ClaudeThinking(adaptive(wish, model), effort);
        }
        return budget(request, wish, maxTokens, origin, notes);
    }

    private static ClaudeThinking off(Wish wish, ClaudeModel model, BiConsumer<String, String> notes) {
        if (model.thinksBetweenToolsAtLeast()) {
            notes.accept(wish.field(), "this model can be kept from thinking except between calls of tools");
            return new ClaudeThinking(Json.object().put("type", "between_tools"), null);
        }
        if (model.alwaysThinks()) {
            notes.accept(wish.field(), "this model always thinks; the lowest effort is sent");
            return new ClaudeThinking(null, "low");
        }
        return model.thinksByDefault() ? new ClaudeThinking(Json.object().put("type", "disabled"), null) : UNSAID;
    }

    private static ObjectNode adaptive(Wish wish, ClaudeModel model) {
        ObjectNode wire = Json.object().put("type", "adaptive");
        if (model.refusesBudget()) {
            wire.put("display", "summarized");
        }
        return wire.setAll(wish.more());
    }

    private static @Nullable String effort(Wish wish, ClaudeModel model, BiConsumer<String, String> notes) {
        if (wish.budget() != null) {
            notes.accept(wish.field(), "this model takes an effort instead of a budget");
            int budget = wish.budget();
            return budget <= 4096 ? "low" : budget <= 12_000 ? "medium" : "high";
        }
        if (wish.effort() == null) {
            return null;
        }
        if (wish.effort().equals("xhigh") && !model.hasXhighEffort()) {
            notes.accept(wish.field(), "the highest effort of this model is sent as high");
            return "high";
        }
        return wish.effort().equals("minimal") ? "low" : wish.effort();
    }

    private static ClaudeThinking budget(
            ChatRequest request, Wish wish, int maxTokens, String origin, BiConsumer<String, String> notes) {
        int most = (int) (maxTokens * 0.8);
        if (most < MIN_BUDGET) {
            notes.accept(wish.field(), "thinking is off because max_tokens leaves no room for it");
            return UNSAID;
        }
        if (lacksSignedThinking(request.messages(), origin)) {
            notes.accept(wish.field(), "thinking is off because the last turn does not start with signed thinking");
            return UNSAID;
        }
        int budget = wish.budget() != null ? wish.budget() : budgetOf(wish.effort());
        if (wish.budget() != null && budget >= maxTokens) {
            notes.accept(wish.field(), "the budget has to be smaller than max_tokens");
            budget = most;
        } else if (wish.budget() == null) {
            budget = Math.min(budget, most);
        }
        if (budget < MIN_BUDGET) {
            notes.accept(wish.field(), "the smallest budget is 1024 tokens");
            budget = MIN_BUDGET;
        }
        ObjectNode wire = Json.object().put("type", "enabled").put("budget_tokens", budget);
        wire.setAll(wish.more());
        return new ClaudeThinking(wire, null);
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
    private static boolean lacksSignedThinking(List<ChatMessage> messages, String origin) {
        ChatMessage.AssistantMessage first = null;
        for (ChatMessage message : messages.reversed()) {
            switch (message) {
                case ChatMessage.AssistantMessage assistant -> first = assistant;
                case ChatMessage.ToolMessage _ -> { }
                case ChatMessage.UserMessage _, ChatMessage.SystemMessage _ -> {
                    return first != null && !startsSigned(first, origin);
                }
            }
        }
        return first != null && !startsSigned(first, origin);
    }

    private static boolean startsSigned(ChatMessage.AssistantMessage message, String origin) {
        return message.content().stream().anyMatch(part -> isSigned(part, origin));
    }

    /** Whether the part is thinking that the dialect signed and takes back. */
    public static boolean isSigned(ContentPart part, String origin) {
        return part instanceof ContentPart.Reasoning(String _, String signature, String encrypted, String from)
                && from.equals(origin)
                && (signature != null && !signature.isEmpty() || encrypted != null && !encrypted.isEmpty());
    }

    /** What the client wants: Anthropic's own {@code thinking} before a budget before an effort. */
    private static @Nullable Wish wish(ChatOptions options, BiConsumer<String, String> notes) {
        ObjectNode more = Json.object();
        if (options.extra().get("thinking") instanceof Map<?, ?> own) {
            more.setAll((ObjectNode) Json.fromJava(own));
            more.remove(List.of("type", "budget_tokens"));
            switch (own.get("type") instanceof String type ? type : null) {
                case "disabled", "between_tools" -> {
                    return new Wish("thinking", true, null, null, more);
                }
                case "adaptive" -> {
                    return new Wish("thinking", false, options.reasoningEffort(), null, more);
                }
                case "enabled" -> {
                    return new Wish("thinking", false, null,
                            own.get("budget_tokens") instanceof Number n ? n.intValue() : MIN_BUDGET, more);
                }
                case null -> { }
                default -> notes.accept("thinking", "its type is not one that Anthropic knows; left out");
            }
        }
        Integer budget = options.reasoningBudget();
        if (budget != null) {
            String effort = budget < 0 && !"none".equals(options.reasoningEffort()) ? options.reasoningEffort() : null;
            return new Wish("reasoning_budget", budget == 0, effort, budget > 0 ? budget : null, more);
        }
        return switch (options.reasoningEffort()) {
            case null -> more.isEmpty() ? null : new Wish("thinking", false, null, null, more);
            case "none" -> new Wish("reasoning_effort", true, null, null, more);
            case "minimal", "low", "medium", "high", "xhigh", "max" ->
                new Wish("reasoning_effort", false, options.reasoningEffort(), null, more);
            default -> {
                notes.accept("reasoning_effort", "not a level that Anthropic knows; left out");
                yield null;
            }
        };
    }

    /**
     * @param field the client's field that says so
     * @param more  what else stands in Anthropic's own field: display, block_binding
     */
    private record Wish(
            String field,
            boolean off,
            @Nullable String effort,
            @Nullable Integer budget,
            ObjectNode more) {}
}
