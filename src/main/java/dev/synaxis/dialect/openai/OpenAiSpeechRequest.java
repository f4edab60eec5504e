package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's speech request. Formats and lengths that OpenAI does not take are left to the vendor that is asked. Source:
 * https://developers.openai.com/api/reference/resources/audio/subresources/speech/methods/create (read 2026-11-22).
 */
public final class OpenAiSpeechRequest {

    private static final Set<String> KNOWN =
            Set.of("model", "input", "voice", "response_format", "speed", "instructions", "stream_format");

    private final JsonFields fields;
    private final SpeechRequest canonical;
    private final boolean events;

    private OpenAiSpeechRequest(JsonFields fields, SpeechRequest canonical, boolean events) {
        this.fields = fields;
        this.canonical = canonical;
        this.events = events;
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    public static OpenAiSpeechRequest read(byte[] body) {
        JsonFields fields = JsonFields.read(body);
        ObjectNode tree = fields.tree();
        String input = text(tree, "input");
        if (input == null) {
            throw Faults.missing("input");
        }
        if (input.isBlank()) {
            throw Faults.value("input", "expected a text to speak");
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!KNOWN.contains(field.getKey()) && Json.toJava(field.getValue()) instanceof Object value) {
                extra.put(field.getKey(), value);
            }
        }
        SpeechRequest canonical = new SpeechRequest(
                fields.model(),
                input,
                voice(tree.get("voice")),
                text(tree, "response_format"),
                speed(tree.get("speed")),
                text(tree, "instructions"),
                extra);
        return new OpenAiSpeechRequest(fields, canonical, events(text(tree, "stream_format")));
    }

    private static @Nullable String text(ObjectNode tree, String field) {
        JsonNode value = tree.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Faults.value(field, "expected a string");
        }
        return value.textValue();
    }

    private static @Nullable String voice(@Nullable JsonNode voice) {
        if (voice == null || voice.isNull()) {
            return null;
        }
        JsonNode name = voice.isObject() ? voice.path("id") : voice;
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw Faults.value("voice", "expected the name of a voice, or an object with its id");
        }
        return name.textValue();
    }

    private static @Nullable Double speed(@Nullable JsonNode speed) {
        if (speed == null || speed.isNull()) {
            return null;
        }
        if (!speed.isNumber() || !(speed.doubleValue() > 0) || Double.isInfinite(speed.doubleValue())) {
            throw Faults.value("speed", "expected a number above 0");
        }
        return speed.doubleValue();
    }

    private static boolean events(@Nullable String format) {
        return switch (format) {
            case null -> false;
            case "audio" -> false;
            case "sse" -> true;
            default -> throw Faults.value("stream_format", "expected sse or audio");
        };
    }

    public String model() {
        return fields.model();
    }

    public SpeechRequest canonical() {
        return canonical;
    }

    /** Whether the client wants its audio in server-sent events. */
    public boolean events() {
        return events;
    }

    /** The client's bytes with the model replaced. */
    public byte[] forward(String upstreamModel) {
        return fields.forward(upstreamModel);
    }
}
