package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.wire.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code input_schema} of a tool: an object, without {@code anyOf}, {@code oneOf} or {@code allOf} at its top, which the
 * API refuses ("input_schema does not support oneOf, allOf, or anyOf at the top level"). The fields of all branches
 * become the object's own; required is what every alternative requires.
 * Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use (read 2026-11-22).
 */
final class InputSchema {

    private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");

    /** Of branches in branches, which may refer to themselves. */
    private static final int DEEPEST = 8;

    private InputSchema() {}

    static ObjectNode of(@Nullable Map<String, Object> parameters, Warnings warnings) {
        if (parameters == null || parameters.isEmpty()) {
            ObjectNode schema = Json.object().put("type", "object");
            schema.putObject("properties");
            return schema;
        }
        ObjectNode schema = (ObjectNode) Json.fromJava(parameters);
        if (!"object".equals(Json.text(schema, "type"))) {
            schema.put("type", "object");
        }
        if (COMBINED.stream().anyMatch(schema::has)) {
            warnings.add("tools.function.parameters", "alternatives at the top of the schema are sent as one object");
            flatten(schema, schema, 0);
        }
        return schema;
    }

    private static void flatten(ObjectNode schema, ObjectNode root, int depth) {
        for (String combined : COMBINED) {
            if (schema.remove(combined) instanceof ArrayNode branches) {
                merge(schema, branches, combined.equals("allOf"), root, depth);
            }
        }
    }

    private static void merge(ObjectNode schema, ArrayNode branches, boolean all, ObjectNode root, int depth) {
        ObjectNode properties = schema.withObjectProperty("properties");
        Set<String> own = names(schema);
        Set<String> required = null;
        for (JsonNode branch : branches) {
            JsonNode resolved = branch(branch, root, depth);
            resolved.path("properties").properties().forEach(e -> add(properties, e.getKey(), e.getValue()));
            Set<String> names = names(resolved);
            if (required == null) {
                required = names;
            } else if (all) {
                required.addAll(names);
            } else {
                required.retainAll(names);
            }
        }
        if (required != null) {
            own.addAll(required);
        }
        if (!own.isEmpty()) {
            schema.set("required", Json.fromJava(List.copyOf(own)));
        }
    }

    /** A field that branches describe differently may be any of it. */
    private static void add(ObjectNode properties, String name, JsonNode schema) {
        JsonNode known = properties.get(name);
        if (known == null) {
            properties.set(name, schema);
        } else if (!known.equals(schema)) {
            ArrayNode either = known.size() == 1 && known.get("anyOf") instanceof ArrayNode more ? more : Json.array().add(known);
            properties.putObject(name).set("anyOf", either.add(schema));
        }
    }

    private static JsonNode branch(JsonNode branch, ObjectNode root, int depth) {
        String reference = Json.text(branch, "$ref");
        JsonNode target = reference != null && reference.startsWith("#/") ? root.at(reference.substring(1)) : branch;
        if (!(target instanceof ObjectNode object) || depth == DEEPEST) {
            return target;
        }
        ObjectNode copy = object.deepCopy();
        flatten(copy, root, depth + 1);
        return copy;
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }
}
