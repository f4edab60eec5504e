package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeThinking;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a message as content blocks. Shapes: text, image and document with a source of type base64, url, text or
 * file, thinking, redacted_thinking. Source: https://platform.claude.com/docs/en/api/messages (read 2026-11-22).
 */
final class Blocks {

    private static final int MAX_CACHE_MARKERS = 4;
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Map<String, String> TYPE_BY_ENDING = Map.of(
            "pdf", "application/pdf", "txt", "text/plain", "md", "text/markdown", "csv", "text/csv",
            "json", "application/json", "xml", "application/xml", "html", "text/html");

    private final Warnings warnings;
    private int cacheMarkers;
    private boolean uploadedFiles;

    Blocks(Warnings warnings) {
        this.warnings = warnings;
    }

    /** Whether a block names an uploaded file, which the API takes only with a beta header. */
    boolean uploadedFiles() {
        return uploadedFiles;
    }

    /** The block for a part, null where nothing is sent for it: blank text, reasoning that Anthropic did not sign. */
    @Nullable ObjectNode of(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(String text, var cache) -> text.isBlank() ? null : marked(text(text), cache);
            case ContentPart.Refusal(String text) -> text.isBlank() ? null : text(text);
            case ContentPart.Image(MediaSource source, String detail, var cache) -> {
                if (detail != null && !detail.equals("auto")) {
                    warnings.add("image_url.detail", "Anthropic chooses the resolution itself");
                }
                yield marked(image(source), cache);
            }
            case ContentPart.FilePart(MediaSource source, String filename, var cache) ->
                marked(file(source, filename), cache);
            case ContentPart.Audio(String _, String _) -> throw unsupported("Anthropic takes no audio");
            case ContentPart.Reasoning reasoning -> thinking(reasoning);
        };
    }

    private static @Nullable ObjectNode thinking(ContentPart.Reasoning reasoning) {
        if (!ClaudeThinking.isSigned(reasoning, AnthropicDialect.NAME)) {
            return null;
        }
        if (reasoning.encrypted() != null && !reasoning.encrypted().isEmpty()) {
            return Json.object().put("type", "redacted_thinking").put("data", reasoning.encrypted());
        }
        return Json.object()
                .put("type", "thinking")
                .put("thinking", reasoning.text())
                .put("signature", reasoning.signature());
    }

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    /** Puts the marker on a block or tool; at most four go with a request, as the API has it. */
    ObjectNode marked(ObjectNode block, @Nullable Map<String, Object> cache) {
        if (cache == null || cache.isEmpty()) {
            return block;
        }
        if (++cacheMarkers > MAX_CACHE_MARKERS) {
            warnings.add("cache_control", "Anthropic takes four cache markers; the rest were left out");
            return block;
        }
        block.set("cache_control", Json.fromJava(cache));
        return block;
    }

    /** The {@code content} of a tool result: a string for a single text, else blocks; null where there is nothing. */
    void result(ObjectNode result, List<ContentPart> parts) {
        ArrayNode blocks = Json.array();
        for (ContentPart part : parts) {
            ObjectNode block = part instanceof ContentPart.Text(String text, var cache)
                    ? text.isEmpty() ? null : withMarkerOn(result, text(text), cache)
                    : of(part);
            if (block != null) {
                blocks.add(block);
            }
        }
        if (blocks.size() == 1 && blocks.get(0).has("text")) {
            result.set("content", blocks.get(0).get("text"));
        } else if (!blocks.isEmpty()) {
            result.set("content", blocks);
        }
    }

    private ObjectNode withMarkerOn(ObjectNode result, ObjectNode block, @Nullable Map<String, Object> cache) {
        if (cache != null && !result.has("cache_control")) {
            marked(result, cache);
        }
        return block;
    }

    private ObjectNode image(MediaSource source) {
        ObjectNode block = Json.object().put("type", "image");
        switch (source) {
            case MediaSource.Url(String url) -> block.set("source", url(url));
            case MediaSource.FileId(String id) -> block.set("source", uploaded(id));
            case MediaSource.Data(String mediaType, String base64) -> {
                String type = mediaType(mediaType);
                if (!IMAGES.contains(type)) {
                    throw unsupported("Anthropic takes images as JPEG, PNG, GIF or WebP");
                }
                block.set("source", base64(type, base64));
            }
        }
        return block;
    }

    private ObjectNode file(MediaSource source, @Nullable String filename) {
        ObjectNode block = Json.object().put("type", "document");
        switch (source) {
            case MediaSource.Url(String url) -> block.set("source", url(url));
            case MediaSource.FileId(String id) -> block.set("source", uploaded(id));
            case MediaSource.Data(String mediaType, String base64) -> {
                String type = fileType(mediaType(mediaType), filename);
                if (IMAGES.contains(type)) {
                    return image(new MediaSource.Data(type, base64));
                }
                if (type.equals("application/pdf")) {
                    block.set("source", base64(type, base64));
                } else if (isText(type)) {
                    block.set("source", Json.object()
                            .put("type", "text")
                            .put("media_type", "text/plain")
                            .put("data", decoded(base64)));
                } else {
                    throw unsupported("Anthropic takes files as PDF or plain text");
                }
            }
        }
        if (filename != null && !filename.isBlank()) {
            block.put("title", filename);
        }
        return block;
    }

    private static ObjectNode url(String url) {
        if (!isHttp(url)) {
            throw unsupported("Anthropic fetches http and https addresses only");
        }
        return Json.object().put("type", "url").put("url", url);
    }

    static boolean isHttp(String url) {
        return url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7);
    }

    private ObjectNode uploaded(String id) {
        uploadedFiles = true;
        return Json.object().put("type", "file").put("file_id", id);
    }

    private static ObjectNode base64(String mediaType, String base64) {
        return Json.object().put("type", "base64").put("media_type", mediaType).put("data", base64);
    }

    private static String mediaType(String given) {
        int parameters = given.indexOf(';');
        String type = (parameters < 0 ? given : given.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }

    /** The type that the file's name says, where its media type says nothing. */
    private static String fileType(String mediaType, @Nullable String filename) {
        if (filename == null || !(mediaType.isEmpty() || mediaType.equals("application/octet-stream"))) {
            return mediaType;
        }
        String ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPE_BY_ENDING.getOrDefault(ending, mediaType);
    }

    private static boolean isText(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.equals("application/json")
                || mediaType.equals("application/xml")
                || mediaType.equals("application/yaml")
                || mediaType.endsWith("+json")
                || mediaType.endsWith("+xml");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unsupported("the file's data is not base64");
        }
    }

    static ProviderException unsupported(String message) {
        return new ProviderException(FailureKind.UNSUPPORTED, message);
    }
}
