package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts to embed.
 *
 * @param input      texts; empty where {@code tokens} is used
 * @param tokens     token ids, one list a text, as OpenAI takes them; empty where {@code input} is used
 * @param dimensions length of the vectors, null for the model's own
 * @param extra      top-level fields of the client's request that the canonical form does not name
 */
public record EmbeddingRequest(
        String model,
        List<String> input,
        List<List<Integer>> tokens,
        @Nullable Integer dimensions,
        @Nullable String user,
        Map<String, Object> extra) {

    public EmbeddingRequest {
        input = List.copyOf(input);
        tokens = List.copyOf(tokens);
    }
}
