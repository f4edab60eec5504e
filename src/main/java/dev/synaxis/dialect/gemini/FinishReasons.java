package dev.synaxis.dialect.gemini;

import dev.synaxis.model.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * {@code candidates[].finishReason}. Source: https://ai.google.dev/api/generate-content#FinishReason and Vertex AI's
 * reference, which has MODEL_ARMOR (read 2026-11-22).
 */
final class FinishReasons {

    private FinishReasons() {}

    /** @param reason null or unspecified where the vendor did not say */
    static FinishReason of(@Nullable String reason, boolean calls) {
        if (reason == null || !said(reason)) {
            return calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        }
        return switch (reason) {
            case "STOP" -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FinishReason.CONTENT_FILTER;
            case "MALFORMED_FUNCTION_CALL",
                    "MALFORMED_RESPONSE",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE" -> FinishReason.ERROR;
            default -> FinishReason.OTHER;
        };
    }

    static boolean said(String reason) {
        return !reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED");
    }
}
