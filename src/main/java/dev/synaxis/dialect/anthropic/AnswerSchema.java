package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.wire.Json;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON Schema in the subset that structured output takes: every object closed, {@code anyOf} for {@code oneOf}, no
 * bounds on numbers, strings and arrays (but {@code minItems} of 0 or 1), no {@code format} but the ten known ones, no
 * {@code pattern} that looks around, refers back or asks for a word's border. What is taken out goes into the
 * description, as Anthropic's own client libraries do it.
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs (read 2026-11-22); formats as in
 * https://github.com/anthropics/anthropic-sdk-python, src/anthropic/lib/_parse/_transform.py (read 2026-11-29).
 */
final class AnswerSchema {

    private static final Set<String> REFUSED = Set.of(
            "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
            "maxItems", "uniqueItems", "contains", "minContains", "maxContains", "minProperties", "maxProperties",
            "patternProperties", "propertyNames", "if", "then", "else", "not", "dependentRequired",
            "dependentSchemas", "unevaluatedProperties", "unevaluatedItems");
    private static final Set<String> FORMATS = Set.of(
            "date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");
    private static final Pattern REFUSED_PATTERN = Pattern.compile("\\(\\?[=!<]|\\\\[1-9bB]");
    private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "$defs", "definitions");
    private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");

    private final String field;
    private final Warnings warnings;

    private AnswerSchema(String field, Warnings warnings) {
        this.field = field;
        this.warnings = warnings;
    }

    /** @param field what a warning about the schema names */
    static ObjectNode clean(ObjectNode schema, String field, Warnings warnings) {
        return new AnswerSchema(field, warnings).cleaned(schema);
    }

    private ObjectNode cleaned(ObjectNode schema) {
        ObjectNode clean = Json.object();
        ObjectNode taken = Json.object();
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (REFUSED.contains(key) || isRefused(key, value)) {
                taken.set(key, value);
            } else if (NAMED_SCHEMAS.contains(key) && value.isObject()) {
                ObjectNode named = clean.putObject(key);
                value.properties().forEach(e -> named.set(e.getKey(), child(e.getValue())));
            } else if (SCHEMA_LISTS.contains(key) && value.isArray()) {
                ArrayNode list = clean.putArray(key.equals("oneOf") ? "anyOf" : key);
                value.forEach(v -> list.add(child(v)));
            } else if (key.equals("items")) {
                clean.set(key, child(value));
            } else {
                clean.set(key, value);
            }
        }
        close(clean);
        if (!taken.isEmpty()) {
            warnings.add(field, "bounds in the schema are told in descriptions and not enforced");
            String description = Json.textOrEmpty(clean, "description");
            clean.put("description", (description.isEmpty() ? "" : description + " ") + Json.string(taken));
        }
        return clean;
    }

    private static boolean isRefused(String key, JsonNode value) {
        return switch (key) {
            case "minItems" -> value.asInt() > 1;
            case "format" -> value.isTextual() && !FORMATS.contains(value.textValue());
            case "pattern" -> value.isTextual() && REFUSED_PATTERN.matcher(value.textValue()).find();
            default -> false;
        };
    }

    private JsonNode child(JsonNode value) {
        return value instanceof ObjectNode object ? cleaned(object) : value;
    }

    private void close(ObjectNode schema) {
        if (!isObject(schema)) {
            return;
        }
        JsonNode more = schema.get("additionalProperties");
        if (more != null && !more.isBoolean() || more != null && more.booleanValue()) {
            warnings.add(field, "additionalProperties has to be false");
        }
        schema.put("additionalProperties", false);
    }

    private static boolean isObject(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode one : type) {
                if ("object".equals(one.textValue())) {
                    return true;
                }
            }
        }
        return "object".equals(type.textValue()) || schema.has("properties");
    }
}
