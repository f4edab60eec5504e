package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.Script;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only some providers do with embeddings, and which of them may be asked at all. */
class EmbeddingTest {

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene("""
                strategy: preferred
                providers:
                  - { id: house, dialect: openai, base-url: "VENDOR/house", api-key: k,
                      models: [m, { name: text-embedding-3-small, upstream: small }],
                      compat: { max-inputs: 2, drop: [user], rename: { dimensions: output_dimension } } }
                  - { id: spare, dialect: openai, base-url: "VENDOR/spare", api-key: k, limits: { requests-per-day: 2 }, compat: { max-inputs: 1 },
                      models: [m, other, { name: text-embedding-3-small, upstream: spare-small }] }
                  - { id: mock, models: [text-embedding-3-large] }
                models:
                  - { name: mixed, candidates: [house/m, spare/other, spare/m] }
                  - { name: m, substitutes: [spare/other] }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
                """);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private Script vendor(String provider) {
        return scene.vendor.on("/" + provider + "/embeddings");
    }

    private HttpResponse<String> embed(String model, String input, String... fields) {
        return scene.gateway.post("/v1/embeddings",
                "{\"model\":\"" + model + "\",\"input\":" + input + String.join("", fields) + "}");
    }

    @Test
    void shouldNeverAskForAnotherModelWhenTheOneAskedForFails() {
        vendor("house").reply(500, "{}");
        vendor("spare").reply(500, "{}");

        for (String model : new String[] {"mixed", "m"}) {
            HttpResponse<String> answer = embed(model, "\"x\"");

            assertThat(answer.statusCode()).as(model).isEqualTo(503);
            assertThat(Scene.attempts(answer)).as(model).hasSize(3).noneMatch(attempt -> attempt.contains("other"));
            scene.clock.advance(Duration.ofDays(1));
        }
        assertThat(scene.vendor.requests()).noneMatch(request -> request.text().contains("other"));
    }

    @Test
    void shouldNotReachTheSubstituteEvenWhenNobodyElseIsLeft() {
        vendor("house").reply(401, "{}");
        vendor("spare").reply(401, "{}");
        embed("m", "\"x\"");

        HttpResponse<String> answer = embed("m", "\"x\"");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(scene.vendor.requests()).hasSize(2);
    }

    @Test
    void shouldForwardTheClientsBytesWhenNothingStandsAgainstIt() {
        vendor("spare").answer(EmbeddingVendor.openAi(4));

        HttpResponse<String> answer = embed("spare/m", "[\"5\"]", ",\"user\":\"u\",\"odd\":1.50");

        assertThat(scene.vendor.request(0).text())
                .isEqualTo("{\"model\":\"m\",\"input\":[\"5\"],\"user\":\"u\",\"odd\":1.50}");
        assertThat(json(answer).path("model").asText()).isEqualTo("upstream-name");
    }

    @Test
    void shouldSendWhatTheProviderTakesWhenItDiffersFromItsDialect() {
        vendor("house").answer(EmbeddingVendor.openAi(4));

        HttpResponse<String> answer = embed("m", "[[1,2],[3],[4]]", ",\"user\":\"u\",\"dimensions\":4");

        JsonNode first = scene.vendor.request(0).json();
        assertThat(first.path("input")).hasToString("[[1,2],[3]]");
        assertThat(first.path("output_dimension").asInt()).isEqualTo(4);
        assertThat(first.has("dimensions") || first.has("user")).isFalse();
        assertThat(scene.vendor.request(1).json().path("input")).hasToString("[[4]]");
        assertThat(json(answer).path("data")).hasSize(3);
        assertThat(header(answer, "x-synaxis-warning")).contains("user");
    }

    @Test
    void shouldMakeTheFormThatTheClientWantsWhenTheProviderKnowsOnlyOne() {
        vendor("house").answer(EmbeddingVendor.openAi(4, false));
        vendor("spare").answer(EmbeddingVendor.openAi(4, true));

        JsonNode base64 = json(embed("house/m", "\"5\"", ",\"encoding_format\":\"base64\""));
        JsonNode floats = json(embed("spare/m", "\"5\""));

        assertThat(base64.at("/data/0/embedding").asText()).isEqualTo("AACgQM3MzD0AAAAAAAAAAA==");
        assertThat(floats.at("/data/0/embedding")).hasToString("[5.0,0.1,0.0,0.0]");
    }

    @Test
    void shouldTakeAnotherWidthForMalformedWhenTheCatalogueKnowsTheModel() {
        vendor("house").answer(EmbeddingVendor.openAi(4));
        vendor("spare").answer(EmbeddingVendor.openAi(1536));

        HttpResponse<String> answer = embed("text-embedding-3-small", "\"5\"");

        assertThat(header(answer, "x-synaxis-model")).isEqualTo("spare-small");
        assertThat(json(scene.gateway.get("/v1/models/text-embedding-3-small")).path("dimensions").asInt())
                .isEqualTo(1536);
        assertThat(json(embed("text-embedding-3-large", "\"5\"")).at("/data/0/embedding")).hasSize(3072);
    }

    @Test
    void shouldAskTheNextProviderOfTheModelWhenTheQuotaIsSpentInTheMiddleOfAList() {
        vendor("spare").answer(EmbeddingVendor.openAi(4));
        vendor("house").answer(EmbeddingVendor.openAi(4));

        HttpResponse<String> answer = embed("spare/m", "[\"7\",\"8\",\"9\"]");

        assertThat(scene.asked()).containsExactly("spare", "spare", "house");
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("house");
        assertThat(json(answer).path("data")).extracting(one -> one.at("/embedding/0").asInt()).containsExactly(7, 8, 9);
        assertThat(json(answer).at("/usage/total_tokens").asInt()).isEqualTo(6);
    }

    @Test
    void shouldNotMistakeAListOfShortTextsForOneThatIsTooLong() {
        vendor("house").answer(EmbeddingVendor.openAi(1536));
        String text = "\"" + "word ".repeat(2000) + "\"";

        assertThat(embed("text-embedding-3-small", "[" + String.join(",", text, text, text, text, text) + "]").statusCode())
                .isEqualTo(200);
        assertThat(error(embed("text-embedding-3-small", "\"" + "word ".repeat(8000) + "\"")))
                .contains("context_length_exceeded");
    }

    @Test
    void shouldTellTheVendorsErrorWhenAPartIsRefused() {
        vendor("house").answer(request -> EmbeddingVendor.texts(request).contains("3")
                ? Reply.json(400, "{\"error\":{\"message\":\"no threes\",\"code\":\"bad\"}}")
                : EmbeddingVendor.openAi(4).apply(request));

        HttpResponse<String> answer = embed("m", "[\"1\",\"2\",\"3\"]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(scene.vendor.requests()).extracting(RecordedRequest::path).hasSize(2);
    }
}
