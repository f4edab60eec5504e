package dev.synaxis.model;

import org.jspecify.annotations.Nullable;

/**
 * A function that the model wants called.
 *
 * @param arguments JSON text of an object, as the model wrote it; empty is the same as {@code {}}
 * @param signature the vendor's thought signature of this call (Gemini), which must come back with it
 * @param origin    the dialect that made the signature
 */
public record ToolCall(
        String id, String name, String arguments, @Nullable String signature, @Nullable String origin) {

    public ToolCall(String id, String name, String arguments) {
        this(id, name, arguments, null, null);
    }
}
