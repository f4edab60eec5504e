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
    void shouldNameHowManyTextsCohereTakes() {
        assertThat(translator.maxInputs()).isEqualTo(96);
    }

    @Test
    void shouldReadTheAnswerOfAnOlderKindToo() {
        EmbeddingResponse response = translator.response(request("a", "b"), Cohere.reply(200,
                "{\"embeddings\":[[0.25,-1],[2,3]],\"meta\":{\"billed_units\":{\"input_tokens\":7}}}"));

        assertThat(response.vectors()).usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new double[] {0.25, -1}, new double[] {2, 3});
        assertThat(response.usage()).isEqualTo(TokenUsage.of(7, 0));
    }

    @Test
    void shouldCallItMalformedWhenTheVectorsAreNotFloats() {
        assertThatThrownBy(() -> translator.response(
                        request("a", "b"), Cohere.reply(200, "{\"embeddings\":{\"int8\":[[1],[2]]}}")))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    private static EmbeddingRequest request(String... texts) {
        return new EmbeddingRequest("m", List.of(texts), List.of(), null, null, Map.of());
    }
}
