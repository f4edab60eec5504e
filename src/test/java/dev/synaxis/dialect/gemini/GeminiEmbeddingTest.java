package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiEmbeddingTest {

    private static final Upstream UPSTREAM = new Upstream("google",
            "https://generativelanguage.googleapis.com/v1beta", "gemini-embedding-001", null, Compat.NONE);

    private final GeminiDialect dialect = new GeminiDialect();

    @Test
    void shouldMakeOneRequestOfTheBatchForEachText() {
        WireRequest wire = dialect.embedding().request(
                new EmbeddingRequest("m", List.of("one", "two"), List.of(), 768, "user-7",
                        Map.of("input_type", "search_query", "odd", 1)), UPSTREAM);

        assertThat(wire.url()).isEqualTo(UPSTREAM.baseUrl() + "/models/gemini-embedding-001:batchEmbedContents");
        assertThat(Json.parseObject(wire.body()).orElseThrow()).isEqualTo(Json.parseOrNull(
                """
                {"requests": [
                  {"model": "models/gemini-embedding-001", "content": {"parts": [{"text": "one"}]},
                   "taskType": "RETRIEVAL_QUERY", "outputDimensionality": 768},
                  {"model": "models/gemini-embedding-001", "content": {"parts": [{"text": "two"}]},
                   "taskType": "RETRIEVAL_QUERY", "outputDimensionality": 768}]}"""));
        assertThat(wire.warnings()).extracting(warning -> warning.field()).containsExactly("odd", "user");
    }

    @Test
    void shouldKeepTheOrderOfTheVectors() {
        EmbeddingResponse response = read(
                """
                {"embeddings": [{"values": [0.25, -1]}, {"values": [0.5, 2e-3]}],
                 "usageMetadata": {"promptTokenCount": 4}}""");

        assertThat(response.vectors()).containsExactly(new double[] {0.25, -1}, new double[] {0.5, 0.002});
        assertThat(response.usage()).isEqualTo(TokenUsage.of(4, 0));
    }

    @Test
    void shouldRefuseTokenIdsAndNameTheLargestBatch() {
        assertKind(FailureKind.UNSUPPORTED, () -> dialect.embedding().request(
                new EmbeddingRequest("m", List.of(), List.of(List.of(1, 2)), null, null, Map.of()), UPSTREAM));
        assertThat(dialect.embedding().maxInputs()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "<html>", "{}", "{\"embeddings\": [{\"values\": [1]}]}", "{\"embeddings\": [{\"values\": [1]}, {}]}"
    })
    void shouldCallItMalformedWhenItIsNoAnswerToThisRequest(String reply) {
        assertKind(FailureKind.MALFORMED_REPLY, () -> read(reply));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        assertKind(FailureKind.OVERLOADED, () -> read("{\"error\": {\"code\": 503, \"status\": \"UNAVAILABLE\"}}"));
    }

    private EmbeddingResponse read(String reply) {
        return dialect.embedding().response(
                new EmbeddingRequest("m", List.of("one", "two"), List.of(), null, null, Map.of()),
                new WireReply(200, Map.of(), reply.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertKind(FailureKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
