package dev.synaxis.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that clients must show, kept as SHA-256 hashes and compared in constant time. */
public final class ClientKeys {

    private record Known(byte[] hash, String label) {}

    private final List<Known> keys;

    /** @param keys none lets everyone in */
    public ClientKeys(Collection<ClientKey> keys) {
        this.keys = keys.stream()
                .map(key -> new Known(hash(key.key().value()), key.label()))
                .toList();
    }

    /** Whether a client must show a key at all. */
    public boolean required() {
        return !keys.isEmpty();
    }

    /** Whether this is one of the keys; never so where there are none. How long it takes says nothing of the keys. */
    public boolean matches(@Nullable String presented) {
        return label(presented) != null;
    }

    /** {@link ClientKey#label} of the key; null where it is not one of them. */
    public @Nullable String label(@Nullable String presented) {
        byte[] hash = hash(presented == null ? "" : presented);
        String label = null;
        for (Known known : keys) {
            if (MessageDigest.isEqual(known.hash, hash)) {
                label = known.label;
            }
        }
        return presented == null ? null : label;
    }

    static String hex(String key) {
        return HexFormat.of().formatHex(hash(key));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
