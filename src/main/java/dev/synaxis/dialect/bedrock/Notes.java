package dev.synaxis.dialect.bedrock;

import dev.synaxis.model.Warning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The warnings of one translation, each once, in the order in which they came up. */
final class Notes {

    private final Set<Warning> warnings = new LinkedHashSet<>();

    void add(String field, String message) {
        warnings.add(new Warning(field, message));
    }

    void addIfSet(String field, @Nullable Object value) {
        if (value != null) {
            add(field, "not sent: Converse has no such setting");
        }
    }

    List<Warning> list() {
        return List.copyOf(warnings);
    }
}
