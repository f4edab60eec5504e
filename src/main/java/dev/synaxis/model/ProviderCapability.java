package dev.synaxis.model;

import java.util.Locale;
import java.util.Optional;

/** What a provider can be asked for. */
public enum ProviderCapability {
    CHAT,
    EMBEDDING,
    IMAGE_GENERATION,
    IMAGE_EDIT,
    TRANSCRIPTION,
    SPEECH;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in configuration, route ids, metrics and logs: {@code chat}, {@code image-generation}, ... */
    public String id() {
        return id;
    }

    public static Optional<ProviderCapability> byId(String id) {
        for (ProviderCapability capability : values()) {
            if (capability.id.equals(id)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return id;
    }
}
