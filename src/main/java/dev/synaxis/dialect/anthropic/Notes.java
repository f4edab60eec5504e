package dev.synaxis.dialect.anthropic;

import dev.synaxis.model.Warning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The warnings of one translation, each once, in the order in which they came up. */
final class Notes {

    private final Set<Warning> warnings = new LinkedHashSet<>();

    void add(String field, String message) {
        warnings.add(new Warning(field, message));
    }

    List<Warning> list() {
        return List.copyOf(warnings);
    }
}
