package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Fields of Google's JSON, which are in camel case or, from some servers, in snake case. */
final class Fields {

    private Fields() {}

    /** The field in either spelling; a missing node where it is absent or null. */
    static JsonNode either(JsonNode node, String camel, String snake) {
        JsonNode value = node.get(camel);
        if (value == null) {
            value = node.get(snake);
        }
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    /** The text of the field in either spelling, or null. */
    static @Nullable String text(JsonNode node, String camel, String snake) {
        JsonNode value = either(node, camel, snake);
        return value.isTextual() ? value.textValue() : null;
    }
}
