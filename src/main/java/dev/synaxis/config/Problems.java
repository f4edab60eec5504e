package dev.synaxis.config;

import dev.synaxis.failure.IllegalConfigException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything wrong with a configuration, in the order found, each with the path of its field in front. */
final class Problems {

    private final Set<String> found = new LinkedHashSet<>();

    void add(String path, String message) {
        found.add(path + ": " + message);
    }

    boolean none() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new IllegalConfigException(List.copyOf(found));
        }
    }
}
