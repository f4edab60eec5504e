package dev.synaxis.dialect.deepgram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Deepgram's errors mean. A body is {@code {"err_code", "err_msg", "request_id"}} or {@code {"category", "message",
 * "details", "request_id"}}.
 *
 * <p>413 is a text over the model's number of characters, and a 400 about a model is most often about the voice in its
 * name: both are UNSUPPORTED, so that the next candidate has its turn and the model keeps its own. 403
 * INSUFFICIENT_PERMISSIONS is said of one model that the project may not use. Source:
 * https://developers.deepgram.com/docs/errors (read 2026-11-22).
 */
final class DeepgramFailures {

    private DeepgramFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String code = either(body, "err_code", "category");
        String message = either(body, "err_msg", "message");
        String details = Json.text(body, "details");
        String said = message == null ? details : details == null ? message : message + " " + details;
        return new ProviderFailure(
                kind(reply.status(), code == null ? "" : code, said == null ? "" : said.toLowerCase(Locale.ROOT)),
                reply.status(),
                Failures.message(said, reply.status()),
                null,
                code,
                null,
                null);
    }

    private static FailureKind kind(int status, String code, String said) {
        return switch (code) {
            case "INVALID_AUTH" -> FailureKind.AUTHENTICATION;
            case "INSUFFICIENT_PERMISSIONS" -> said.contains("model") ? FailureKind.MODEL_NOT_FOUND : FailureKind.AUTHENTICATION;
            case "ASR_PAYMENT_REQUIRED", "PAYMENT_REQUIRED" -> FailureKind.QUOTA_EXHAUSTED;
            case "TOO_MANY_REQUESTS" -> FailureKind.RATE_LIMITED;
            default -> switch (status) {
                case 400 -> said.contains("no such model") || said.contains("unknown model")
                        ? FailureKind.UNSUPPORTED
                        : FailureKind.INVALID_REQUEST;
                case 413 -> FailureKind.UNSUPPORTED;
                case 499 -> FailureKind.OVERLOADED;
                default -> Failures.kindOf(status);
            };
        };
    }

    private static @Nullable String either(ObjectNode body, String one, String other) {
        String text = Json.text(body, one);
        return text != null ? text : Json.text(body, other);
    }
}
