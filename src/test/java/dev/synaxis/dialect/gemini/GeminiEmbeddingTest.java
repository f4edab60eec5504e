package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void shouldSayTheTaskInTheTextWhereTheModelKnowsNoTaskType() {
        assertThat(told(Map.of("input_type", "search_query"))).isEqualTo("task: search result | query: one");
        assertThat(told(Map.of("task_type", "RETRIEVAL_DOCUMENT"))).isEqualTo("title: none | text: one");
        assertThat(told(Map.of("input_type", "document", "title", "T"))).isEqualTo("title: T | text: one");
        assertThat(told(Map.of("input_type", "clustering"))).isEqualTo("task: clustering | query: one");
        assertThat(told(Map.of())).isEqualTo("one");
    }

    @Test
    void shouldWarnWhereSuchAModelHasNoWordForIt() {
        WireRequest wire = second(Map.of("input_type", "odd", "title", "T"));

        assertThat(wire.warnings()).extracting(warning -> warning.field()).containsExactly("input_type", "title");
        assertThat(Json.parseObject(wire.body()).orElseThrow().at("/requests/0")).isEqualTo(Json.parseOrNull(
                "{\"model\":\"models/gemini-embedding-2\",\"content\":{\"parts\":[{\"text\":\"one\"}]}}"));
    }

    private String told(Map<String, Object> extra) {
        WireRequest wire = second(extra);
        assertThat(wire.warnings()).isEmpty();
        JsonNode request = Json.parseObject(wire.body()).orElseThrow().at("/requests/0");
        assertThat(request.has("taskType") || request.has("title")).isFalse();
        return request.at("/content/parts/0/text").asText();
    }

    private WireRequest second(Map<String, Object> extra) {
        return dialect.embedding().request(
                new EmbeddingRequest("m", List.of("one"), List.of(), null, null, extra),
                new Upstream("google", UPSTREAM.baseUrl(), "gemini-embedding-2", null, Compat.NONE));
    }

    @Test
    void shouldNameTheLargestBatch() {
        assertThat(dialect.embedding().maxInputs()).isEqualTo(100);
    }
}
