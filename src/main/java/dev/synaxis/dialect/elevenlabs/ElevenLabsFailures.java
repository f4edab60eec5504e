package dev.synaxis.dialect.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What ElevenLabs' errors mean. A body is {@code {"detail": {"type", "code", "message", "param"}}}, in its older form
 * {@code {"detail": {"status", "message"}}}, or {@code {"detail": [{"loc", "msg"}]}} from its validation. The code decides
 * before the status, because the same code has come with several.
 *
 * <p>A voice that this account does not have, and a text that is too long for this model, are UNSUPPORTED: the request is
 * sound, and the next candidate may take it. Sources: https://elevenlabs.io/docs/eleven-api/resources/errors and
 * https://help.elevenlabs.io/hc/en-us/articles/19572237925521 (read 2026-11-22).
 */
final class ElevenLabsFailures {

    private ElevenLabsFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        JsonNode detail = body.path("detail");
        JsonNode first = detail.isArray() ? detail.path(0) : detail;
        String code = Json.text(first, "code");
        if (code == null) {
            code = Json.text(first, "status");
        }
        return new ProviderFailure(
                kind(reply.status(), code),
                reply.status(),
                Failures.message(message(detail, first), reply.status()),
                Json.text(first, "type"),
                code,
                param(first, code),
                null);
    }

    private static FailureKind kind(int status, @Nullable String code) {
        return switch (code) {
            case "quota_exceeded", "insufficient_credits", "payment_required" -> FailureKind.QUOTA_EXHAUSTED;
            case "rate_limit_exceeded", "concurrent_limit_exceeded", "too_many_concurrent_requests" ->
                FailureKind.RATE_LIMITED;
            case "system_busy", "internal_error", "service_unavailable", "maintenance" -> FailureKind.OVERLOADED;
            case "invalid_api_key",
                    "missing_api_key",
                    "invalid_authorization_header",
                    "unauthorized",
                    "insufficient_permissions",
                    "missing_permissions",
                    "forbidden",
                    "detected_unusual_activity" -> FailureKind.AUTHENTICATION;
            case "model_not_found", "model_access_denied" -> FailureKind.MODEL_NOT_FOUND;
            case "voice_not_found",
                    "invalid_voice_id",
                    "voice_access_denied",
                    "free_users_not_allowed",
                    "feature_not_available",
                    "subscription_required",
                    "unsupported_model",
                    "invalid_output_format",
                    "text_too_long",
                    "max_character_limit_exceeded" -> FailureKind.UNSUPPORTED;
            case "invalid_parameters", "empty_text", "invalid_voice_settings" -> FailureKind.INVALID_REQUEST;
            case null, default -> Failures.kindOf(status);
        };
    }

    private static @Nullable String message(JsonNode detail, JsonNode first) {
        if (detail.isTextual()) {
            return detail.textValue();
        }
        String message = Json.text(first, "message");
        return message != null ? message : Json.text(first, "msg");
    }

    /** The client's name of the field. */
    private static @Nullable String param(JsonNode first, @Nullable String code) {
        String named = Json.text(first, "param");
        if (named == null && code != null) {
            named = code.contains("voice_id") || code.startsWith("voice_") ? "voice_id" : code.contains("text") ? "text" : null;
        }
        if (named == null) {
            return null;
        }
        return switch (named) {
            case "text" -> "input";
            case "voice_id" -> "voice";
            case "model_id" -> "model";
            case "output_format" -> "response_format";
            default -> named;
        };
    }
}
