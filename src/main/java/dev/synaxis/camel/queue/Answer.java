package dev.synaxis.camel.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.camel.QueueReply;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reply as it goes to a broker and into the store of replies: headers (the status among them) and a body.
 *
 * <p>Stored: length of the headers (4 bytes), the headers as a JSON object, the body.
 */
record Answer(Map<String, String> headers, byte[] body) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(QueueReply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.put(QueueHeaders.STATUS, Integer.toString(reply.status()));
        headers.put(QueueHeaders.CONTENT_TYPE, reply.contentType());
        ObjectNode usage = usage(reply.usage(), reply.units());
        if (!usage.isEmpty()) {
            headers.put(QueueHeaders.USAGE, Json.string(usage));
        }
        return new Answer(headers, reply.body());
    }

    /** Tokens where the vendor counted any, and of the rest what there is. */
    private static ObjectNode usage(@Nullable TokenUsage tokens, Units units) {
        ObjectNode usage = Json.object();
        if (tokens != null) {
            usage.put("input_tokens", tokens.input())
                    .put("output_tokens", tokens.output())
                    .put("total_tokens", tokens.total());
            if (tokens.cachedInput() > 0) {
                usage.put("cached_input_tokens", tokens.cachedInput());
            }
        }
        if (units.images() > 0) {
            usage.put("images", units.images());
        }
        if (units.audioSeconds() > 0) {
            usage.put("audio_seconds", units.audioSeconds());
        }
        if (units.characters() > 0) {
            usage.put("characters", units.characters());
        }
        return usage;
    }

    boolean ok() {
        return "200".equals(headers.get(QueueHeaders.STATUS));
    }

    byte[] bytes() {
        ObjectNode head = Json.object();
        headers.forEach(head::put);
        byte[] json = Json.bytes(head);
        return ByteBuffer.allocate(4 + json.length + body.length)
                .putInt(json.length)
                .put(json)
                .put(body)
                .array();
    }

    /** @throws IOException where these are not the bytes of an answer */
    static Answer read(byte[] bytes) throws IOException {
        int length = bytes.length < 4 ? -1 : ByteBuffer.wrap(bytes).getInt();
        if (length < 0 || length > bytes.length - 4) {
            throw new IOException("a stored reply is damaged");
        }
        Map<String, String> headers = new TreeMap<>();
        JsonNode head = Json.parse(Arrays.copyOfRange(bytes, 4, 4 + length));
        head.properties().forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
        return new Answer(headers, Arrays.copyOfRange(bytes, 4 + length, bytes.length));
    }
}
