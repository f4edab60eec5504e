package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a picture, checked. Null is the same as absent. */
final class ImageFields {

    /** The fields that the canonical form names, beside {@code markup}. */
    static final Set<String> KNOWN = Set.of(
            "model", "prompt", "image", "images", "mask", "n", "size", "quality", "style", "background", "output_format",
            "output_compression", "moderation", "input_fidelity", "partial_images", "user", "response_format", "stream");

    private final ObjectNode tree;

    ImageFields(ObjectNode tree) {
        this.tree = tree;
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    ImageRequest request(String model) {
        String prompt = text("prompt");
        if (prompt == null) {
            throw Faults.missing("prompt");
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!KNOWN.contains(field.getKey()) && Json.toJava(field.getValue()) instanceof Object value) {
                extra.put(field.getKey(), value);
            }
        }
        return new ImageRequest(
                model,
                prompt,
                List.of(),
                null,
                whole("n", 1, 1000),
                text("size"),
                text("quality"),
                text("style"),
                text("background"),
                text("output_format"),
                whole("output_compression", 0, 100),
                text("moderation"),
                text("input_fidelity"),
                whole("partial_images", 0, 3),
                text("user"),
                extra);
    }

    boolean stream() {
        JsonNode stream = value("stream");
        if (stream != null && !stream.isBoolean()) {
            throw Faults.type("stream", "a boolean", stream.asToken());
        }
        return stream != null && stream.booleanValue();
    }

    /** Whether the client asks for URLs ({@code TRUE}) or base64 ({@code FALSE}); null where it does not say. */
    @Nullable Boolean wantsUrls() {
        String format = text("response_format");
        return switch (format) {
            case "url" -> Boolean.TRUE;
            case "b64_json", "base64" -> Boolean.FALSE;
            case null -> null;
            default -> throw Faults.value("response_format", "expected url or b64_json");
        };
    }

    private @Nullable JsonNode value(String field) {
        JsonNode value = tree.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw Faults.type(field, "a string", value.asToken());
        }
        return value.textValue();
    }

    private @Nullable Integer whole(String field, int least, int most) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue())) {
            throw Faults.type(field, "an integer", value.asToken());
        }
        double number = value.doubleValue();
        if (number < least || number > most) {
            throw Faults.value(field, "expected an integer from " + least + " to " + most);
        }
        return (int) number;
    }
}
