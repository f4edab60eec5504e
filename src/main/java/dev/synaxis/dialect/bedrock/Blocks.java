package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * Parts of a message as content blocks: {@code text}, {@code image} and {@code document} with {@code format} and
 * {@code source.bytes} (base64), {@code reasoningContent}, and {@code cachePoint} behind a part with a cache marker. A
 * document's name has letters, digits, blanks, hyphens and brackets, and no two are alike. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html, API_runtime_DocumentBlock.html
 * (read 2026-11-22).
 */
final class Blocks {

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png", "image/jpeg", "jpeg", "image/jpg", "jpeg", "image/gif", "gif", "image/webp", "webp");
    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf", "text/csv", "csv", "text/html", "html", "text/plain", "txt", "text/markdown", "md",
            "application/msword", "doc", "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final Warnings warnings;
    private int documents;

    Blocks(Warnings warnings) {
        this.warnings = warnings;
    }

    /** Adds the block for a part; nothing for blank text and for reasoning that Bedrock did not sign. */
    void add(ArrayNode content, ContentPart part) {
        switch (part) {
            case ContentPart.Text(String text, var cache) -> {
                if (!text.isBlank()) {
                    content.addObject().put("text", text);
                    mark(content, cache);
                }
            }
            case ContentPart.Refusal(String text) -> {
                if (!text.isBlank()) {
                    content.addObject().put("text", text);
                }
            }
            case ContentPart.Image(MediaSource source, String detail, var cache) -> {
                if (detail != null && !detail.equals("auto")) {
                    warnings.add("image_url.detail", "not sent: Converse has no such setting");
                }
                MediaSource.Data data = data(source);
                String format = IMAGES.get(type(data));
                if (format == null) {
                    throw unsupported("Bedrock takes images as PNG, JPEG, GIF or WebP");
                }
                content.addObject().set("image", media(format, data));
                mark(content, cache);
            }
            case ContentPart.FilePart(MediaSource source, String filename, var cache) -> {
                MediaSource.Data data = data(source);
                String format = document(type(data), filename);
                if (format == null) {
                    throw unsupported("Bedrock takes no file of this type");
                }
                content.addObject().set("document", media(format, data).put("name", name(filename)));
                mark(content, cache);
            }
            case ContentPart.Audio(String _, String _) -> throw unsupported("Converse takes no audio of this form");
            case ContentPart.Reasoning reasoning -> reasoning(content, reasoning);
        }
    }

    private static void reasoning(ArrayNode content, ContentPart.Reasoning reasoning) {
        if (!reasoning.origin().equals(BedrockDialect.NAME)) {
            return;
        }
        if (reasoning.encrypted() != null) {
            content.addObject().putObject("reasoningContent").put("redactedContent", reasoning.encrypted());
        } else if (reasoning.signature() != null) {
            content.addObject().putObject("reasoningContent").putObject("reasoningText")
                    .put("text", reasoning.text())
                    .put("signature", reasoning.signature());
        }
    }

    static void mark(ArrayNode content, @Nullable Map<String, Object> cache) {
        if (cache != null && !cache.isEmpty()) {
            mark(content);
        }
    }

    static void mark(ArrayNode content) {
        content.addObject().putObject("cachePoint").put("type", "default");
    }

    /** Takes the markers out, where none are taken; gives back whether there were any. */
    static boolean unmark(ArrayNode content) {
        int before = content.size();
        content.removeIf(block -> block.has("cachePoint"));
        return content.size() < before;
    }

    private static ObjectNode media(String format, MediaSource.Data data) {
        ObjectNode media = Json.object().put("format", format);
        media.putObject("source").put("bytes", data.base64());
        return media;
    }

    /** By the file's name where its media type says nothing; other texts count as plain ones. */
    private static @Nullable String document(String type, @Nullable String filename) {
        if (type.isEmpty() || type.equals("application/octet-stream")) {
            String name = filename == null ? "" : filename.toLowerCase(Locale.ROOT);
            String ending = name.substring(name.lastIndexOf('.') + 1);
            return DOCUMENTS.containsValue(ending) ? ending : null;
        }
        boolean text = type.startsWith("text/") || type.equals("application/json") || type.equals("application/xml");
        return DOCUMENTS.getOrDefault(type, text ? "txt" : null);
    }

    private String name(@Nullable String filename) {
        String name = filename == null ? "" : filename.replaceAll("[^a-zA-Z0-9 ()\\[\\]-]+", " ").replaceAll(" +", " ").strip();
        documents++;
        return (name.isEmpty() ? "document" : name) + (documents == 1 ? "" : " " + documents);
    }

    private static MediaSource.Data data(MediaSource source) {
        return switch (source) {
            case MediaSource.Data data -> data;
            case MediaSource.Url _ -> throw unsupported("Bedrock fetches nothing from the web");
            case MediaSource.FileId _ -> throw unsupported("Bedrock keeps no uploaded files");
        };
    }

    private static String type(MediaSource.Data data) {
        String type = data.mediaType();
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    static ProviderException unsupported(String message) {
        return new ProviderException(FailureKind.UNSUPPORTED, message);
    }
}
