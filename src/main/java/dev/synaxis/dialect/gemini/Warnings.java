package dev.synaxis.dialect.gemini;

import dev.synaxis.model.Warning;
import java.util.ArrayList;
import java.util.List;

/** The warnings of one request, each once. */
final class Warnings {

    private final List<Warning> warnings = new ArrayList<>();

    void add(String field, String message) {
        Warning warning = new Warning(field, message);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    List<Warning> list() {
        return List.copyOf(warnings);
    }
}
