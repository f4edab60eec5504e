package dev.synaxis.dialect.stability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What Stability's errors mean: {@code {"id", "name", "errors": [...]}}; a 403 named {@code content_moderation} is its
 * filter's. Source: https://platform.stability.ai/docs/api-reference (read 2026-11-23).
 */
final class StabilityFailures {

    private StabilityFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String name = Json.text(body, "name");
        String message = body.path("errors").path(0).isTextual() ? body.get("errors").get(0).textValue() : name;
        return new ProviderFailure(
                kind(name, reply.status()), reply.status(), Failures.message(message, reply.status()), null, name, null, null);
    }

    private static FailureKind kind(@Nullable String name, int status) {
        return "content_moderation".equals(name) ? FailureKind.CONTENT_FILTERED : Failures.kindOf(status);
    }
}
