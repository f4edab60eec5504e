package dev.synaxis.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of a provider: {@code api-keys}, or {@code api-key}, or the variable of its preset with those beside it
 * that end in {@code _2}, {@code _3} and so on.
 */
final class KeysReader {

    private static final String ONE = "api-key";
    private static final String SEVERAL = "api-keys";

    /** The last number of a variable. */
    private static final int MOST = 99;

    private final Placeholders environment;
    private final Problems problems;

    KeysReader(Placeholders environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** In their order; none where none is needed, and where they were reported. */
    List<Secret> read(Section section, @Nullable Preset preset, String dialect) {
        Value list = section.get(SEVERAL);
        if (list != null && section.has(ONE)) {
            list.problem("stands beside " + ONE + ": name all keys here, or one there");
            return List.of();
        }
        List<Secret> keys = list != null ? listed(list) : one(section, preset, dialect);
        if (keys.size() > 1 && section.has("sign-in")) {
            section.problem(SEVERAL, "a provider that is signed in to has one key");
        }
        return keys;
    }

    private List<Secret> listed(Value list) {
        List<Secret> keys = new ArrayList<>();
        List<Value> items = list.items();
        boolean reported = !list.node().isArray();
        for (Value item : items) {
            Secret key = item.secret();
            if (key == null) {
                reported = true;
            } else if (!key.value().isEmpty() && !keys.contains(key)) {
                keys.add(key);
            } else if (!key.value().isEmpty()) {
                item.problem("is there twice");
            } else if (!Placeholders.in(item.node().textValue())) {
                item.problem("is empty");
            }
        }
        if (keys.isEmpty() && !reported) {
            list.problem("holds no key");
        }
        return keys;
    }

    private List<Secret> one(Section section, @Nullable Preset preset, String dialect) {
        Value value = section.get(ONE);
        if (value != null) {
            Secret key = value.secret();
            if (key == null) {
                return List.of();
            }
            if (!key.value().isEmpty()) {
                return List.of(key);
            }
            if (!Placeholders.in(value.node().textValue())) {
                value.problem("is empty");
                return List.of();
            }
        }
        return preset == null || preset.keys().isEmpty() || Dialects.inProcess(dialect)
                ? List.of()
                : ofPreset(section, preset);
    }

    private List<Secret> ofPreset(Section section, Preset preset) {
        for (String name : preset.keys()) {
            String first = environment.variable(name);
            if (first != null) {
                List<Secret> keys = new ArrayList<>();
                add(keys, first, name);
                for (int i = 2; i <= MOST && !section.has("sign-in"); i++) {
                    String next = environment.variable(name + "_" + i);
                    if (next != null) {
                        add(keys, next, name + "_" + i);
                    }
                }
                return keys;
            }
        }
        section.problem(ONE, preset.keys().size() == 1
                ? "the environment variable " + preset.keys().getFirst() + " is not set"
                : "none of the environment variables " + String.join(", ", preset.keys()) + " is set");
        return List.of();
    }

    private void add(List<Secret> keys, String text, String name) {
        Secret key = Secrets.read(text, name, problems);
        if (key != null && !keys.contains(key)) {
            keys.add(key);
        }
    }
}
