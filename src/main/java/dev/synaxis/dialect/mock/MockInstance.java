package dev.synaxis.dialect.mock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least JSON value that a JSON Schema takes: required properties, minItems items, numbers nearest to 0, the first
 * alternative. Knows local {@code $ref}, const, enum, anyOf, oneOf, allOf, the bounds of strings, numbers and arrays and
 * the common formats; a {@code pattern} is not looked at. A schema that requires itself, or more values than anyone reads,
 * ends in null.
 */
final class MockInstance {

    private static final int MAX_DEPTH = 24;
    private static final int MAX_LENGTH = 1000;

    /** From here on an alternative that allows null is preferred, so that recursive schemas end. */
    private static final int DEEP = 4;

    private static final int MAX_VALUES = 10_000;

    private final Map<?, ?> root;
    private int values;

    private MockInstance(Map<?, ?> root) {
        this.root = root;
    }

    /** A JDK tree. */
    static @Nullable Object of(Map<String, Object> schema) {
        return new MockInstance(schema).value(schema, 0);
    }

    private @Nullable Object value(@Nullable Object node, int depth) {
        if (depth > MAX_DEPTH || values++ > MAX_VALUES) {
            return null;
        }
        if (!(node instanceof Map<?, ?> schema)) {
            return "mock";
        }
        if (schema.get("$ref") instanceof String ref) {
            return value(resolve(ref), depth + 1);
        }
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
            return values.get(0);
        }
        Object alternatives = schema.containsKey("anyOf") ? schema.get("anyOf") : schema.get("oneOf");
        if (alternatives instanceof List<?> list && !list.isEmpty()) {
            boolean orNull = list.stream().anyMatch(one -> one instanceof Map<?, ?> map && "null".equals(map.get("type")));
            return depth >= DEEP && orNull ? null : value(merged(schema, list.get(0)), depth + 1);
        }
        if (schema.get("allOf") instanceof List<?> parts && !parts.isEmpty()) {
            Map<?, ?> all = schema;
            for (Object part : parts) {
                all = merged(all, part instanceof Map<?, ?> map && map.get("$ref") instanceof String ref ? resolve(ref) : part);
            }
            return value(all, depth + 1);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> number(schema, type(schema).equals("integer"));
            case "boolean" -> false;
            case "null" -> null;
            default -> string(schema);
        };
    }

    private static String type(Map<?, ?> schema) {
        Object type = schema.get("type");
        if (type instanceof List<?> types) {
            type = types.stream().map(String::valueOf).filter(one -> !one.equals("null")).findFirst().orElse("null");
        }
        if (type instanceof String name) {
            return name;
        }
        return schema.containsKey("properties") ? "object" : schema.containsKey("items") ? "array" : "string";
    }

    private Map<String, @Nullable Object> object(Map<?, ?> schema, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        Object properties = schema.get("properties");
        if (schema.get("required") instanceof List<?> required) {
            for (Object name : required) {
                Object property = properties instanceof Map<?, ?> map ? map.get(name) : null;
                object.put(String.valueOf(name), value(property, depth + 1));
            }
        }
        return object;
    }

    private List<@Nullable Object> array(Map<?, ?> schema, int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        for (int i = 0; i < length(schema.get("minItems")); i++) {
            array.add(value(schema.get("items"), depth + 1));
        }
        return array;
    }

    private static Number number(Map<?, ?> schema, boolean whole) {
        double step = schema.get("multipleOf") instanceof Number n && n.doubleValue() > 0 ? n.doubleValue() : whole ? 1 : 0;
        double value = 0;
        if (schema.get("minimum") instanceof Number least && least.doubleValue() > value) {
            value = step > 0 ? Math.ceil(least.doubleValue() / step) * step : least.doubleValue();
        }
        if (schema.get("exclusiveMinimum") instanceof Number under && under.doubleValue() >= value) {
            value = step > 0 ? Math.floor(under.doubleValue() / step + 1) * step : under.doubleValue() + 1;
        }
        if (schema.get("maximum") instanceof Number most && most.doubleValue() < value) {
            value = step > 0 ? Math.floor(most.doubleValue() / step) * step : most.doubleValue();
        }
        if (schema.get("exclusiveMaximum") instanceof Number over && over.doubleValue() <= value) {
            value = step > 0 ? Math.ceil(over.doubleValue() / step - 1) * step : over.doubleValue() - 1;
        }
        return whole ? (Number) (long) value : (Number) value;
    }

    private static String string(Map<?, ?> schema) {
        String text = switch (schema.get("format") instanceof String format ? format : "") {
            case "date-time" -> "2000-01-01T00:00:00Z";
            case "date" -> "2000-01-01";
            case "time" -> "00:00:00Z";
            case "email" -> "mock@example.com";
            case "uri" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> "mock";
        };
        int least = length(schema.get("minLength"));
        if (text.length() < least) {
            text += "x".repeat(least - text.length());
        }
        return schema.get("maxLength") instanceof Number most && most.intValue() < text.length()
                ? text.substring(0, Math.max(0, most.intValue()))
                : text;
    }

    private static int length(@Nullable Object number) {
        return number instanceof Number n ? Math.clamp(n.longValue(), 0, MAX_LENGTH) : 0;
    }

    private @Nullable Object resolve(String ref) {
        if (!ref.startsWith("#")) {
            return null;
        }
        Object node = root;
        for (String step : ref.substring(1).split("/")) {
            if (!step.isEmpty()) {
                node = node instanceof Map<?, ?> map ? map.get(step.replace("~1", "/").replace("~0", "~")) : null;
            }
        }
        return node;
    }

    /** Both schemas as one, without the lists of alternatives that are being put together. */
    private static Map<Object, @Nullable Object> merged(Map<?, ?> schema, @Nullable Object more) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(schema);
        merged.keySet().removeAll(List.of("anyOf", "oneOf", "allOf"));
        if (more instanceof Map<?, ?> map) {
            map.forEach((key, value) -> merged.put(key, both(merged.get(key), value)));
        }
        return merged;
    }

    private static @Nullable Object both(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            Map<Object, Object> both = new LinkedHashMap<>(a);
            both.putAll(b);
            return both;
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            List<Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        return other;
    }
}
