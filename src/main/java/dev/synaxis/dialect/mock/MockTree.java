package dev.synaxis.dialect.mock;

import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A piece of configuration under reading: typed fields, and a problem with its path for each that does not fit. */
final class MockTree {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final String path;
    private final Map<String, Object> values;
    private final String provider;
    private final List<String> problems;
    private final Set<String> read = new HashSet<>();

    MockTree(String path, Map<String, Object> values, String provider, List<String> problems) {
        this.path = path;
        this.values = values;
        this.provider = provider;
        this.problems = problems;
    }

    Map<String, Object> values() {
        return values;
    }

    void problem(String field, String rule) {
        problems.add("provider " + provider + ": " + path + "." + field + " " + rule);
    }

    /** Tells of every field that nobody has read. */
    void end() {
        values.keySet().stream().filter(field -> !read.contains(field)).sorted()
                .forEach(field -> problem(field, "is not known"));
    }

    @Nullable String text(String field) {
        Object value = value(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problem(field, "must be a text");
        return null;
    }

    @Nullable Integer number(String field, int least) {
        Object value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer number && number >= least) {
            return number;
        }
        problem(field, "must be a whole number of at least " + least);
        return null;
    }

    @Nullable FailureKind kind(String field) {
        String name = text(field);
        if (name != null) {
            String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
            for (FailureKind kind : FailureKind.values()) {
                if (kind.name().equals(wanted)) {
                    return kind;
                }
            }
        }
        problem(field, "must be one of " + Arrays.toString(FailureKind.values()));
        return null;
    }

    @Nullable MockTree child(String field) {
        Object value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> child = new LinkedHashMap<>();
            map.forEach((key, inner) -> child.put(String.valueOf(key), inner));
            return new MockTree(path + "." + field, child, provider, problems);
        }
        problem(field, "must have fields of its own");
        return null;
    }

    /** A child; a mere text stands for a child with this one field. */
    @Nullable MockTree childOrText(String field, String only) {
        return values.get(field) instanceof String text && read.add(field)
                ? new MockTree(path + "." + field, Map.of(only, text), provider, problems)
                : child(field);
    }

    /** A whole number with ms, s, m or h. */
    Duration duration(String field, Duration absent) {
        Duration duration = duration(field);
        return duration == null ? absent : duration;
    }

    @Nullable Duration duration(String field) {
        Object value = value(field);
        if (value == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value.toString().trim());
        if (!matcher.matches()) {
            problem(field, "must be a duration such as 20ms, 2s or 10m");
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private @Nullable Object value(String field) {
        read.add(field);
        return values.get(field);
    }
}
