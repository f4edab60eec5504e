package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.wire.Json;
import java.util.Map;

/**
 * Lines of a {@code .jsonl} file: {@code {"id","text"}}, or OpenAI's batch format
 * {@code {"custom_id","method","url","body"}} (OpenAI's API reference, "The request input object", read 2026-11-22).
 */
final class JsonItems implements ItemReader {

    private static final String TRANSLATIONS = "/v1/audio/translations";

    private static final Map<String, ProviderCapability> PATHS = Map.of(
            "/v1/chat/completions", ProviderCapability.CHAT,
            "/v1/embeddings", ProviderCapability.EMBEDDING,
            "/v1/images/generations", ProviderCapability.IMAGE_GENERATION,
            "/v1/images/edits", ProviderCapability.IMAGE_EDIT,
            "/v1/audio/transcriptions", ProviderCapability.TRANSCRIPTION,
            TRANSLATIONS, ProviderCapability.TRANSCRIPTION,
            "/v1/audio/speech", ProviderCapability.SPEECH);

    @Override
    public Item read(long line, String text) {
        if (!(Json.parseOrNull(text) instanceof ObjectNode object)) {
            return new Item.Bad(line, null, null, "not a JSON object");
        }
        if (object.has("custom_id") || object.has("url")) {
            return request(line, object);
        }
        JsonNode id = object.get("id");
        if (id != null && id.isContainerNode()) {
            return new Item.Bad(line, null, null, "'id' is no text and no number");
        }
        JsonNode value = object.get("text");
        if (value == null) {
            return new Item.Bad(line, id, null, "has neither 'text' nor 'custom_id', 'method', 'url' and 'body'");
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            return new Item.Bad(line, id, null, value.isTextual() ? "'text' is empty" : "'text' is no text");
        }
        return new Item.Text(line, id, value.textValue());
    }

    private static Item request(long line, ObjectNode object) {
        String customId = Json.text(object, "custom_id");
        if (customId == null || customId.isEmpty()) {
            return new Item.Bad(line, null, "", "'custom_id' is missing");
        }
        String method = Json.text(object, "method");
        if (method != null && !method.equals("POST") || method == null && object.has("method")) {
            return new Item.Bad(line, null, customId, "'method' must be POST");
        }
        String url = Json.text(object, "url");
        ProviderCapability capability = url == null ? null : PATHS.get(url);
        if (capability == null) {
            return new Item.Bad(line, null, customId, "'url' must be one of "
                    + String.join(", ", PATHS.keySet().stream().sorted().toList()));
        }
        if (!(object.get("body") instanceof ObjectNode body)) {
            return new Item.Bad(line, null, customId, "'body' is not a JSON object");
        }
        if (body.path("stream").asBoolean()) {
            return new Item.Bad(line, null, customId, "'body.stream' is not possible in a batch: leave it out");
        }
        if (capability == ProviderCapability.TRANSCRIPTION) {
            // over HTTP the path says it
            body.put("task", TRANSLATIONS.equals(url) ? "translate" : "transcribe");
        }
        return new Item.Request(line, customId, capability, Json.bytes(body));
    }
}
