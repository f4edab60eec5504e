package dev.synaxis.dialect.replicate;

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
 * One prediction: {@code starting} and {@code processing} until it is {@code succeeded}, {@code failed}, {@code canceled} or
 * {@code aborted}. It is read at {@code GET /predictions/<id>} and ended by {@code POST /predictions/<id>/cancel}; the
 * addresses that the vendor sends along are not used, because our key would go there. Source:
 * https://replicate.com/docs/topics/predictions/create-a-prediction, https://sdks.replicate.com/resources/predictions
 * (read 2026-11-23).
 */
final class Prediction implements BackgroundAnswer {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final String predictions;
    private @Nullable String id;
    private Duration pause = FIRST;
    private boolean over;

    Prediction(Upstream upstream) {
        this.predictions = upstream.baseUrl() + "/predictions/";
    }

    @Override
    public Step next(WireReply reply) {
        ObjectNode prediction = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object"));
        if (id == null) {
            id = Json.text(prediction, "id");
        }
        if (id == null || !ID.matcher(id).matches()) {
            id = null;
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer names no prediction");
        }
        String status = Json.textOrEmpty(prediction, "status");
        return switch (status) {
            case "starting", "processing" -> {
                Duration now = pause;
                pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
                yield new Look(predictions + id, now);
            }
            case "succeeded" -> {
                over = true;
                yield new Ready(reply);
            }
            case "failed", "canceled", "aborted" -> {
                over = true;
                throw new ProviderException(ReplicateFailures.ofPrediction(status, Json.text(prediction, "error")));
            }
            default -> throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the provider's answer does not say how far it is");
        };
    }

    @Override
    public @Nullable Cancel cancel() {
        return id == null || over ? null : new Cancel("POST", predictions + id + "/cancel");
    }
}
