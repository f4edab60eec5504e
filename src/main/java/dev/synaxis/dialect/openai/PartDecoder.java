package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message's {@code content}, a string or parts, as canonical parts. A cache marker on the message itself, as Vercel
 * and OpenRouter clients send it, is put on its last part.
 */
final class PartDecoder {

    private final int message;

    PartDecoder(int message) {
        this.message = message;
    }

    /** @throws InvalidRequestException for a part type that has no canonical form */
    List<ContentPart> content(JsonNode message) {
        JsonNode content = message.path("content");
        Map<String, Object> cache = ToolDecoder.cache(message);
        if (content.isTextual()) {
            return content.textValue().isEmpty() && cache == null
                    ? List.of()
                    : List.of(new ContentPart.Text(content.textValue(), cache));
        }
        List<ContentPart> parts = new ArrayList<>(content.size());
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            Map<String, Object> own = ToolDecoder.cache(part);
            part(part, own == null && i == content.size() - 1 ? cache : own, i, parts);
        }
        return parts;
    }

    private void part(JsonNode part, @Nullable Map<String, Object> cache, int index, List<ContentPart> out) {
        switch (Json.textOrEmpty(part, "type")) {
            case "text" -> out.add(new ContentPart.Text(Json.textOrEmpty(part, "text"), cache));
            case "refusal" -> out.add(new ContentPart.Refusal(Json.textOrEmpty(part, "refusal")));
            case "image_url" -> {
                JsonNode image = part.path("image_url");
                String url = image.isTextual() ? image.textValue() : Json.textOrEmpty(image, "url");
                out.add(new ContentPart.Image(
                        source(url, at(index, ".image_url.url")), Json.text(image, "detail"), cache));
            }
            case "input_audio" -> out.add(audio(part.path("input_audio"), index));
            case "file" -> out.add(file(part.path("file"), cache, index));
            case "thinking" -> out.addAll(ReasoningFields.thinking(part));
            default -> throw new InvalidRequestException(at(index, ".type"),
                    "Only a provider that speaks OpenAI's chat completions can be sent a part of this type; others take"
                            + " 'text', 'image_url', 'input_audio', 'file' and 'refusal'.");
        }
    }

    /** An object, or Mistral's text: a data URL says what it is, base64 alone and an address do not. */
    private ContentPart audio(JsonNode audio, int index) {
        if (!audio.isTextual()) {
            return new ContentPart.Audio(Json.textOrEmpty(audio, "data"), Json.textOrEmpty(audio, "format"));
        }
        String field = at(index, ".input_audio");
        if (source(audio.textValue(), field) instanceof MediaSource.Data data && data.mediaType().startsWith("audio/")) {
            String format = data.mediaType().substring("audio/".length());
            return new ContentPart.Audio(data.base64(), format.equals("mpeg") ? "mp3" : format);
        }
        throw new InvalidRequestException(field,
                "Only Mistral takes audio as base64 or a URL alone; others take an object of 'data' and 'format'.");
    }

    private ContentPart file(JsonNode file, @Nullable Map<String, Object> cache, int index) {
        String filename = Json.text(file, "filename");
        String id = Json.text(file, "file_id");
        if (id != null) {
            return new ContentPart.FilePart(new MediaSource.FileId(id), filename, cache);
        }
        String data = Json.text(file, "file_data");
        if (data == null) {
            throw Faults.missing(at(index, ".file.file_data"));
        }
        boolean bare = !data.startsWith("data:") && !data.startsWith("http:") && !data.startsWith("https:");
        MediaSource source = bare
                ? new MediaSource.Data("application/pdf", data)
                : source(data, at(index, ".file.file_data"));
        return new ContentPart.FilePart(source, filename, cache);
    }

    /** Of a {@code data:} URL the media type without its parameters, and the data as base64; any other URL as it is. */
    private static MediaSource source(String url, String field) {
        if (!url.regionMatches(true, 0, "data:", 0, 5)) {
            return new MediaSource.Url(url);
        }
        int comma = url.indexOf(',');
        if (comma < 0) {
            throw Faults.value(field, "expected a URL, or data as 'data:<media type>;base64,<data>'");
        }
        String head = url.substring(5, comma);
        int parameters = head.indexOf(';');
        String type = (parameters < 0 ? head : head.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
        String data = url.substring(comma + 1);
        return new MediaSource.Data(
                type.isEmpty() ? "text/plain" : type,
                head.toLowerCase(Locale.ROOT).endsWith(";base64") ? standard(data) : encode(data, field));
    }

    private static String standard(String base64) {
        String data = base64;
        if (data.indexOf('\n') >= 0 || data.indexOf('\r') >= 0 || data.indexOf(' ') >= 0) {
            data = data.replaceAll("\\s", "");
        }
        if (data.indexOf('%') >= 0) {
            data = data.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        }
        if (data.indexOf('-') >= 0 || data.indexOf('_') >= 0) {
            data = data.replace('-', '+').replace('_', '/');
        }
        int rest = data.length() % 4;
        return rest == 0 ? data : data + "=".repeat(4 - rest);
    }

    private static String encode(String percentEncoded, String field) {
        try {
            String text = URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Faults.value(field, "expected a data URL with percent-encoded data");
        }
    }

    private String at(int part, String field) {
        return MessageScan.at(message, "content[" + part + "]" + field);
    }
}
