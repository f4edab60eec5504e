package dev.synaxis.dialect.fireworks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;

/**
 * What Fireworks' errors mean: the status decides; {@code error_message} says why, or an {@code error} as OpenAI has it.
 * Source: https://docs.fireworks.ai/api-reference/generate-or-edit-image-using-flux-kontext (read 2026-11-29).
 */
final class FireworksFailures {

    private FireworksFailures() {}

    static ProviderFailure of(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseGet(Json::object);
        String message = Json.text(body, "error_message");
        if (message == null) {
            message = Json.text(body.path("error"), "message");
        }
        return ProviderFailure.of(
                Failures.kindOf(reply.status()), reply.status(), Failures.message(message, reply.status()));
    }

    /** Of a picture that was asked for and will not come. */
    static ProviderFailure ofTask(String status) {
        return ProviderFailure.of(
                status.endsWith("Moderated") ? FailureKind.CONTENT_FILTERED : FailureKind.OVERLOADED,
                200,
                "the provider's answer: " + status);
    }
}
