package dev.synaxis.dialect.fireworks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One picture: there at once, or of FLUX.1 Kontext, which gives a {@code request_id} that {@code POST .../get_result} is asked
 * with until {@code status} is no longer {@code Pending}. It cannot be told to stop. The page of {@code get_result} is headed
 * GET and asks with POST in every example, as all clients do. Source:
 * https://docs.fireworks.ai/api-reference/get-generated-image-from-flux-kontex (read 2026-11-29).
 */
final class Workflow implements BackgroundAnswer {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Upstream upstream;
    private @Nullable String question;
    private Duration pause = FIRST;

    Workflow(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public Step next(WireReply reply) {
        if (!FireworksUrl.isKontext(upstream) || SpeechFormats.typeOf(reply).startsWith("image/")) {
            return new Ready(reply);
        }
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        if (question == null) {
            String id = Json.text(body, "request_id");
            if (id == null) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer names no request");
            }
            question = Json.object().put("id", id).toString();
            return look();
        }
        String status = Json.textOrEmpty(body, "status");
        return switch (status) {
            case "Pending" -> look();
            case "Ready" -> new Ready(reply);
            case "Request Moderated", "Content Moderated", "Task not found", "Error" ->
                    throw new ProviderException(FireworksFailures.ofTask(status));
            default -> throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the provider's answer does not say how far it is");
        };
    }

    private Look look() {
        Duration now = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        return new Look(FireworksUrl.of(upstream) + "/get_result", question, now);
    }

    @Override
    public @Nullable Cancel cancel() {
        return null;
    }
}
