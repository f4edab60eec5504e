package dev.synaxis.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Placeholders.Filled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a YAML tree with the path of its field. Each reader gives null once it has reported why the value cannot
 * be taken; no report holds the value itself where the field may be secret.
 *
 * @param field the last name of the path: the field's own, or that of the list that the value is in
 */
record Value(String path, String field, JsonNode node, Placeholders placeholders, Problems problems) {

    void problem(String message) {
        problems.add(path, message);
    }

    /** Whether nothing stands behind the field's colon. */
    boolean blank() {
        return node.isNull() || node.isTextual() && node.textValue().isEmpty();
    }

    /** Text that is not empty. */
    @Nullable String text() {
        String text = optionalText();
        if (text != null && text.isBlank()) {
            problem("is empty");
            return null;
        }
        return text;
    }

    /** Text that may be empty. */
    @Nullable String optionalText() {
        if (!node.isTextual()) {
            problem("expected text, found " + kind() + (node.isValueNode() && !node.isNull() ? "; quote it" : ""));
            return null;
        }
        return filled(node.textValue());
    }

    /** A key: visible ASCII. Empty where an optional placeholder has no value. */
    @Nullable Secret secret() {
        String text = optionalText();
        return text == null ? null : Secrets.read(text, path, problems);
    }

    @Nullable Long whole(long min, long max) {
        Long number = null;
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            number = node.longValue();
        } else if (node.isTextual() && Placeholders.in(node.textValue())) {
            String text = filled(node.textValue());
            if (text == null) {
                return null;
            }
            if (text.strip().matches("-?\\d{1,18}")) {
                number = Long.valueOf(text.strip());
            }
        }
        if (number == null) {
            problem("expected a whole number, found " + kind());
        } else if (number < min || number > max) {
            problem(max == Long.MAX_VALUE || max == Integer.MAX_VALUE
                    ? "must be at least " + min
                    : "must be between " + min + " and " + max);
            return null;
        }
        return number;
    }

    /** A number that is not negative. */
    @Nullable Double decimal(double max) {
        if (!node.isNumber()) {
            problem("expected a number, found " + kind());
            return null;
        }
        double number = node.doubleValue();
        if (!(number >= 0 && number <= max)) {
            problem(max == Double.MAX_VALUE ? "must not be negative" : "must be between 0 and " + (long) max);
            return null;
        }
        return number;
    }

    @Nullable Boolean flag() {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual() && Placeholders.in(node.textValue())) {
            String text = filled(node.textValue());
            if (text == null) {
                return null;
            }
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
        }
        problem("expected true or false, found " + kind());
        return null;
    }

    @Nullable Duration duration(Duration min) {
        if (node.isNumber()) {
            problem("expected a duration with a unit (300ms, 2s, 10m, 1h), found a bare number");
            return null;
        }
        String text = text();
        if (text == null) {
            return null;
        }
        Duration duration = Quantities.duration(text);
        if (duration == null) {
            problem("expected a duration such as 300ms, 2s, 10m or 1h");
            return null;
        }
        if (duration.compareTo(min) < 0) {
            problem("must be at least " + Quantities.text(min));
            return null;
        }
        return duration;
    }

    /** One of the accepted words. */
    <T> @Nullable T choice(Map<String, T> accepted) {
        String text = text();
        if (text == null) {
            return null;
        }
        T chosen = accepted.get(text);
        if (chosen == null) {
            problem("expected one of " + String.join(", ", accepted.keySet()) + Spelling.hint(text, accepted.keySet()));
        }
        return chosen;
    }

    /** The items of a list; empty for anything else. */
    List<Value> items() {
        if (blank()) {
            return List.of();
        }
        if (!node.isArray()) {
            problem("expected a list, found " + kind());
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (JsonNode item : node) {
            items.add(new Value(path + "[" + items.size() + "]", field, item, placeholders, problems));
        }
        return items;
    }

    /** The fields of a mapping; null for anything else. */
    @Nullable Section section() {
        if (node instanceof ObjectNode object) {
            return new Section(path, object, placeholders, problems);
        }
        problem("expected a mapping, found " + kind());
        return null;
    }

    /** The value as a JDK tree with its placeholders filled; null stays out of maps and lists. */
    @Nullable Object tree() {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(e -> {
                    Object value = new Value(path + "." + e.getKey(), e.getKey(), e.getValue(), placeholders, problems).tree();
                    if (value != null) {
                        map.put(e.getKey(), value);
                    }
                });
                yield Collections.unmodifiableMap(map);
            }
            case ARRAY -> items().stream().map(Value::tree).filter(v -> v != null).toList();
            case STRING -> filled(node.textValue());
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            default -> null;
        };
    }

    private @Nullable String filled(String text) {
        Filled filled = placeholders.fill(text);
        if (filled.error() != null) {
            problem(filled.error());
        }
        for (String name : filled.unset()) {
            problem("the environment variable " + name + " is not set");
        }
        return filled.text();
    }

    private String kind() {
        return switch (node.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case STRING -> "text";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            default -> "nothing";
        };
    }
}
