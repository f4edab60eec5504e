package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.Script;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Failover, cooldown, quota in seconds of audio, breaker and metrics of transcription. */
class TranscriptionRoutingTest {

    private static final String PATH = "/v1/audio/transcriptions";

    private static final String TWO = """
            strategy: preferred
            providers:
              - { id: first, dialect: openai, base-url: "VENDOR/first", capabilities: [transcription], models: [m],
                  limits: { audio-seconds-per-hour: 10 } }
              - { id: second, dialect: openai, base-url: "VENDOR/second", capabilities: [transcription], models: [m] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    private static Script on(Scene scene, String provider) {
        return scene.vendor.on("/" + provider + "/audio/transcriptions").reset();
    }

    private static HttpResponse<String> ask(Scene scene) {
        return scene.gateway.post(PATH, new FormBody().field("model", "m").file("file", "a.wav", "audio/wav", FormBody.wav(3)));
    }

    private static double used(Scene scene) {
        JsonNode window = scene.provider("first").at("/quota/0");
        assertThat(window.get("window").asText()).isEqualTo("audio-seconds-per-hour");
        return window.get("used").asDouble();
    }

    @Test
    void shouldLeaveAProviderAloneForAsLongAsItAsks() {
        try (Scene scene = new Scene(TWO)) {
            on(scene, "first").reply(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "30");
            on(scene, "second").reply(200, "{\"text\":\"two\"}");

            assertThat(json(ask(scene)).get("text").asText()).isEqualTo("two");
            assertThat(json(ask(scene)).get("text").asText()).isEqualTo("two");
            assertThat(scene.asked()).containsExactly("first", "second", "second");

            on(scene, "first").reply(200, "{\"text\":\"one\"}");
            scene.clock.advance(Duration.ofSeconds(31));
            assertThat(json(ask(scene)).get("text").asText()).isEqualTo("one");
        }
    }

    @Test
    void shouldTakeWhatTheVendorCountedFromTheQuotaAndGoOnWhenItIsSpent() {
        try (Scene scene = new Scene(TWO)) {
            on(scene, "first").reply(200, "{\"text\":\"one\",\"usage\":{\"type\":\"duration\",\"seconds\":4}}");
            on(scene, "second").reply(200, "{\"text\":\"two\"}");

            ask(scene);
            assertThat(used(scene)).isEqualTo(4);
            ask(scene);
            assertThat(used(scene)).isEqualTo(8);
            HttpResponse<String> third = ask(scene);

            assertThat(json(third).get("text").asText()).isEqualTo("two");
            assertThat(used(scene)).isEqualTo(8);
            String metrics = scene.gateway.get("/metrics").body();
            assertThat(metrics).contains("synaxis_audio_seconds_total{capability=\"transcription\",provider=\"first\"} 8.0");
            double second = scene.gateway.metric(
                    "synaxis_audio_seconds_total{capability=\"transcription\",provider=\"second\"}");
            assertThat(second).as("the file's own length, where the vendor counts nothing").isCloseTo(3, within(0.01));
        }
    }

    @Test
    void shouldGiveTheQuotaBackWhenTheProviderFails() {
        try (Scene scene = new Scene(TWO)) {
            on(scene, "first").reply(500, "{\"error\":{\"message\":\"no\"}}");
            on(scene, "second").reply(200, "{\"text\":\"two\"}");

            ask(scene);

            assertThat(used(scene)).isZero();
        }
    }

    @Test
    void shouldOpenItsOwnBreakerWhenAProviderKeepsFailing() {
        try (Scene scene = new Scene(TWO)) {
            on(scene, "first").reply(500, "{\"error\":{\"message\":\"no\"}}");
            on(scene, "second").reply(200, "{\"text\":\"two\"}");

            for (int i = 0; i < 5; i++) {
                assertThat(json(ask(scene)).get("text").asText()).isEqualTo("two");
            }

            assertThat(scene.provider("first").at("/breakers/transcription").asText()).isEqualTo("OPEN");
        }
    }

    @Test
    void shouldNotAskAnybodyElseWhenTheVendorSaysThatTheAudioIsBad() {
        try (Scene scene = new Scene(TWO)) {
            on(scene, "first").reply(400, """
                    {"error":{"message":"Audio file might be corrupted or unsupported","type":"invalid_request_error",\
                    "param":"file","code":"invalid_value"}}""");

            HttpResponse<String> answer = ask(scene);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Scene.error(answer)).isEqualTo("invalid_request_error invalid_value file");
            assertThat(scene.asked()).containsExactly("first");
        }
    }
}
