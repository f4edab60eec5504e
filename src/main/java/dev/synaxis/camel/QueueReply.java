package dev.synaxis.camel;

import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.usage.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to a {@link QueueRequest}.
 *
 * @param status      what HTTP would say; 200 where somebody answered
 * @param headers     those of the same answer over HTTP: {@code x-request-id}, {@code x-synaxis-*}, {@code retry-after}
 * @param body        the capability's answer, or {@code {"error":{...}}} in OpenAI's form
 * @param provider    who answered; null with an error, as are model and tier
 * @param attempts    calls made to providers
 * @param usage       null where the vendor counted nothing
 * @param units       what was used beside tokens
 * @param outcome     {@link Outcome#id}, such as {@code ok} or {@code invalid_request}
 * @param unavailable whether nobody answered because every candidate is cooling down or out of quota: to be asked again
 *                    once {@link QueueCalls#available} says so, without bothering the caller
 */
public record QueueReply(
        int status,
        Map<String, String> headers,
        String contentType,
        byte[] body,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Tier tier,
        int attempts,
        @Nullable TokenUsage usage,
        Units units,
        String outcome,
        boolean unavailable) {

    public QueueReply {
        headers = Map.copyOf(headers);
    }

    public boolean ok() {
        return status == 200;
    }
}
