package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.Script;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech on its way from a vendor to a client: as it comes, failing over before its first byte, never cut in silence. */
class SpeechTest {

    private static final String PATH = "/v1/audio/speech";
    /** A second is what is promised; a busy machine takes longer, and who is not told to stop never does. */
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] AUDIO = "ID3-one-two-three".getBytes(StandardCharsets.US_ASCII);

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                server: { heartbeat: 150ms, shutdown: 1s }
                strategy: preferred
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: k1
                    models: [{ name: tts, price: { characters: 15 } }, { name: alone }]
                    limits: { characters-per-day: 1000000 }
                    timeouts: { idle: 700ms }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: k2, models: [tts] }
                resilience: { max-retries: 0, breaker: { enabled: false }, cooldown: { enabled: false } }
                """);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static Script speech(String provider) {
        return scene.vendor.on("/" + provider + "/audio/speech").reset();
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\",\"input\":\"Hello there 🎧\",\"voice\":\"alloy\"" + more + "}";
    }

    private static HttpResponse<String> ask(String model) {
        return scene.gateway.post(PATH, body(model, ""));
    }

    private static StreamClient open(String model, String more) {
        return new StreamClient(scene.gateway, PATH, body(model, more));
    }

    private static Reply audio(Script script) {
        return script.bytes(200, "audio/mpeg", AUDIO).chunked();
    }

    private static double attempts(String provider, String outcome) {
        return scene.gateway.metric("synaxis_attempts_total{capability=\"speech\",outcome=\"" + outcome + "\",provider=\""
                + provider + "\"}");
    }

    private static double characters() {
        return scene.gateway.metric("synaxis_characters_total{capability=\"speech\",provider=\"first\"}");
    }

    private static long used() {
        return scene.provider("first").get("quota").get(0).get("used").asLong();
    }

    private static RecordedRequest last() {
        return scene.vendor.requests().getLast();
    }

    @Test
    void shouldForwardTheClientsBytesAndCountItsCharacters() {
        audio(speech("first"));
        long before = used();
        double counted = characters();

        HttpResponse<String> answer = scene.gateway.post(PATH, body("tts", ", \"odd\": [1,  2]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ID3-one-two-three");
        assertThat(answer.headers().firstValue("content-type")).contains("audio/mpeg");
        assertThat(answer.headers().firstValue("x-synaxis-provider")).contains("first");
        assertThat(last().text()).isEqualTo(body("tts", ", \"odd\": [1,  2]"));
        assertThat(last().header("authorization")).isEqualTo("Bearer k1");
        eventually("the characters are counted", () -> used() == before + 13 && characters() == counted + 13);
    }

    @Test
    void shouldSendTheFirstByteBeforeTheLastIsMade() {
        audio(speech("first")).splitAt(7).hangAfter(1);
        int request = scene.vendor.requests().size();

        StreamClient client = open("alone", "");

        assertThat(client.chunk()).isEqualTo("ID3-one");
        assertThat(scene.vendor.request(request).answered()).isFalse();
        client.close();
        scene.vendor.awaitHangUp(request, SOON);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAbortTheVendorWhenTheClientLeaves(boolean reset) {
        audio(speech("first")).splitAt(7).hangAfter(1);
        int request = scene.vendor.requests().size();
        double before = attempts("first", "client_closed");

        StreamClient client = open("alone", "");
        assertThat(client.chunk()).isEqualTo("ID3-one");
        if (reset) {
            client.reset();
        } else {
            client.close();
        }

        scene.vendor.awaitHangUp(request, SOON);
        eventually("the outcome is counted", () -> attempts("first", "client_closed") == before + 1);
    }

    @ParameterizedTest
    @EnumSource(value = Cut.class, names = {"CLOSE", "RESET"})
    void shouldBreakOffWhenTheVendorsAudioIsCut(Cut cut) {
        audio(speech("first")).splitAt(7, 11).drip(Duration.ofMillis(20)).cutAfter(2, cut);
        double before = attempts("first", "network");
        double left = attempts("first", "client_closed");

        try (StreamClient client = open("tts", "")) {
            assertThat(client.status()).isEqualTo(200);
            assertThatThrownBy(client::rest).isInstanceOf(UncheckedIOException.class);
        }
        eventually("the outcome is counted", () -> attempts("first", "network") == before + 1);
        assertThat(attempts("first", "client_closed")).isEqualTo(left);
    }

    @Test
    void shouldNeverEndABrokenAnswerProperlyHoweverOftenItBreaks() {
        audio(speech("first")).splitAt(7).cutAfter(1, Cut.CLOSE);
        audio(speech("second"));

        for (int i = 0; i < 100; i++) {
            try (StreamClient client = open("tts", "")) {
                // the cut may come with the first byte, and then the other provider answers whole
                assertThat(client.status()).isEqualTo(200);
                if (client.header("x-synaxis-provider").equals("first")) {
                    assertThatThrownBy(client::rest).as("answer " + i).isInstanceOf(UncheckedIOException.class);
                }
            }
        }
    }

    @Test
    void shouldBreakOffWhenTheAudioStopsInTheMiddle() {
        audio(speech("first")).splitAt(7).hangAfter(1);
        double before = attempts("first", "timeout");

        try (StreamClient client = open("tts", "")) {
            assertThat(client.chunk()).isEqualTo("ID3-one");
            assertThatThrownBy(client::chunk).isInstanceOf(UncheckedIOException.class);
        }
        eventually("the outcome is counted", () -> attempts("first", "timeout") == before + 1);
        scene.vendor.awaitHangUp(scene.vendor.requests().size() - 1, SOON);
    }

    @Test
    void shouldEndTheConnectionProperlyWhenTheAudioIsWhole() {
        audio(speech("first")).splitEvery(5).drip(Duration.ofMillis(5));

        try (StreamClient client = open("tts", "")) {
            assertThat(client.rest()).isEqualTo("ID3-one-two-three");
            assertThat(client.header("content-type")).isEqualTo("audio/mpeg");
        }
    }

    @Test
    void shouldHoldTheVendorBackWhenTheClientDoesNotRead() {
        String piece = "x".repeat(64 * 1024);
        speech("first").bytes(200, "audio/mpeg", piece.repeat(600).getBytes(StandardCharsets.US_ASCII))
                .chunked().splitEvery(64 * 1024);
        int request = scene.vendor.requests().size();

        try (StreamClient client = open("alone", "")) {
            assertThat(client.status()).isEqualTo(200);
            RecordedRequest upstream = scene.vendor.request(request);
            Steady sent = new Steady(Duration.ofMillis(400));
            eventually("the vendor cannot send any more", () -> sent.is(upstream.piecesSent()));
            assertThat(upstream.piecesSent()).as("pieces of 600").isLessThan(400);

            assertThat(client.drain()).isEqualTo(600L * 64 * 1024);
        }
    }

    @Test
    void shouldAskTheNextProviderUntilTheFirstByteIsThere() {
        audio(speech("second"));
        long before = used();
        double counted = characters();

        for (Reply failing : List.of(
                Reply.json(503, OpenAiWire.serverError(503).body()),
                Reply.json(429, OpenAiWire.rateLimited().body()),
                Reply.html(200),
                Reply.json(200, "{\"error\":{\"message\":\"no\",\"type\":\"server_error\"}}"),
                Reply.json(200, "{}"),
                Reply.bytes(200, "audio/mpeg", new byte[0]),
                Reply.bytes(200, "audio/mpeg", AUDIO).chunked().cutAfter(0, Cut.CLOSE),
                Reply.bytes(200, "text/plain", AUDIO))) {
            speech("first").add(failing);
            HttpResponse<String> answer = ask("tts");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ID3-one-two-three");
            assertThat(answer.headers().firstValue("x-synaxis-provider")).contains("second");
            assertThat(answer.headers().firstValue("x-synaxis-attempts").orElse("")).isBetween("2", "3");
        }
        assertThat(used()).as("given back").isEqualTo(before);
        assertThat(characters()).isEqualTo(counted);
    }

    @Test
    void shouldTellTheLastFailureWhenNobodySpeaks() {
        speech("first").reply(OpenAiWire.serverError(503));
        speech("second").html(502);

        HttpResponse<String> answer = ask("tts");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Scene.attempts(answer)).contains("first tts OVERLOADED 503", "second tts OVERLOADED 502");
    }

    @Test
    void shouldHandOnTheVendorsEventsWhenTheClientWantsEvents() {
        List<String> events = OpenAiWire.speech(new byte[] {1, 2}, new byte[] {3});
        speech("first").sse(events).splitEvery(9);

        HttpResponse<String> answer = scene.gateway.post(PATH, body("tts", ",\"stream_format\":\"sse\""));

        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(answer.body()).isEqualTo(String.join("", events));
        assertThat(last().json().path("stream_format").asText()).isEqualTo("sse");
    }

    @Test
    void shouldMakeEventsOfBareAudioWhenTheClientWantsEvents() {
        audio(speech("first")).splitAt(4).drip(Duration.ofMillis(30));

        HttpResponse<String> answer = scene.gateway.post(PATH, body("tts", ",\"stream_format\":\"sse\""));

        assertThat(answer.body())
                .startsWith("data: {\"type\":\"speech.audio.delta\",\"audio\":\"SUQzLQ==\"}\n\n")
                .endsWith("data: {\"type\":\"speech.audio.done\"}\n\n");
    }

    @Test
    void shouldEndEventsWithAnErrorWhenTheVendorFailsInTheMiddle() {
        List<String> events = OpenAiWire.speech(new byte[] {1, 2}, new byte[] {3});
        Script first = speech("first");
        first.sse(events.get(0), OpenAiWire.errorEvent(OpenAiWire.serverError(503)));
        first.sse(events).drip(Duration.ofMillis(20)).cutAfter(1, Cut.EOF);

        String failed = scene.gateway.post(PATH, body("tts", ",\"stream_format\":\"sse\"")).body();
        String cut = scene.gateway.post(PATH, body("tts", ",\"stream_format\":\"sse\"")).body();

        assertThat(failed).startsWith(events.get(0)).contains("\"code\":\"provider_overloaded\"").doesNotContain("audio.done");
        assertThat(cut).startsWith(events.get(0)).contains("\"code\":\"provider_unreachable\"").doesNotContain("audio.done");
    }

    @Test
    void shouldExplainThePlanWithWhatTheCharactersCost() {
        HttpResponse<String> answer = scene.gateway.post("/admin/plan?capability=speech", body("tts", ""));

        JsonNode plan = GatewayFixture.json(answer);
        assertThat(plan.path("capability").asText()).isEqualTo("speech");
        assertThat(plan.path("candidates")).hasSize(2);
        assertThat(plan.at("/candidates/0/provider").asText()).isEqualTo("first");
        assertThat(plan.at("/candidates/0/expected-cost-usd").asDouble()).isEqualTo(13 * 15e-6);
        assertThat(Scene.error(scene.gateway.post("/admin/plan?capability=song", body("tts", ""))))
                .endsWith("invalid_value capability");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"tts\"}|input", "{\"model\":\"tts\",\"input\":\"a\",\"speed\":\"x\"}|speed"})
    void shouldNameTheFieldThatIsWrong(String row) {
        String[] parts = row.split("\\|");

        HttpResponse<String> answer = scene.gateway.post(PATH, parts[0]);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Scene.error(answer)).startsWith("invalid_request_error").endsWith(parts[1]);
    }

    /** Notices that a number has not changed for a while. */
    private static final class Steady {

        private final Duration time;
        private int value = -1;
        private long since;

        Steady(Duration time) {
            this.time = time;
        }

        boolean is(int now) {
            if (now != value) {
                value = now;
                since = System.nanoTime();
            }
            return System.nanoTime() - since > time.toNanos();
        }
    }
}
