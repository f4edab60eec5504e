package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an error answer, whichever of the known shapes it has: {@code {"error": {...}}} (OpenAI, Azure, Groq,
 * OpenRouter, ...), that object in an array (Google), {@code {"error": "text", "code"}} (xAI, TGI, Ollama), the object
 * bare (vLLM, Mistral, Cerebras), {@code {"detail": ...}} (FastAPI), {@code {"errors": [...]}}, HTML, text, nothing.
 *
 * @param message null where there is none
 * @param inner   Azure's {@code innererror.code}
 * @param raw     what the vendor behind a router said (OpenRouter's {@code metadata.raw}), for classifying only
 * @param status  an HTTP status that the body gives as a number; 0 where it gives none
 * @param flagged whether the body says that moderation stopped the prompt (OpenRouter's metadata)
 */
record ErrorFields(
        @Nullable String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        @Nullable String inner,
        @Nullable String raw,
        int status,
        boolean flagged) {

    private static final Pattern MARKUP = Pattern.compile("(?s)<(script|style|head)\\b.*?</\\1>|<[^>]*>");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int MAX_TEXT = 4000;

    /** Everything that was said, to be searched for known words. */
    String words() {
        String said = message == null ? "" : message;
        return raw == null ? said : said + ' ' + raw.substring(0, Math.min(raw.length(), MAX_TEXT));
    }

    static ErrorFields of(JsonNode tree) {
        JsonNode top = tree.isArray() ? tree.path(0) : tree;
        JsonNode error = top.path("error");
        if (error.isObject()) {
            return object(error, message(error));
        }
        if (error.isTextual() && !error.textValue().isBlank()) {
            return object(top, error.textValue());
        }
        JsonNode errors = top.path("errors");
        if (errors.isArray() && !errors.isEmpty()) {
            JsonNode first = errors.get(0);
            return first.isTextual() ? object(top, first.textValue()) : object(first, message(first));
        }
        return object(top, message(top));
    }

    /** Of an answer that is not JSON: its words without markup. */
    static ErrorFields text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8);
        String words = SPACE.matcher(MARKUP.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
        return new ErrorFields(words.isEmpty() ? null : words, null, null, null, null, null, 0, false);
    }

    private static ErrorFields object(JsonNode error, @Nullable String message) {
        JsonNode metadata = error.path("metadata");
        String named = Failures.textOf(error, "type");
        String type = named != null ? named : Json.text(error, "error_type");
        return new ErrorFields(
                message,
                type != null ? type : Json.text(error, "status"),
                Failures.textOf(error, "code"),
                Failures.textOf(error, "param"),
                Json.text(error.path("innererror"), "code"),
                Json.text(metadata, "raw"),
                status(error),
                metadata.has("flagged_input") || metadata.path("reasons").isArray());
    }

    private static int status(JsonNode error) {
        for (String field : new String[] {"code", "status", "status_code"}) {
            int status = error.path(field).asInt();
            if (status >= 400 && status < 600) {
                return status;
            }
        }
        return 0;
    }

    private static @Nullable String message(JsonNode error) {
        String message = Json.text(error, "message");
        if (message != null) {
            return message;
        }
        if (error.path("message").isObject()) {
            return message(error.get("message"));
        }
        JsonNode detail = error.path("detail");
        if (detail.isTextual()) {
            return detail.textValue();
        }
        if (detail.isObject()) {
            return message(detail);
        }
        if (detail.isArray() && !detail.isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (JsonNode item : detail) {
                StringBuilder where = new StringBuilder();
                item.path("loc").forEach(l -> where.append(where.isEmpty() ? "" : ".").append(l.asText()));
                text.append(text.isEmpty() ? "" : "; ").append(where).append(where.isEmpty() ? "" : ": ");
                text.append(Json.textOrEmpty(item, "msg"));
            }
            return text.toString();
        }
        return Json.text(error, "error_message");
    }
}
