package dev.synaxis.config;

import org.jspecify.annotations.Nullable;

/** Reads keys; no report quotes one. */
final class Secrets {

    private Secrets() {}

    /**
     * A key without the blanks around it, which may be empty; null where it was reported.
     *
     * @param path the field or the environment variable that holds it
     */
    static @Nullable Secret read(String text, String path, Problems problems) {
        String key = text.strip();
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            problems.add(path, "holds a character that no key has (only visible ASCII is possible)");
            return null;
        }
        return new Secret(key);
    }
}
