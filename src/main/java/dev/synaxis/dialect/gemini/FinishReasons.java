package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * {@code candidates[].finishReason}. Source: https://ai.google.dev/api/generate-content#FinishReason and Vertex AI's
 * reference, which has MODEL_ARMOR (read 2026-11-22).
 */
final class FinishReasons {

    private FinishReasons() {}

    /**
     * What {@code finishReason} means. A call that nobody declared comes with its name and arguments, so that the client
     * can answer it.
     *
     * @param reason null or unspecified where the vendor did not say
     */
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
            case "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
                calls ? FinishReason.TOOL_CALLS : FinishReason.ERROR;
            case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE" -> FinishReason.ERROR;
            default -> FinishReason.OTHER;
        };
    }

    /**
     * The reason in words, or null. Vertex AI's REST clients ask for enums as numbers
     * ({@code $alt=json;enum-encoding=int}), and what stands before it may, too. Source:
     * https://github.com/googleapis/googleapis, google/cloud/aiplatform/v1/content.proto, Candidate.FinishReason (read
     * 2026-11-29).
     */
    static @Nullable String name(JsonNode reason) {
        if (!reason.isInt()) {
            return reason.textValue();
        }
        return switch (reason.intValue()) {
            case 0 -> null;
            case 1 -> "STOP";
            case 2 -> "MAX_TOKENS";
            case 3 -> "SAFETY";
            case 4 -> "RECITATION";
            case 6 -> "BLOCKLIST";
            case 7 -> "PROHIBITED_CONTENT";
            case 8 -> "SPII";
            case 9 -> "MALFORMED_FUNCTION_CALL";
            default -> "OTHER";
        };
    }

    static boolean said(String reason) {
        return !reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED");
    }
}
