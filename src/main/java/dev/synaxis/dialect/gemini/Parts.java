package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a message as Gemini's parts: {@code text}, {@code inlineData} for bytes, {@code fileData} for what Google
 * fetches itself. Source: https://ai.google.dev/api/caching#Part, https://ai.google.dev/gemini-api/docs/audio,
 * https://ai.google.dev/gemini-api/docs/file-input-methods (read 2026-11-22).
 */
final class Parts {

    private static final String FILES = "https://generativelanguage.googleapis.com/v1beta/";

    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("heic", "image/heic"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("mp4", "video/mp4"));

    private final Warnings warnings;

    Parts(Warnings warnings) {
        this.warnings = warnings;
    }

    static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    /** The part, or null for one that has nothing to send. Reasoning is not sent from here. */
    @Nullable ObjectNode of(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(String text, var cache) -> {
                cache(cache);
                yield text.isEmpty() ? null : text(text);
            }
            case ContentPart.Refusal(String text) -> text.isEmpty() ? null : text(text);
            case ContentPart.Image(MediaSource source, String detail, var cache) -> {
                cache(cache);
                if (detail != null && !detail.equals("auto")) {
                    warnings.add("image_url.detail", "not sent; the model looks at its own resolution");
                }
                yield media(source, null);
            }
            case ContentPart.FilePart(MediaSource source, String filename, var cache) -> {
                cache(cache);
                yield media(source, filename);
            }
            case ContentPart.Audio(String base64, String format) -> inline("audio/" + format, base64);
            case ContentPart.Reasoning reasoning -> null;
        };
    }

    /** Whether Google itself fetches it: its own stores and YouTube. Any other URL is better sent as bytes. */
    static boolean googleFetches(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return !lower.startsWith("http://") && !lower.startsWith("https://")
                || lower.startsWith("https://generativelanguage.googleapis.com/")
                || lower.startsWith("https://www.youtube.com/")
                || lower.startsWith("https://youtube.com/")
                || lower.startsWith("https://youtu.be/");
    }

    private void cache(@Nullable Map<String, Object> cache) {
        if (cache != null) {
            warnings.add("cache_control", "Gemini caches prompts by itself; the marker was not sent");
        }
    }

    private static ObjectNode media(MediaSource source, @Nullable String filename) {
        return switch (source) {
            case MediaSource.Data(String mediaType, String base64) -> inline(mediaType, base64);
            case MediaSource.Url(String url) -> file(url, filename);
            case MediaSource.FileId(String id) -> {
                if (id.startsWith("files/")) {
                    yield file(FILES + id, filename);
                }
                if (id.contains("://")) {
                    yield file(id, filename);
                }
                throw new ProviderException(
                        FailureKind.UNSUPPORTED, "the file id is not one of Gemini's Files API (files/...)");
            }
        };
    }

    private static ObjectNode inline(String mediaType, String base64) {
        ObjectNode part = Json.object();
        part.putObject("inlineData").put("mimeType", mediaType).put("data", base64);
        return part;
    }

    private static ObjectNode file(String url, @Nullable String filename) {
        ObjectNode part = Json.object();
        ObjectNode data = part.putObject("fileData");
        String mediaType = mediaType(filename != null ? filename : url.split("[?#]", 2)[0]);
        if (mediaType != null) {
            data.put("mimeType", mediaType);
        }
        data.put("fileUri", url);
        return part;
    }

    private static @Nullable String mediaType(String name) {
        return MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
