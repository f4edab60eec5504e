package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in the order of the request's texts.
 *
 * @param vectors  numbers as the vendor gave them
 * @param usage    null where the vendor counted nothing
 * @param warnings  what of the request was not honoured, as far as only the answer shows it
 */
public record EmbeddingResponse(
        String model, List<double[]> vectors, @Nullable TokenUsage usage, List<Warning> warnings) {

    public EmbeddingResponse {
        vectors = List.copyOf(vectors);
        warnings = List.copyOf(warnings);
    }

    /** An answer without warnings. */
    public EmbeddingResponse(String model, List<double[]> vectors, @Nullable TokenUsage usage) {
        this(model, vectors, usage, List.of());
    }
}
