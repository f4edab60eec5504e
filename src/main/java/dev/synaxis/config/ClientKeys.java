package dev.synaxis.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that clients must show, kept as SHA-256 hashes and compared in constant time. */
public final class ClientKeys {

    private final List<byte[]> hashes;

    /** @param keys none lets everyone in */
    public ClientKeys(Collection<Secret> keys) {
        this.hashes = keys.stream().map(key -> hash(key.value())).toList();
    }

    /** Whether a client must show a key at all. */
    public boolean required() {
        return !hashes.isEmpty();
    }

    /** Whether this is one of the keys; never so where there are none. How long it takes says nothing of the keys. */
    public boolean matches(@Nullable String presented) {
        byte[] hash = hash(presented == null ? "" : presented);
        boolean found = false;
        for (byte[] known : hashes) {
            found |= MessageDigest.isEqual(known, hash);
        }
        return found && presented != null;
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
