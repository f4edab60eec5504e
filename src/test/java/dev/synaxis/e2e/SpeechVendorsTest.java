package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.audio.speech.SpeechCreateParams;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client in front of the gateway, vendors of every dialect that speaks behind it. */
class SpeechVendorsTest {

    private static final String PATH = "/v1/audio/speech";
    private static final byte[] SAMPLES = {1, 0, 2, 0, 3, 0, 4, 0};
    private static final String ELEVEN = "/eleven/text-to-speech/voice-1/stream";
    private static final String GEMINI = "/gem/v1beta/models/gemini-3.8-flash-tts:streamGenerateContent";

    private static Scene scene;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                strategy: preferred
                providers:
                  - id: eleven
                    dialect: elevenlabs
                    base-url: "VENDOR/eleven"
                    api-key: key-eleven
                    models: [{ name: el, upstream: eleven_flash_v2_5, price: { characters: 50 } }, both]
                    limits: { characters-per-day: 100 }
                  - { id: deep, dialect: deepgram, base-url: "VENDOR/deep", api-key: key-deep, models: [{ name: dg, upstream: aura-2 }, { name: both, upstream: aura-2 }] }
                  - { id: gem, dialect: gemini, base-url: "VENDOR/gem/v1beta", api-key: key-gem, models: [gemini-3.8-flash-tts] }
                  - { id: groq, base-url: "VENDOR/groq", api-key: key-groq, capabilities: [speech] }
                  - { id: mock, models: [mk] }
                  - { id: broken, dialect: mock, models: [bk], mock: { break-after: 2 } }
                resilience: { max-retries: 0 }
                """);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(scene.gateway.url("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        scene.close();
    }

    private static byte[] speak(String model, String voice, SpeechCreateParams.@Nullable ResponseFormat format) throws IOException {
        SpeechCreateParams.Builder params = SpeechCreateParams.builder().model(model).voice(voice).input("Hello there");
        if (format != null) {
            params.responseFormat(format);
        }
        try (com.openai.core.http.HttpResponse answer = client.audio().speech().create(params.build())) {
            return answer.body().readAllBytes();
        }
    }

    private static HttpResponse<String> post(String model, String input, String more) {
        return scene.gateway.post(PATH, "{\"model\":\"" + model + "\",\"input\":\"" + input + "\"" + more + "}");
    }

    private static RecordedRequest last() {
        return scene.vendor.requests().getLast();
    }

    private static AudioInputStream wav(byte[] file) throws Exception {
        return AudioSystem.getAudioInputStream(new ByteArrayInputStream(file));
    }

    @Test
    void shouldSpeakWithElevenLabs() throws Exception {
        scene.vendor.on(ELEVEN).reset().bytes(200, "audio/mpeg", SAMPLES).chunked();

        assertThat(speak("el", "voice-1", null)).isEqualTo(SAMPLES);

        assertThat(last().header("xi-api-key")).isEqualTo("key-eleven");
        assertThat(last().header("authorization")).isNull();
        assertThat(last().query()).isEqualTo("output_format=mp3_44100_128");
        assertThat(last().json().path("model_id").asText()).isEqualTo("eleven_flash_v2_5");
        assertThat(last().json().path("text").asText()).isEqualTo("Hello there");
    }

    @Test
    void shouldSpeakWithDeepgram() throws Exception {
        scene.vendor.on("/deep/speak").reset().bytes(200, "audio/mpeg", SAMPLES).chunked().splitEvery(3);

        assertThat(speak("dg", "zeus", SpeechCreateParams.ResponseFormat.MP3)).isEqualTo(SAMPLES);

        assertThat(last().header("authorization")).isEqualTo("Token key-deep");
        assertThat(last().query()).isEqualTo("model=aura-2-zeus-en&encoding=mp3");
        assertThat(last().json().path("text").asText()).isEqualTo("Hello there");
    }

    @Test
    void shouldWrapGeminisSamplesAsTheyCome() throws Exception {
        scene.vendor.on(GEMINI).reset()
                .sse(GeminiWire.speech("audio/L16;codec=pcm;rate=24000", SAMPLES, SAMPLES)).drip(Duration.ofMillis(20));

        byte[] file = speak("gemini-3.8-flash-tts", "Puck", SpeechCreateParams.ResponseFormat.WAV);

        assertThat(last().header("x-goog-api-key")).isEqualTo("key-gem");
        Wav.Samples samples = Wav.read(file);
        assertThat(samples.rate()).isEqualTo(24_000);
        assertThat(samples.bytes()).hasSize(16).startsWith(SAMPLES).endsWith(SAMPLES);
    }

    @Test
    void shouldNameTheFormatWhenTheOnlyProviderCannotSpeakIt() {
        int before = scene.vendor.requests().size();

        BadRequestException refused = catchThrowableOfType(BadRequestException.class,
                () -> speak("gemini-3.8-flash-tts", "Puck", SpeechCreateParams.ResponseFormat.OPUS));

        assertThat(refused.param()).contains("response_format");
        assertThat(refused.getMessage()).contains("wav and pcm");
        assertThat(scene.vendor.requests()).hasSize(before);
    }

    @Test
    void shouldAskAVendorOfOpenAisDialectOnlyForTheFormatsThatItSpeaks() {
        scene.vendor.on("/groq/audio/speech").reset().bytes(200, "audio/wav", SAMPLES);
        int before = scene.vendor.requests().size();

        HttpResponse<String> mp3 = post("groq/canopylabs/orpheus-v1-english", "Hi", ",\"voice\":\"troy\",\"response_format\":\"mp3\"");
        HttpResponse<String> wav = post("groq/canopylabs/orpheus-v1-english", "Hi", ",\"voice\":\"troy\",\"response_format\":\"wav\"");

        assertThat(mp3.statusCode()).isEqualTo(400);
        assertThat(Scene.error(mp3)).endsWith("unsupported response_format");
        assertThat(wav.statusCode()).isEqualTo(200);
        assertThat(scene.vendor.requests()).hasSize(before + 1);
        assertThat(last().json().path("response_format").asText()).isEqualTo("wav");
    }

    @Test
    void shouldSayWhatTheVendorCouldNotHonour() {
        scene.vendor.on(GEMINI).reset().sse(GeminiWire.speech("audio/L16;codec=pcm;rate=24000", SAMPLES));

        HttpResponse<String> answer = post("gemini-3.8-flash-tts", "Hi", ",\"voice\":\"alloy\",\"speed\":2");

        assertThat(answer.headers().firstValue("content-type")).contains("audio/wav");
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("response_format:", "voice:", "speed:");
    }

    @Test
    void shouldPassAFormatAndAFailureOnToTheNextProvider() {
        scene.vendor.on(ELEVEN).reset().reply(429, "{\"detail\":{\"status\":\"system_busy\",\"message\":\"busy\"}}");
        scene.vendor.on("/deep/speak").reset().bytes(200, "audio/flac", SAMPLES);

        HttpResponse<String> format = post("both", "Hi", ",\"voice\":\"voice-1\",\"response_format\":\"flac\"");
        HttpResponse<String> busy = post("both", "Hi", ",\"voice\":\"voice-1\"");

        assertThat(List.of(format, busy)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-synaxis-provider")).contains("deep");
        });
    }

    @Test
    void shouldKeepToTheQuotaInCharactersAndToTheCooldown() {
        scene.vendor.on(ELEVEN).reset().bytes(200, "audio/mpeg", SAMPLES);
        scene.vendor.on("/deep/speak").reset().bytes(200, "audio/mpeg", SAMPLES);
        scene.clock.advance(Duration.ofDays(1));

        String first = provider(post("both", "x".repeat(60), ",\"voice\":\"voice-1\""));
        eventually("60 characters are counted", () -> used() == 60);
        String second = provider(post("both", "x".repeat(60), ",\"voice\":\"voice-1\""));
        String third = provider(post("both", "x".repeat(40), ",\"voice\":\"voice-1\""));

        assertThat(List.of(first, second, third)).containsExactly("eleven", "deep", "eleven");

        scene.clock.advance(Duration.ofDays(1));
        scene.vendor.on(ELEVEN).reset().reply(429, "{\"detail\":{\"code\":\"rate_limit_exceeded\"}}").header("retry-after", "60");
        assertThat(provider(post("both", "Hi", ",\"voice\":\"voice-1\""))).isEqualTo("deep");
        scene.vendor.on(ELEVEN).reset().bytes(200, "audio/mpeg", SAMPLES);
        assertThat(provider(post("both", "Hi", ",\"voice\":\"voice-1\""))).isEqualTo("deep");
        scene.clock.advance(Duration.ofSeconds(61));
        assertThat(provider(post("both", "Hi", ",\"voice\":\"voice-1\""))).isEqualTo("eleven");
    }

    private static long used() {
        return scene.provider("eleven").get("quota").get(0).get("used").asLong();
    }

    private static String provider(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("x-synaxis-provider").orElse("");
    }

    @Test
    void shouldSpeakWithTheMock() throws Exception {
        byte[] file = speak("mk", "any", SpeechCreateParams.ResponseFormat.WAV);

        try (AudioInputStream in = wav(file)) {
            assertThat(in.getFormat().getSampleRate()).isEqualTo(24_000);
            assertThat(in.getFrameLength()).isEqualTo(6_000);
            assertThat(in.readAllBytes()).hasSize(12_000);
        }
        assertThat(post("mk", "Hi", ",\"stream_format\":\"sse\"").body()).contains("speech.audio.delta", "speech.audio.done");
        assertThat(post("mk", "Hi", ",\"response_format\":\"mp3\"").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldBreakOffWhenTheMockIsToldTo() {
        try (StreamClient raw = new StreamClient(scene.gateway, PATH, "{\"model\":\"bk\",\"input\":\"a b c d\"}")) {
            assertThat(raw.status()).isEqualTo(200);
            assertThatThrownBy(raw::rest).isInstanceOf(java.io.UncheckedIOException.class);
        }
        assertThat(post("bk", "a b c", ",\"stream_format\":\"sse\"").body()).contains("\"error\"").doesNotContain("audio.done");
    }
}
