package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in the order of the request's texts.
 *
 * @param vectors numbers as the vendor gave them
 * @param usage   null where the vendor counted nothing
 */
public record EmbeddingResponse(String model, List<double[]> vectors, @Nullable TokenUsage usage) {

    public EmbeddingResponse {
        vectors = List.copyOf(vectors);
    }
}
