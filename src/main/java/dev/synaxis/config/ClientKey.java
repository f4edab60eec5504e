package dev.synaxis.config;

import org.jspecify.annotations.Nullable;

/**
 * A key that clients may show.
 *
 * @param name what reports call its holder; null where it has none
 */
public record ClientKey(@Nullable String name, Secret key) {

    private static final int DIGITS = 8;

    /** A key without a name. */
    public static ClientKey of(Secret key) {
        return new ClientKey(null, key);
    }

    /** What stands for the key in reports: its name, else {@code key-} and the first 8 hex digits of its SHA-256. */
    public String label() {
        return name != null ? name : "key-" + ClientKeys.hex(key.value()).substring(0, DIGITS);
    }
}
