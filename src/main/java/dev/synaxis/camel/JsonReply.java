package dev.synaxis.camel;

import dev.synaxis.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A JSON answer of a route that calls no provider: models, administration, health. */
final class JsonReply {

    private JsonReply() {}

    /** The exchange's message without what came in with it. */
    static Message clear(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        return message;
    }

    /** An object with its fields in this order: a name, its value, the next name. A value may be null. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static void write(Message message, Map<String, ?> value) {
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(ByteBuffer.wrap(Json.string(value).getBytes(StandardCharsets.UTF_8)));
    }
}
