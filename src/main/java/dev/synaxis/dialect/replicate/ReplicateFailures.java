package dev.synaxis.dialect.replicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Replicate's errors mean: {@code {"title", "detail", "status"}} beside the HTTP status, which decides; a prediction
 * that has failed says why in {@code error}, a text of the model's own. Source:
 * https://replicate.com/docs/reference/http, https://replicate.com/docs/topics/predictions/rate-limits (read 2026-11-23).
 */
final class ReplicateFailures {

    private ReplicateFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String detail = Failures.textOf(body, "detail");
        String message = detail == null ? Failures.textOf(body, "title") : detail;
        return ProviderFailure.of(
                Failures.kindOf(reply.status()), reply.status(), Failures.message(message, reply.status()));
    }

    /** Of a prediction that ended without an answer. */
    static ProviderFailure ofPrediction(String status, @Nullable String error) {
        String lower = error == null ? "" : error.toLowerCase(Locale.ROOT);
        boolean filtered = lower.contains("nsfw") || lower.contains("flagged") || lower.contains("sensitive content");
        return ProviderFailure.of(
                filtered ? FailureKind.CONTENT_FILTERED : FailureKind.OVERLOADED,
                200,
                Failures.message(error == null ? "the prediction was " + status : error, 200));
    }
}
