package dev.synaxis.dialect.openai;

import dev.synaxis.model.FinishReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code finish_reason} on the wire and in the canonical form. */
final class FinishReasons {

    private FinishReasons() {}

    /** Knows OpenAI's five values and what compatible vendors write instead; null and the rest are OTHER. */
    static FinishReason read(@Nullable String wire) {
        if (wire == null) {
            return FinishReason.OTHER;
        }
        return switch (wire.toLowerCase(Locale.ROOT)) {
            case "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "completed" -> FinishReason.STOP;
            case "length", "max_tokens", "model_length", "max_length", "model_context_window_exceeded" ->
                FinishReason.LENGTH;
            case "tool_calls", "tool_call", "tool_use", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter", "sensitive", "safety", "refusal" -> FinishReason.CONTENT_FILTER;
            case "error", "network_error", "insufficient_system_resource" -> FinishReason.ERROR;
            default -> FinishReason.OTHER;
        };
    }

    /** ERROR is written as {@code error}, as OpenRouter does; OTHER as {@code stop}, which every client knows. */
    static String write(FinishReason reason) {
        return switch (reason) {
            case STOP, OTHER -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case ERROR -> "error";
        };
    }
}
