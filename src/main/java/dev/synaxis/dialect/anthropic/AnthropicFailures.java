package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"type": "error", "error": {"type", "message"}}}. Types and their statuses: invalid_request_error 400,
 * authentication_error 401, billing_error 402, permission_error 403, not_found_error 404, request_too_large 413,
 * rate_limit_error 429, api_error 500, timeout_error 504, overloaded_error 529. In a stream they come with status 200.
 * Source: https://platform.claude.com/docs/en/api/errors (read 2026-11-22).
 */
final class AnthropicFailures {

    private AnthropicFailures() {}

    static ProviderFailure of(WireReply reply) {
        return Json.parseObject(reply.body())
                .map(body -> of(body, reply.status()))
                .orElseGet(() -> ProviderFailure.of(
                        Failures.kindOf(reply.status()), reply.status(), Failures.message(null, reply.status())));
    }

    static ProviderFailure of(ObjectNode body, int status) {
        JsonNode error = body.path("error");
        String type = error.isObject() ? Json.text(error, "type") : null;
        String message = error.isObject() ? Failures.textOf(error, "message") : Failures.textOf(body, "error");
        if (message == null) {
            message = Failures.textOf(body, "message");
        }
        return new ProviderFailure(
                kind(type, message == null ? "" : message.toLowerCase(Locale.ROOT), status),
                status,
                Failures.message(message, status),
                type,
                null,
                null,
                null);
    }

    private static FailureKind kind(@Nullable String type, String message, int status) {
        if (isOutOfCredit(message)) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        return switch (type) {
            case "invalid_request_error" -> refusal(message);
            case "authentication_error", "permission_error" -> FailureKind.AUTHENTICATION;
            case "billing_error" -> FailureKind.QUOTA_EXHAUSTED;
            case "not_found_error" -> FailureKind.MODEL_NOT_FOUND;
            case "request_too_large" -> FailureKind.INVALID_REQUEST;
            case "rate_limit_error" -> FailureKind.RATE_LIMITED;
            case "api_error", "overloaded_error", "timeout_error" -> FailureKind.OVERLOADED;
            case null, default -> status == 400 ? refusal(message) : Failures.kindOf(status);
        };
    }

    private static FailureKind refusal(String message) {
        if (message.contains("prompt is too long")
                || message.contains("exceed context limit")
                || message.contains("exceeds the context window")
                || message.contains("maximum context length")) {
            return FailureKind.CONTEXT_LENGTH;
        }
        if (message.contains("organization has been disabled")) {
            return FailureKind.AUTHENTICATION;
        }
        return FailureKind.INVALID_REQUEST;
    }

    private static boolean isOutOfCredit(String message) {
        return message.contains("credit balance is too low")
                || message.contains("reached your specified api usage limits");
    }
}
