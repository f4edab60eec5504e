package dev.synaxis.dialect;

import dev.synaxis.model.Warning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The warnings of one translation, each once, in the order in which they came up. */
public final class Warnings {

    private final Set<Warning> warnings = new LinkedHashSet<>();

    /**
     * Adds one, unless it is there.
     *
     * @param field   the client's name of the setting
     * @param message what was done instead
     */
    public void add(String field, String message) {
        warnings.add(new Warning(field, message));
    }

    public List<Warning> list() {
        return List.copyOf(warnings);
    }
}
