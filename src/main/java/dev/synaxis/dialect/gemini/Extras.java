package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the client's request that are OpenAI's without a counterpart, or Google's own: {@code safety_settings},
 * {@code cached_content}, {@code thinking_config}, {@code generation_config}, {@code tool_config}, {@code labels},
 * {@code google_search}, at the top or under {@code google} or {@code extra_body.google} as in Google's OpenAI layer, in
 * either spelling. Source: https://ai.google.dev/gemini-api/docs/openai, section extra_body (read 2026-11-22).
 */
final class Extras {

    private final ObjectNode body;
    private final ObjectNode generation;
    private final GeminiModel model;
    private final boolean vertex;
    private final Warnings warnings;

    /** @param generation the generationConfig, which need not be part of the body yet */
    Extras(ObjectNode body, ObjectNode generation, GeminiModel model, boolean vertex, Warnings warnings) {
        this.body = body;
        this.generation = generation;
        this.model = model;
        this.vertex = vertex;
        this.warnings = warnings;
    }

    void write(ChatOptions options) {
        if (options.logitBias() != null) {
            warnings.add("logit_bias", "Gemini has none; not sent");
        }
        if (options.user() != null) {
            warnings.add("user", "Gemini takes no id of the end user; not sent");
        }
        if (options.verbosity() != null) {
            warnings.add("verbosity", "Gemini has none; not sent");
        }
        if (options.metadata() != null) {
            labels("metadata", options.metadata());
        }
        tier(options.serviceTier());
        options.extra().forEach(this::field);
        if (model.takesGooglesToolsWithFunctions()) {
            Tools.combine(body, vertex);
        }
    }

    private void tier(@Nullable String tier) {
        if (tier == null || tier.equals("auto") || tier.equals("default")) {
            return;
        }
        if (!vertex && List.of("flex", "priority", "standard").contains(tier)) {
            body.put("serviceTier", tier);
        } else {
            warnings.add("service_tier", "not a tier of this provider; not sent");
        }
    }

    private void labels(String field, Object labels) {
        if (vertex && Json.fromJava(labels) instanceof ObjectNode object) {
            ObjectNode all = body.withObject("/labels");
            object.properties().forEach(label -> all.put(label.getKey(), label.getValue().asText()));
        } else {
            warnings.add(field, "only Vertex AI keeps labels; not sent");
        }
    }

    private void field(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        JsonNode json = Json.fromJava(value);
        switch (camel(name)) {
            case "google", "extraBody" -> {
                if (value instanceof Map<?, ?> fields) {
                    fields.forEach((key, inner) -> field(String.valueOf(key), inner));
                }
            }
            case "safetySettings", "cachedContent" -> body.set(camel(name), json);
            case "thinkingConfig" -> generation.set("thinkingConfig", camel(json));
            case "generationConfig" -> camel(json).properties()
                    .forEach(setting -> generation.set(setting.getKey(), setting.getValue()));
            case "mediaResolution", "responseModalities", "speechConfig", "imageConfig" ->
                generation.set(camel(name), json.isObject() ? camel(json) : json);
            case "labels" -> labels(name, value);
            case "googleSearch", "webSearchOptions" -> search(name);
            case "toolConfig" -> body.withObjectProperty("toolConfig").setAll(camel(json));
            case "tools" -> json.forEach(tool -> tool(camel(tool)));
            case "modalities" -> modalities(json);
            case "store" -> {
                if (json.asBoolean()) {
                    warnings.add(name, "Gemini keeps no answers; not sent");
                }
            }
            default -> warnings.add(name, "Gemini has no such field; not sent");
        }
    }

    private void search(String name) {
        if (Tools.hasFunctions(body) && !model.takesGooglesToolsWithFunctions()) {
            warnings.add(name, "this model does not search together with functions; not sent");
        } else {
            tool(Json.object().set("googleSearch", Json.object()));
        }
    }

    private void tool(JsonNode tool) {
        ArrayNode tools = body.withArray("/tools");
        tools.add(tool);
    }

    private void modalities(JsonNode wanted) {
        ArrayNode kinds = Json.array();
        wanted.forEach(kind -> kinds.add(kind.asText().toUpperCase(Locale.ROOT)));
        if (!kinds.equals(Json.array().add("TEXT"))) {
            generation.set("responseModalities", kinds);
        }
    }

    private static ObjectNode camel(JsonNode node) {
        ObjectNode copy = Json.object();
        node.properties().forEach(field -> copy.set(camel(field.getKey()), field.getValue()));
        return copy;
    }

    /** {@code thinking_config} as {@code thinkingConfig}. */
    static String camel(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '_' && i + 1 < name.length()) {
                camel.append(Character.toUpperCase(name.charAt(++i)));
            } else {
                camel.append(name.charAt(i));
            }
        }
        return camel.toString();
    }
}
