package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workers AI by its native way, switched on by its key: pictures, transcripts and speech, at the path of each model. */
class CloudflareRunTest {

    private static final String RUN = "/cf/accounts/a/ai/run/";
    private static final String TURBO = "@cf/openai/whisper-large-v3-turbo";
    private static final byte[] WAV = FormBody.wav(2);

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                server: { shutdown: 1s }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms }, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: cloudflare-run, base-url: "%s/cf/accounts/a/ai" }
                """.formatted(vendor.url()),
                "CLOUDFLARE_API_TOKEN", "cf-key", "CLOUDFLARE_ACCOUNT_ID", "a");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    private static Script on(String model) {
        return vendor.on(RUN + model).reset();
    }

    private static RecordedRequest last() {
        return vendor.requests().getLast();
    }

    private static String result(String fields) {
        return "{\"result\":{" + fields + "},\"success\":true,\"errors\":[],\"messages\":[]}";
    }

    private static HttpResponse<String> draw(String model, String fields) {
        return gateway.post("/v1/images/generations", "{\"model\":\"" + model + "\",\"prompt\":\"A fox\"" + fields + "}");
    }

    private static FormBody form(String model) {
        return new FormBody().file("file", "speech.wav", "audio/wav", WAV).field("model", model);
    }

    private static String warning(HttpResponse<String> answer) {
        return String.valueOf(Scene.header(answer, "x-synaxis-warning"));
    }

    @Test
    void shouldChangePicturesByFlux2() {
        String path = RUN + "@cf/black-forest-labs/flux-2-dev";
        vendor.on(path).reset().reply(200, "{\"result\":{\"image\":\"" + ImageWire.PIXEL + "\"},\"success\":true}");
        String image = "{\"image_url\":\"data:image/png;base64," + ImageWire.PIXEL + "\"}";
        String edit = "{\"model\":\"%s\",\"prompt\":\"Both in one\",\"images\":[" + image + "%s],\"size\":\"1024x1024\"}";

        HttpResponse<String> answer = gateway.post("/v1/images/edits", edit.formatted("flux.2-dev", "," + image));

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        assertThat(FormBody.of(vendor.requests().getLast())).extracting(FormBody.Part::name)
                .containsExactly("prompt", "width", "height", "input_image_0", "input_image_1");
        assertThat(gateway.post("/v1/images/edits", edit.formatted("flux.2-dev", ("," + image).repeat(4))).statusCode())
                .as("a fifth").isEqualTo(400);
        assertThat(gateway.post("/v1/images/edits", edit.formatted("cloudflare-run/@cf/leonardo/lucid-origin", "")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldDrawWithFluxWhichTakesAPromptAndAnswersInJson() {
        on("@cf/black-forest-labs/flux-1-schnell").reply(200, result("\"image\":\"" + ImageWire.PIXEL + "\""));

        HttpResponse<String> answer = draw("flux.1-schnell", ",\"size\":\"1024x1024\",\"steps\":4,\"seed\":7");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/data/0/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(Scene.header(answer, "x-synaxis-tier")).isEqualTo("free");
        assertThat(warning(answer)).contains("size").contains("seed");
        assertThat(last().text()).isEqualTo("{\"prompt\":\"A fox\",\"steps\":4}");
        assertThat(last().header("authorization")).isEqualTo("Bearer cf-key");
        assertThat(draw("flux.1-schnell", ",\"stream\":true").body()).contains("image_generation.completed");
    }

    @Test
    void shouldTakeThePictureWhereItIsTheAnswerItself() {
        on("@cf/leonardo/phoenix-1.0").bytes(200, "image/png", Base64.getDecoder().decode(ImageWire.PIXEL));

        HttpResponse<String> answer =
                draw("cloudflare-run/@cf/leonardo/phoenix-1.0", ",\"size\":\"768x512\",\"negative_prompt\":\"dogs\"");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/data/0/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(last().text())
                .isEqualTo("{\"prompt\":\"A fox\",\"width\":768,\"height\":512,\"negative_prompt\":\"dogs\"}");
    }

    @Test
    void shouldSendTheSecondFluxAForm() {
        on("@cf/black-forest-labs/flux-2-klein-4b").reply(200, result("\"image\":\"" + ImageWire.PIXEL + "\""));

        HttpResponse<String> answer = draw("flux.2-klein-4b", ",\"size\":\"1024x768\"");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(FormBody.of(last())).extracting(part -> part.name() + "=" + part.text())
                .containsExactly("prompt=A fox", "width=1024", "height=768");
    }

    @Test
    void shouldSayWhatItsErrorsMean() {
        assertThat(refused(404, error(3042, "The model name is invalid"))).isEqualTo(404);
        assertThat(refused(429, error(4006, "you have used up your daily free allocation"))).isEqualTo(429);
        assertThat(refused(400, error(6003, "Invalid request headers"))).isEqualTo(400);
        assertThat(refused(429, error(3040, "No more data centers"))).isEqualTo(429);
        assertThat(refused(400, error(8007, "AiError: Input prompt contains NSFW content."))).isEqualTo(400);
        assertThat(refused(200, error(3040, "No more data centers"))).isEqualTo(503);
        assertThat(refused(200, result(""))).isEqualTo(502);
    }

    private static String error(int code, String message) {
        return "{\"result\":{},\"success\":false,\"messages\":[],\"errors\":[{\"code\":" + code + ",\"message\":\"" + message + "\"}]}";
    }

    private static int refused(int status, String body) {
        on("@cf/acme/painter").reply(status, body);
        HttpResponse<String> answer = draw("cloudflare-run/@cf/acme/painter", "");
        assertThat(answer.body()).doesNotContain("cf-key");
        return answer.statusCode();
    }

    @Test
    void shouldWriteDownSpeechWithTheLargeWhisper() {
        on(TURBO).reply(200, result("""
                "text":" Hello there.","transcription_info":{"language":"en","duration":2.5},
                "segments":[{"start":0.1,"end":1.0,"text":" Hello there.","words":[
                  {"word":" Hello","start":0.1,"end":0.5},{"word":" there.","start":0.5,"end":1.0}]}]"""));

        HttpResponse<String> answer = gateway.post("/v1/audio/transcriptions", form("whisper-large-v3-turbo")
                .field("language", "en").field("vad_filter", "true").field("response_format", "verbose_json")
                .field("timestamp_granularities[]", "word").field("timestamp_granularities[]", "segment"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode verbose = json(answer);
        assertThat(verbose.get("text").asText()).isEqualTo("Hello there.");
        assertThat(verbose.get("duration").asDouble()).isEqualTo(2.5);
        assertThat(verbose.at("/words/1/word").asText()).isEqualTo("there.");
        assertThat(verbose.at("/segments/0/end").asDouble()).isEqualTo(1.0);
        assertThat(last().json().path("audio").asText()).isEqualTo(Base64.getEncoder().encodeToString(WAV));
        assertThat(last().json().path("vad_filter").isBoolean()).isTrue();
        assertThat(Scene.header(answer, "x-synaxis-cost")).isNotNull();

        gateway.post("/v1/audio/translations", form("whisper-large-v3-turbo"));
        assertThat(last().json().path("task").asText()).isEqualTo("translate");
    }

    @Test
    void shouldSendTheSmallWhisperTheAudioItselfAndReadTimesFromItsSubtitles() {
        on("@cf/openai/whisper").reply(200, result("""
                "text":"Hello there. How are you?","word_count":5,"words":[{"word":"Hello","start":0.1,"end":0.5}],
                "vtt":"WEBVTT\\n\\n00.100 --> 01.000\\nHello there.\\n\\n00:01.500 --> 00:00:02.400\\nHow are you?\\n\\n\""""));

        HttpResponse<String> answer = gateway.post("/v1/audio/transcriptions",
                form("cloudflare-run/@cf/openai/whisper").field("response_format", "srt").field("language", "en"));

        assertThat(answer.body()).isEqualTo("""
                1
                00:00:00,100 --> 00:00:01,000
                Hello there.

                2
                00:00:01,500 --> 00:00:02,400
                How are you?

                """);
        assertThat(last().body()).isEqualTo(WAV);
        assertThat(last().header("content-type")).isEqualTo("application/octet-stream");
        assertThat(warning(answer)).contains("language");
        assertThat(gateway.post("/v1/audio/translations", form("cloudflare-run/@cf/openai/whisper")).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldSpeakWithAuraAsTheAudioComesAndWithMeloOutOfJson() {
        on("@cf/deepgram/aura-2-en").bytes(200, "audio/mpeg", "ID3sound".getBytes(StandardCharsets.US_ASCII)).chunked();
        on("@cf/myshell-ai/melotts").reply(200, result("\"audio\":\"SUQzc291bmQ=\""));

        HttpResponse<String> aura = speak("aura-2", ",\"voice\":\"thalia\"");
        String sent = last().text();
        HttpResponse<String> melo = speak("melotts", ",\"voice\":\"alloy\",\"lang\":\"en\"");

        assertThat(aura.body()).isEqualTo("ID3sound");
        assertThat(sent).isEqualTo("{\"text\":\"Hi\",\"speaker\":\"thalia\",\"encoding\":\"mp3\"}");
        assertThat(melo.body()).isEqualTo("ID3sound");
        assertThat(Scene.header(melo, "content-type")).isEqualTo("audio/mpeg");
        assertThat(last().text()).isEqualTo("{\"prompt\":\"Hi\",\"lang\":\"en\"}");
    }

    private static HttpResponse<String> speak(String model, String fields) {
        return gateway.post("/v1/audio/speech", "{\"model\":\"" + model + "\",\"input\":\"Hi\"" + fields + "}");
    }
}
