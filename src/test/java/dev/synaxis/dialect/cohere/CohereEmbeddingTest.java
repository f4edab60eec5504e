package dev.synaxis.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CohereEmbeddingTest {

    private static final Upstream UPSTREAM = Cohere.upstream("embed-v4.0");

    private final EmbeddingTranslator translator = new CohereDialect().embedding();

    @Test
    void shouldGiveTheGoldenTreeWhenTextsAreEmbedded() {
        WireRequest wire = translator.request(new EmbeddingRequest("m", List.of("a", "b"), List.of(), 256, "ada",
                Map.of("input_type", "search_query", "truncate", "END", "encoding_format", "base64", "odd", 1)), UPSTREAM);

        assertThat(wire.url()).isEqualTo("https://api.cohere.com/v2/embed");
        assertThat(Cohere.tree(wire)).isEqualTo(Json.parseOrNull("""
                {"model":"embed-v4.0","texts":["a","b"],"input_type":"search_query","embedding_types":["float"],
                 "output_dimension":256,"truncate":"END"}"""));
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("user", "odd");
    }

    @Test
    void shouldEmbedForSearchWhenTheClientDoesNotSayWhatFor() {
        assertThat(Cohere.tree(translator.request(request("a"), UPSTREAM))).isEqualTo(Json.parseOrNull("""
                {"model":"embed-v4.0","texts":["a"],"input_type":"search_document","embedding_types":["float"],
                 "truncate":"NONE"}"""));
    }

    @Test
    void shouldRefuseTokenIdsAndNameHowManyTextsCohereTakes() {
        assertUnsupported(new EmbeddingRequest("m", List.of(), List.of(List.of(1, 2)), null, null, Map.of()));
        assertThat(translator.maxInputs()).isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"embeddings\":{\"float\":[[0.25,-1],[2,3]]},\"meta\":{\"billed_units\":{\"input_tokens\":7}}}",
        "{\"embeddings\":[[0.25,-1],[2,3]],\"meta\":{\"billed_units\":{\"input_tokens\":7.0}}}",
    })
    void shouldGiveVectorsAndUsage(String body) {
        EmbeddingResponse response = translator.response(request("a", "b"), Cohere.reply(200, body));

        assertThat(response.vectors()).usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new double[] {0.25, -1}, new double[] {2, 3});
        assertThat(response.usage()).isEqualTo(TokenUsage.of(7, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"embeddings\":{\"float\":[[1]]}}",
        "{\"embeddings\":{\"float\":[[1],[]]}}",
        "{\"embeddings\":{\"float\":[[1],[\"x\"]]}}",
        "{\"embeddings\":{\"int8\":[[1],[2]]}}",
        "{}", "[]", "",
    })
    void shouldFailWhenThereIsNotOneVectorForEachText(String body) {
        assertFails(body, FailureKind.MALFORMED_REPLY);
    }

    @Test
    void shouldGiveTheVendorsFailureWhenAnErrorComesWithStatus200() {
        assertFails("{\"message\":\"too many tokens: 3\"}", FailureKind.CONTEXT_LENGTH);
    }

    private void assertFails(String body, FailureKind kind) {
        assertThatThrownBy(() -> translator.response(request("a", "b"), Cohere.reply(200, body)))
                .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }

    private void assertUnsupported(EmbeddingRequest request) {
        assertThatThrownBy(() -> translator.request(request, UPSTREAM)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED));
    }

    private static EmbeddingRequest request(String... texts) {
        return new EmbeddingRequest("m", List.of(texts), List.of(), null, null, Map.of());
    }
}
