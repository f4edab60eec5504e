package dev.synaxis.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call.
 *
 * @param parameters JSON Schema of the arguments; null where the client gave none
 * @param strict     whether the arguments must follow the schema exactly; null where the client did not say
 */
public record Tool(
        String name,
        @Nullable String description,
        @Nullable Map<String, Object> parameters,
        @Nullable Boolean strict,
        @Nullable Map<String, Object> cache) {}
