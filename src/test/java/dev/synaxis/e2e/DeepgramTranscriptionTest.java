package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Transcripts by Deepgram, asked for in OpenAI's form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepgramTranscriptionTest {

    private static final String PATH = "/v1/audio/transcriptions";
    private static final byte[] WAV = FormBody.wav(3);

    private static final String DEEPGRAM = """
            {"metadata":{"request_id":"r","duration":3.05,"channels":1},
             "results":{"channels":[{"detected_language":"en","alternatives":[{"transcript":"Hello there. How are you?","confidence":0.9,
                "words":[{"word":"hello","start":0.1,"end":0.5,"confidence":0.9,"punctuated_word":"Hello"},
                         {"word":"there","start":0.5,"end":0.9,"confidence":0.9,"punctuated_word":"there."}]}]}],
              "utterances":[{"start":0.1,"end":0.9,"confidence":0.9,"channel":0,"transcript":"Hello there.","speaker":0},
                            {"start":1.0,"end":2.9,"confidence":0.8,"channel":0,"transcript":"How are you?","speaker":1}]}}""";

    private ScriptedVendor vendor;
    private GatewayFixture gateway;

    @BeforeAll
    void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start("""
                resilience: { cooldown: { enabled: false } }
                providers:
                  - { id: deepgram, base-url: "VENDOR/deepgram/v1", api-key: dg-key }
                """.replace("VENDOR", vendor.url().toString()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        vendor.close();
    }

    private static FormBody form(String model) {
        return new FormBody().file("file", "speech.wav", "audio/wav", WAV).field("model", model);
    }

    private RecordedRequest last() {
        return vendor.requests().getLast();
    }

    @Test
    void shouldRefuseToTranslate() {
        HttpResponse<String> answer = gateway.post("/v1/audio/translations", form("deepgram/nova-3"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/message").asText()).contains("does not translate");
    }

    @Test
    void shouldSendDeepgramTheAudioItself() {
        vendor.on("/deepgram/v1/listen").reset().reply(200, DEEPGRAM);

        HttpResponse<String> answer = gateway.post(PATH, form("deepgram/nova-3")
                .field("response_format", "verbose_json").field("timestamp_granularities[]", "segment")
                .field("timestamp_granularities[]", "word").field("keyterm", "Synaxis gate").field("prompt", "x"));

        assertThat(last().header("authorization")).isEqualTo("Token dg-key");
        assertThat(last().header("content-type")).isEqualTo("audio/wav");
        assertThat(last().body()).isEqualTo(WAV);
        assertThat(last().query().split("&")).contains(
                "model=nova-3", "smart_format=true", "detect_language=true", "utterances=true", "keyterm=Synaxis+gate");
        JsonNode verbose = json(answer);
        assertThat(verbose.get("language").asText()).isEqualTo("en");
        assertThat(verbose.get("duration").asDouble()).isEqualTo(3.05);
        assertThat(verbose.at("/segments/1/text").asText()).isEqualTo("How are you?");
        assertThat(verbose.at("/segments/0/avg_logprob").asDouble()).isCloseTo(Math.log(0.9), within(1e-9));
        assertThat(verbose.at("/words/1/word").asText()).isEqualTo("there.");
        assertThat(verbose.at("/usage/seconds").asDouble()).isEqualTo(3.05);
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("prompt");
    }

    @Test
    void shouldTellSpeakersApartWithDeepgram() {
        vendor.on("/deepgram/v1/listen").reset().reply(200, DEEPGRAM);

        JsonNode answer = json(gateway.post(PATH,
                form("deepgram/nova-3").field("response_format", "diarized_json").field("language", "en")));

        assertThat(last().query().split("&")).contains("diarize=true", "language=en");
        assertThat(answer.at("/segments/0/speaker").asText()).isEqualTo("A");
        assertThat(answer.at("/segments/1/speaker").asText()).isEqualTo("B");
    }

    @Test
    void shouldReadDeepgramsRefusalOfAKey() {
        vendor.on("/deepgram/v1/listen").reset().reply(401,
                "{\"err_code\":\"INVALID_AUTH\",\"err_msg\":\"Invalid credentials.\",\"request_id\":\"r\"}");

        HttpResponse<String> answer = gateway.post(PATH, form("deepgram/nova-3"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo("provider_authentication");
    }
}
