package dev.synaxis.camel.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.files.LineCalls;
import dev.synaxis.inbound.files.LineCalls.Answer;
import dev.synaxis.inbound.files.LineCalls.Verdict;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.Json;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A reply as the answer to lines of a file: the headers that {@link dev.synaxis.camel.queue.Answer} writes, read back. */
final class LineReply {

    private LineReply() {}

    /**
     * @param headers null for one that is not there
     * @param calls   knows the prices
     */
    static Answer read(Function<String, @Nullable String> headers, byte[] body, LineCalls calls) {
        int status = number(headers.apply(QueueHeaders.STATUS), 502);
        String provider = headers.apply("x-synaxis-provider");
        String model = headers.apply("x-synaxis-model");
        String type = headers.apply(QueueHeaders.CONTENT_TYPE);
        String counted = headers.apply(QueueHeaders.USAGE);
        JsonNode used = counted == null ? null : Json.parseOrNull(counted);
        TokenUsage usage = used == null || !Json.has(used, "input_tokens") ? null : tokens(used);
        boolean ok = status == 200 && provider != null && model != null;
        String saved = headers.apply("x-synaxis-saved");
        int after = number(headers.apply("retry-after"), -1);
        return new Answer(
                // nobody could be asked before the request's time was up
                status == 408 ? Verdict.WAIT : Verdict.of(status),
                status,
                String.valueOf(headers.apply(CallerHeaders.REQUEST_ID)),
                type == null ? "application/json" : type,
                body,
                ok ? provider : null,
                ok ? model : null,
                usage,
                ok ? calls.cost(provider, model, usage, units(used)) : null,
                saved != null && saved.matches("\\d+(\\.\\d+)?([eE]-?\\d+)?") ? Double.parseDouble(saved) : 0,
                after < 0 ? null : Duration.ofSeconds(after));
    }

    private static TokenUsage tokens(JsonNode used) {
        return new TokenUsage(
                Json.number(used, "input_tokens"),
                Json.number(used, "cached_input_tokens"),
                0,
                Json.number(used, "output_tokens"),
                0,
                Json.number(used, "total_tokens"));
    }

    private static Units units(@Nullable JsonNode used) {
        return used == null
                ? Units.NONE
                : new Units(
                        Json.number(used, "images"),
                        used.path("audio_seconds").asDouble(),
                        Json.number(used, "characters"));
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }
}
