package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock's errors mean. The type is the header {@code x-amzn-errortype} up to a colon or comma, or {@code __type}
 * of the body, whose text is {@code message}; in a stream it is the name of the event. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors,
 * API_runtime_ConverseStreamOutput.html (read 2026-11-22).
 */
final class BedrockFailures {

    private BedrockFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String type = reply.headers().get("x-amzn-errortype");
        if (type == null) {
            type = Json.text(body, "__type");
        }
        return failure(name(type), reply.status(), body);
    }

    /** An exception in the place of an event. */
    static ProviderFailure inStream(String type, ObjectNode body) {
        return failure(name(type), 200, body);
    }

    private static @Nullable String name(@Nullable String type) {
        if (type == null) {
            return null;
        }
        String name = type.substring(type.lastIndexOf('#') + 1);
        return name.split("[:,]", 2)[0].strip();
    }

    private static ProviderFailure failure(@Nullable String type, int status, ObjectNode body) {
        String message = Failures.textOf(body, "message");
        if (message == null) {
            message = Failures.textOf(body, "Message");
        }
        String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
        FailureKind kind = kind(type == null ? "" : type.toLowerCase(Locale.ROOT), lower, status);
        boolean modelOnly = kind == FailureKind.AUTHENTICATION && lower.contains("access to the model");
        return new ProviderFailure(kind, status, Failures.message(message, status), type, null, null, null, modelOnly);
    }

    private static FailureKind kind(String type, String message, int status) {
        return switch (type) {
            case "validationexception" -> validation(message);
            case "accessdeniedexception", "unrecognizedclientexception", "expiredtokenexception",
                    "invalidsignatureexception", "incompletesignatureexception", "missingauthenticationtokenexception" ->
                FailureKind.AUTHENTICATION;
            case "resourcenotfoundexception" -> FailureKind.MODEL_NOT_FOUND;
            case "throttlingexception", "toomanyrequestsexception" -> FailureKind.RATE_LIMITED;
            case "servicequotaexceededexception" -> FailureKind.QUOTA_EXHAUSTED;
            case "modeltimeoutexception" -> FailureKind.TIMEOUT;
            case "modelnotreadyexception", "modelerrorexception", "modelstreamerrorexception", "internalserverexception",
                    "serviceunavailableexception" -> FailureKind.OVERLOADED;
            default -> status == 200 ? FailureKind.OVERLOADED
                    : status == 400 ? validation(message) : Failures.kindOf(status);
        };
    }

    private static FailureKind validation(String message) {
        if (message.contains("input is too long")
                || message.contains("prompt is too long")
                || message.contains("too many input tokens")
                || message.contains("maximum context length")) {
            return FailureKind.CONTEXT_LENGTH;
        }
        if (message.contains("model identifier is invalid")) {
            return FailureKind.MODEL_NOT_FOUND;
        }
        return message.contains("on-demand throughput") || message.contains("doesn't support")
                ? FailureKind.UNSUPPORTED
                : FailureKind.INVALID_REQUEST;
    }
}
