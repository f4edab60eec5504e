package dev.synaxis.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a YAML tree with its path. It remembers which fields were asked for, so that {@link #end} can report the
 * others. A reader gives its fallback where the field is absent, and where its value was reported.
 */
final class Section {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final String path;
    private final ObjectNode node;
    private final Placeholders placeholders;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param path empty for the root */
    Section(String path, ObjectNode node, Placeholders placeholders, Problems problems) {
        this.path = path;
        this.node = node;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The path of a field of this mapping. */
    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    void problem(String field, String message) {
        problems.add(path(field), message);
    }

    /** Whether the field is there, with a value or without. */
    boolean has(String field) {
        asked.add(field);
        return node.has(field);
    }

    /** The field, or null where it is absent. */
    @Nullable Value get(String field) {
        return has(field) ? value(field, node.get(field)) : null;
    }

    /** Every field in order; all of them count as asked for. */
    List<Value> all() {
        List<Value> values = new ArrayList<>();
        node.fieldNames().forEachRemaining(asked::add);
        node.properties().forEach(e -> values.add(value(e.getKey(), e.getValue())));
        return values;
    }

    private Value value(String field, JsonNode value) {
        return new Value(path(field), field, value, placeholders, problems);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Nullable String text(String field) {
        Value value = get(field);
        return value == null ? null : value.text();
    }

    /** Reports an absent field; null as well where the value was reported. */
    @Nullable String requiredText(String field) {
        if (!has(field)) {
            problem(field, "is required");
        }
        return text(field);
    }

    int whole(String field, int min, int max, int fallback) {
        Value value = get(field);
        Long number = value == null ? null : value.whole(min, max);
        return number == null ? fallback : number.intValue();
    }

    boolean flag(String field, boolean fallback) {
        Value value = get(field);
        Boolean flag = value == null ? null : value.flag();
        return flag == null ? fallback : flag;
    }

    /** A duration of at least 1 ms. */
    Duration duration(String field, Duration fallback) {
        return duration(field, SHORTEST, fallback);
    }

    /** A duration that may be nothing. */
    Duration pause(String field, Duration fallback) {
        return duration(field, Duration.ZERO, fallback);
    }

    private Duration duration(String field, Duration min, Duration fallback) {
        Value value = get(field);
        Duration duration = value == null ? null : value.duration(min);
        return duration == null ? fallback : duration;
    }

    <T> @Nullable T choice(String field, Map<String, T> accepted) {
        Value value = get(field);
        return value == null ? null : value.choice(accepted);
    }

    /** The mapping in a field; an empty one where it is absent or has no value. */
    Section section(String field) {
        Value value = get(field);
        Section section = value == null || value.blank() ? null : value.section();
        return section != null
                ? section
                : new Section(path(field), JsonNodeFactory.instance.objectNode(), placeholders, problems);
    }

    /** The items of the list in a field; none where it is absent. */
    List<Value> items(String field) {
        Value value = get(field);
        return value == null ? List.of() : value.items();
    }

    /** Reports every field that nobody asked for. */
    void end() {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!asked.contains(field.getKey())) {
                problem(field.getKey(), "is not a known field" + Spelling.hint(field.getKey(), asked));
            }
        }
    }
}
