package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * JSON Schemas as {@code parametersJsonSchema} and {@code responseJsonSchema} take them: as they are, but {@code const}
 * becomes an enum of one, {@code $schema} goes, and a {@code $ref} stands alone. Keywords that Gemini does not know it
 * passes over. Source: https://ai.google.dev/api/generate-content, GenerationConfig.responseJsonSchema
 * (read 2026-11-22).
 */
final class Schemas {

    /** Keywords whose value is an object of schemas by name. */
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions", "patternProperties");

    /** Keywords whose value is data, not a schema. */
    private static final Set<String> DATA = Set.of("enum", "required", "default", "example", "examples", "const");

    private final JsonNode root;

    private Schemas(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(Map<String, Object> schema) {
        JsonNode root = Json.fromJava(schema);
        return new Schemas(root).schema(root, Set.of());
    }

    /** Whether the schema says no more than "an object". */
    static boolean saysNothing(JsonNode schema) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            boolean empty = switch (keyword.getKey()) {
                case "type" -> keyword.getValue().asText().equals("object");
                case "properties", "required" -> keyword.getValue().isEmpty();
                default -> keyword.getKey().equals("additionalProperties") && keyword.getValue().isBoolean();
            };
            if (!empty) {
                return false;
            }
        }
        return true;
    }

    /** @param open the references that this schema stands inside of */
    private JsonNode schema(JsonNode node, Set<String> open) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(element -> copy.add(schema(element, open)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node.isBoolean() && node.booleanValue() ? Json.object() : node;
        }
        if (object.path("$ref").isTextual() && object.size() > 1) {
            return reference(object, open);
        }
        ObjectNode copy = Json.object();
        for (Map.Entry<String, JsonNode> keyword : object.properties()) {
            keyword(copy, keyword.getKey(), keyword.getValue(), open);
        }
        return copy;
    }

    private void keyword(ObjectNode copy, String name, JsonNode value, Set<String> open) {
        if (name.equals("$schema")) {
            return;
        }
        if (name.equals("const")) {
            copy.putArray("enum").add(value);
        } else if (name.equals("additionalProperties") && value.isBoolean() || DATA.contains(name)) {
            if (!copy.has(name)) {
                copy.set(name, value);
            }
        } else if (NAMED.contains(name) && value.isObject()) {
            ObjectNode named = copy.putObject(name);
            value.properties().forEach(entry -> named.set(entry.getKey(), schema(entry.getValue(), open)));
        } else {
            copy.set(name, value.isContainerNode() || name.equals("items") ? schema(value, open) : value);
        }
    }

    /**
     * A reference with other keywords beside it, which Gemini refuses: what it refers to is put in its place; inside
     * itself it becomes an anyOf of one, which says the same.
     */
    private JsonNode reference(ObjectNode object, Set<String> open) {
        String ref = object.path("$ref").textValue();
        JsonNode target = ref.startsWith("#/") ? root.at(ref.substring(1)) : MissingNode.getInstance();
        if (target instanceof ObjectNode known && !open.contains(ref)) {
            Set<String> within = new HashSet<>(open);
            within.add(ref);
            ObjectNode merged = known.deepCopy();
            object.properties().stream()
                    .filter(keyword -> !keyword.getKey().equals("$ref"))
                    .forEach(keyword -> merged.set(keyword.getKey(), keyword.getValue()));
            return schema(merged, within);
        }
        ObjectNode alone = Json.object();
        alone.putArray("anyOf").addObject().put("$ref", ref);
        for (Map.Entry<String, JsonNode> keyword : object.properties()) {
            if (!keyword.getKey().equals("$ref")) {
                keyword(alone, keyword.getKey(), keyword.getValue(), open);
            }
        }
        return alone;
    }
}
