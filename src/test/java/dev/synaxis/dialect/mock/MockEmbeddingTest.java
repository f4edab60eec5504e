package dev.synaxis.dialect.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockEmbeddingTest {

    private final InProcessEmbedding embedding = new Mock(Map.of()).dialect.inProcessEmbedding();

    @Test
    void shouldGiveTheSameVectorWhenTheTextIsTheSame() {
        EmbeddingResponse response = embed(null, "one two", "three", "one two");

        assertThat(response.vectors()).hasSize(3);
        assertThat(response.vectors().get(0)).isEqualTo(response.vectors().get(2)).isNotEqualTo(response.vectors().get(1));
        assertThat(response.vectors().get(0)).hasSize(8);
        assertThat(response.model()).isEqualTo("mock-1");
        assertThat(response.usage()).isEqualTo(TokenUsage.of(5, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 384, 1536})
    void shouldGiveVectorsOfLengthOneWhateverTheDimensions(int dimensions) {
        double[] vector = embed(dimensions, "").vectors().get(0);

        assertThat(vector).hasSize(dimensions);
        assertThat(Arrays.stream(vector).map(x -> x * x).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldEmbedTokenIdsToo() {
        EmbeddingResponse response = embedding.answer(new EmbeddingRequest("m", List.of(),
                List.of(List.of(1, 2), List.of(1, 2), List.of(3)), null, null, Map.of()), Mock.UPSTREAM);

        assertThat(response.vectors().get(0)).isEqualTo(response.vectors().get(1)).isNotEqualTo(response.vectors().get(2));
        assertThat(response.usage()).isEqualTo(TokenUsage.of(5, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_000})
    void shouldRefuseDimensionsThatNobodyCanWant(int dimensions) {
        assertThatThrownBy(() -> embed(dimensions, "a")).isInstanceOfSatisfying(ProviderException.class,
                e -> {
                    assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                    assertThat(e.failure().param()).isEqualTo("dimensions");
                });
    }

    private EmbeddingResponse embed(@Nullable Integer dimensions, String... texts) {
        return embedding.answer(
                new EmbeddingRequest("m", List.of(texts), List.of(), dimensions, null, Map.of()), Mock.UPSTREAM);
    }
}
