package dev.synaxis.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that the answer's text must have. */
public sealed interface ResponseFormat {

    record Text() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    record JsonSchema(
            String name, @Nullable String description, Map<String, Object> schema, @Nullable Boolean strict)
            implements ResponseFormat {}
}
