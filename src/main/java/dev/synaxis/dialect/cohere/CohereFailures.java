package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Cohere's errors mean. A body is {@code {"id", "message"}}, rarely {@code {"error"}} or {@code {"data"}}; there are no
 * codes, so the message decides where the status does not:
 *
 * <ul>
 *   <li>400 "too many tokens: ..." is CONTEXT_LENGTH; "... is not supported ..." is UNSUPPORTED, or MODEL_NOT_FOUND where
 *       it is about a model.
 *   <li>429 "You are using a Trial key, which is limited to 1000 API calls / month" is QUOTA_EXHAUSTED, any other 429
 *       RATE_LIMITED.
 *   <li>498 is a refusal (a deny-listed token), 499 a call that broke off on Cohere's side, 501 a missing feature.
 * </ul>
 *
 * Source: docs.cohere.com/reference/errors and Cohere's OpenAPI description, read 2026-11-22.
 */
final class CohereFailures {

    private CohereFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        int status = reply.status();
        return status >= 200 && status < 300 ? inAnswer(body) : failure(kind(status, lower(message(body))), status, body);
    }

    /** An error object where an answer was due. */
    static ProviderFailure inAnswer(ObjectNode body) {
        String message = lower(message(body));
        FailureKind byText = byRequestText(message);
        FailureKind kind = byText != null ? byText
                : "invalid_tool_generation".equals(lower(Json.text(body, "error_type"))) ? FailureKind.MALFORMED_REPLY
                : message.contains("trial key") || message.contains("rate limit") ? kind(429, message)
                : FailureKind.OVERLOADED;
        return failure(kind, 200, body);
    }

    /**
     * Checks how an answer ended.
     *
     * @throws ProviderException for the finish reasons ERROR and TIMEOUT, and wherever Cohere says an error
     */
    static void throwIfFailed(@Nullable String finishReason, @Nullable String error, @Nullable String errorType) {
        if (error != null && !error.isBlank()) {
            ObjectNode body = Json.object().put("message", error).put("error_type", errorType);
            throw new ProviderException(inAnswer(body));
        }
        if ("ERROR".equals(finishReason)) {
            throw new ProviderException(ProviderFailure.of(
                    FailureKind.OVERLOADED, 200, "Cohere's generation ended with an error"));
        }
        if ("TIMEOUT".equals(finishReason)) {
            throw new ProviderException(ProviderFailure.of(
                    FailureKind.TIMEOUT, 200, "Cohere's generation took longer than Cohere allows"));
        }
    }

    private static FailureKind kind(int status, String message) {
        return switch (status) {
            case 400, 413, 422 -> {
                FailureKind byText = byRequestText(message);
                yield byText != null ? byText : FailureKind.INVALID_REQUEST;
            }
            case 429 -> message.contains("/ month") || message.contains("per month") || message.contains("monthly")
                    ? FailureKind.QUOTA_EXHAUSTED
                    : FailureKind.RATE_LIMITED;
            case 498 -> FailureKind.CONTENT_FILTERED;
            case 499 -> FailureKind.OVERLOADED;
            case 501 -> FailureKind.UNSUPPORTED;
            default -> Failures.kindOf(status);
        };
    }

    private static @Nullable FailureKind byRequestText(String message) {
        if (message.contains("too many tokens")) {
            return FailureKind.CONTEXT_LENGTH;
        }
        if (message.contains("model '") && (message.contains("not found") || message.contains("not supported"))) {
            return FailureKind.MODEL_NOT_FOUND;
        }
        return message.contains("not supported") ? FailureKind.UNSUPPORTED : null;
    }

    private static ProviderFailure failure(FailureKind kind, int status, ObjectNode body) {
        return new ProviderFailure(kind, status, Failures.message(message(body), status),
                Failures.textOf(body, "error_type"), null, null, null);
    }

    private static @Nullable String message(ObjectNode body) {
        for (String field : new String[] {"message", "error", "data", "detail"}) {
            JsonNode value = body.path(field);
            String text = value.isObject() ? Json.text(value, "message") : value.textValue();
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
