package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.OpenAiWire;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prices in minutes of sound, characters, pictures and tokens: who is asked first, and what a call is said to have cost. */
class UnitPricesTest {

    private static final String SPEECH = "/v1/audio/speech";
    private static final String TRANSCRIPTION = "/v1/audio/transcriptions";

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    models:
                      - { name: hear, price: { audio-minute: 0.006 } }
                      - { name: speak, price: { characters: 30 } }
                      - { name: draw, price: { image: 0.04 } }
                  - id: second
                    dialect: openai
                    base-url: "VENDOR/second"
                    models:
                      - { name: hear, price: { input: 2.5, output: 10 } }
                      - { name: speak, price: { input: 0.6, output: 12 } }
                      - { name: draw, price: { image: 0.02 } }
                  - id: third
                    dialect: openai
                    base-url: "VENDOR/third"
                    models:
                      - { name: hear, price: { audio-minute: 0.003 } }
                      - { name: speak, price: { characters: 15 } }
                      - { name: draw, price: { image: 0.03 } }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms }, cooldown: { enabled: false } }
                """);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static JsonNode plan(String capability, String body) {
        return json(scene.gateway.post("/admin/plan?capability=" + capability, body));
    }

    private static List<String> order(JsonNode plan) {
        List<String> order = new ArrayList<>();
        plan.get("candidates").forEach(candidate -> order.add(candidate.get("provider").asText()));
        return order;
    }

    private static HttpResponse<String> hear(String provider, double seconds) {
        return scene.gateway.post(TRANSCRIPTION, new FormBody().field("model", provider + "hear")
                .file("file", "a.wav", "audio/wav", FormBody.wav(seconds)));
    }

    private static double cost(String provider, String capability) {
        return scene.gateway.metric(
                "synaxis_cost_usd_total{capability=\"" + capability + "\",provider=\"" + provider + "\"}");
    }

    @Test
    void shouldAskTheCheapestFirstInEachUnit() {
        JsonNode speech = plan("speech", "{\"model\":\"speak\",\"input\":\"" + "x".repeat(1000) + "\"}");

        assertThat(order(speech)).containsExactly("third", "second", "first");
        assertThat(speech.at("/candidates/0/expected-cost-usd").asDouble()).isEqualTo(0.015);
        assertThat(speech.at("/candidates/1/expected-cost-usd").asDouble())
                .as("250 tokens of text and 1,250 of sound").isCloseTo(0.00015 + 0.015, within(1e-9));
        assertThat(order(plan("image-generation", "{\"model\":\"draw\",\"prompt\":\"x\",\"n\":2}")))
                .containsExactly("second", "third", "first");
        scene.vendor.on("/third/audio/transcriptions").reset().reply(200, "{\"text\":\"three\"}");
        assertThat(header(hear("", 30), "x-synaxis-provider")).isEqualTo("third");
    }

    @Test
    void shouldSayWhatATranscriptCostByTheVendorsSecondsOrTheFilesOwn() {
        scene.vendor.on("/first/audio/transcriptions").reset()
                .reply(200, "{\"text\":\"one\",\"usage\":{\"type\":\"duration\",\"seconds\":90}}");
        scene.vendor.on("/third/audio/transcriptions").reset().reply(200, "{\"text\":\"three\"}");
        scene.vendor.on("/second/audio/transcriptions").reset().reply(200,
                "{\"text\":\"two\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":1000,\"output_tokens\":100,\"total_tokens\":1100}}");

        assertThat(header(hear("first/", 30), "x-synaxis-cost")).isEqualTo("0.009");
        assertThat(header(hear("third/", 30), "x-synaxis-cost")).isEqualTo("0.0015");
        assertThat(header(hear("second/", 30), "x-synaxis-cost")).isEqualTo("0.0035");
    }

    @Test
    void shouldEstimateTheTokensOfBareAudioAndTakeTheVendorsCountWhereItGivesOne() {
        String body = "{\"model\":\"second/speak\",\"input\":\"" + "x".repeat(1000) + "\"";
        double before = cost("second", "speech");
        scene.vendor.on("/second/audio/speech").reset().bytes(200, "audio/mpeg", new byte[] {1, 2, 3});

        scene.gateway.post(SPEECH, body + "}");
        eventually("the estimate is counted", () -> close(cost("second", "speech") - before, 0.01515));

        scene.vendor.on("/second/audio/speech").reset().sse(OpenAiWire.speech(new byte[] {1, 2}));
        scene.gateway.post(SPEECH, body + ",\"stream_format\":\"sse\"}");
        eventually("the vendor's 9 and 12 tokens are counted", () ->
                close(cost("second", "speech") - before, 0.01515 + (9 * 0.6 + 12 * 12) / 1e6));
    }

    private static boolean close(double value, double wanted) {
        return Math.abs(value - wanted) < 1e-9;
    }

    @Test
    void shouldTellTheUnitsInTheAccounts() {
        scene.vendor.on("/third/audio/speech").reset().bytes(200, "audio/mpeg", new byte[] {1, 2, 3});
        long before = accounts("speech").path("characters").asLong();

        scene.gateway.post(SPEECH, "{\"model\":\"third/speak\",\"input\":\"Grüße 🎧\"}");

        eventually("characters are counted by code points", () -> accounts("speech").path("characters").asLong() == before + 7);
    }

    private static JsonNode accounts(String capability) {
        for (JsonNode row : json(scene.gateway.get("/admin/usage?by=capability")).get("rows")) {
            if (row.get("capability").asText().equals(capability)) {
                return row;
            }
        }
        return json(scene.gateway.get("/admin/usage")).get("total").path("none");
    }
}
