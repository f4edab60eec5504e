package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ModelTraits.Ability;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of a message's content. A part's type may stand after its fields, so a fault is kept until the type
 * says that the field counts. Types that OpenAI does not have are vendors' own and pass.
 */
final class PartScan {

    /** An image as OpenAI counts a 1024 x 1024 one at high detail (765), and its text around it. */
    private static final int IMAGE_TOKENS = 800;

    /** Base64 characters of audio and of other files that make one token, roughly. */
    private static final int AUDIO_CHARS = 1000;

    private static final int FILE_CHARS = 40;

    private final JsonParser p;
    private final MessageScan scan;
    private final Map<String, InvalidRequestException> faults = new HashMap<>(2);

    PartScan(JsonParser parser, MessageScan scan) {
        p = parser;
        this.scan = scan;
    }

    void read(int message, int part, JsonToken item) throws IOException {
        if (item != JsonToken.START_OBJECT) {
            throw Faults.type(at(message, part, ""), "an object", item);
        }
        long start = p.currentTokenLocation().getByteOffset();
        String type = null;
        int seen = 0;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            if (name.equals("type")) {
                if (value != JsonToken.VALUE_STRING) {
                    throw Faults.type(at(message, part, ".type"), "a string", value);
                }
                type = p.getText();
            } else if (value != JsonToken.VALUE_NULL) {
                seen |= bit(name);
                field(name, value, message, part);
            }
        }
        if (type == null) {
            throw Faults.missing(at(message, part, ".type"));
        }
        int wanted = bit(type);
        if ((seen & wanted) != wanted) {
            throw Faults.missing(at(message, part, "." + type));
        }
        if (!faults.isEmpty()) {
            InvalidRequestException fault = faults.get(type);
            faults.clear();
            if (fault != null) {
                throw fault;
            }
        }
        switch (type) {
            case "image_url" -> media(Ability.VISION, start, 0);
            case "input_audio" -> media(Ability.AUDIO_INPUT, start, AUDIO_CHARS);
            case "file" -> media(Ability.FILE_INPUT, start, FILE_CHARS);
            default -> {}
        }
    }

    /** OpenAI's part types; each has its payload in a field of the same name. */
    private static int bit(String type) {
        return switch (type) {
            case "text" -> 1;
            case "refusal" -> 2;
            case "image_url" -> 4;
            case "input_audio" -> 8;
            case "file" -> 16;
            default -> 0;
        };
    }

    private void field(String name, JsonToken value, int message, int part) throws IOException {
        switch (name) {
            case "text", "refusal" -> expect(value, JsonToken.VALUE_STRING, "a string", name, message, part);
            case "file" -> expect(value, JsonToken.START_OBJECT, "an object", name, message, part);
            case "image_url" -> {
                // Mistral takes the bare URL too.
                if (value != JsonToken.VALUE_STRING
                        && expect(value, JsonToken.START_OBJECT, "an object", name, message, part)) {
                    strings(message, part, name, "url", null);
                }
            }
            case "input_audio" -> {
                // Mistral takes base64 or a URL alone
                if (value != JsonToken.VALUE_STRING
                        && expect(value, JsonToken.START_OBJECT, "an object", name, message, part)) {
                    strings(message, part, name, "data", "format");
                }
            }
            default -> {}
        }
        p.skipChildren();
    }

    private boolean expect(JsonToken value, JsonToken wanted, String expected, String name, int message, int part) {
        if (value != wanted) {
            faults.put(name, Faults.type(at(message, part, "." + name), expected, value));
        }
        return value == wanted;
    }

    private void strings(int message, int part, String field, String first, @Nullable String second) throws IOException {
        boolean hasFirst = false;
        boolean hasSecond = second == null;
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            JsonToken value = p.nextToken();
            if (name.equals(first) || name.equals(second)) {
                hasFirst |= name.equals(first);
                hasSecond |= name.equals(second);
                if (value != JsonToken.VALUE_STRING) {
                    faults.put(field, Faults.type(at(message, part, "." + field + "." + name), "a string", value));
                }
            }
            p.skipChildren();
        }
        if (!hasFirst || !hasSecond) {
            faults.put(field, Faults.missing(at(message, part, "." + field + "." + (hasFirst ? second : first))));
        }
    }

    private void media(Ability ability, long start, int charsPerToken) {
        long bytes = p.currentLocation().getByteOffset() - start;
        scan.media.add(ability);
        scan.mediaBytes += bytes;
        scan.mediaTokens += charsPerToken == 0 ? IMAGE_TOKENS : bytes / charsPerToken + 1;
    }

    private static String at(int message, int part, String field) {
        return "messages[" + message + "].content[" + part + "]" + field;
    }
}
