package dev.synaxis.dialect.aihorde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Json;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request in the horde's queue: {@code GET /generate/check/<id>} until it is {@code done}, then
 * {@code GET /generate/status/<id>} once, which has the pictures; {@code DELETE /generate/status/<id>} takes it back. The
 * vendor keeps a check for a second, so that looking more often tells nothing. Source: as {@link AiHordeDialect}.
 */
final class QueuedRequest implements BackgroundAnswer {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final int SHORTEST_SECONDS = 1;
    private static final int LONGEST_SECONDS = 5;

    private final String generate;
    private @Nullable String id;
    private boolean done;
    private boolean over;

    QueuedRequest(Upstream upstream) {
        this.generate = upstream.baseUrl() + "/generate/";
    }

    @Override
    public Step next(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        if (done) {
            over = true;
            return new Ready(reply);
        }
        String own = id;
        if (own == null) {
            own = Json.textOrEmpty(body, "id");
            if (!ID.matcher(own).matches()) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer names no request");
            }
            id = own;
            return new Look(generate + "check/" + own, Duration.ofSeconds(SHORTEST_SECONDS));
        }
        if (body.path("faulted").asBoolean()) {
            throw new ProviderException(FailureKind.OVERLOADED, "the horde gave the request up");
        }
        JsonNode possible = body.path("is_possible");
        if (possible.isBoolean() && !possible.booleanValue()) {
            throw new ProviderException(FailureKind.MODEL_NOT_FOUND, "no worker of the horde can take the request now");
        }
        done = body.path("done").asBoolean();
        if (done) {
            return new Look(generate + "status/" + own, Duration.ZERO);
        }
        int seconds = Math.clamp(Json.number(body, "wait_time"), SHORTEST_SECONDS, LONGEST_SECONDS);
        return new Look(generate + "check/" + own, Duration.ofSeconds(seconds));
    }

    @Override
    public @Nullable Cancel cancel() {
        return id == null || over ? null : new Cancel("DELETE", generate + "status/" + id);
    }
}
