package dev.synaxis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.QueueReply;
import dev.synaxis.camel.QueueRequest;
import dev.synaxis.config.ConfigLoader;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Units;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls from a queue or a file that bring a file along: as a form, or in JSON. */
class QueueUploadTest {

    private static final byte[] WAV = FormBody.wav(3);
    private static final String SOUND = "data:audio/wav;base64," + Base64.getEncoder().encodeToString(WAV);
    private static final byte[] PIXEL = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @TempDir
    private static Path directory;

    private static ScriptedVendor vendor;
    private static Synaxis gateway;
    private static QueueCalls calls;

    @BeforeAll
    static void start() throws Exception {
        vendor = ScriptedVendor.start();
        Files.writeString(directory.resolve("synaxis.yaml"), """
                server: { max-upload: 64KiB }
                resilience: { max-retries: 0 }
                providers:
                  - { id: mock }
                  - { id: house, dialect: openai, base-url: "%s", capabilities: [transcription], models: [w] }
                """.formatted(vendor.url("/v1")));
        gateway = Synaxis.start(new ConfigLoader(Map.of("SYNAXIS_PORT", "0"), directory).load(), new TestClock());
        calls = gateway.bean("queueCalls", QueueCalls.class);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        vendor.close();
    }

    private static QueueReply ask(ProviderCapability capability, @Nullable String type, byte[] body) {
        return calls.ask(new QueueRequest(capability, type, body, new CallerHeaders("req-1", null, null), null));
    }

    private static QueueReply transcribe(ObjectNode body) {
        return ask(ProviderCapability.TRANSCRIPTION, null, Json.bytes(body));
    }

    private static QueueReply transcribe(FormBody form) {
        return ask(ProviderCapability.TRANSCRIPTION, FormBody.contentType(), form.bytes());
    }

    private static ObjectNode body(String model) {
        return Json.object().put("model", model).put("file", SOUND);
    }

    private static FormBody form(String model) {
        return new FormBody().file("file", "speech.wav", "audio/wav", WAV).field("model", model);
    }

    private static String text(QueueReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(QueueReply reply) {
        return Json.parseObject(reply.body()).orElseThrow();
    }

    @Test
    void shouldTranscribeTheFileOfAForm() {
        QueueReply reply = transcribe(form("mock/m"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(json(reply).path("text").asText()).contains("speech.wav", "3.0 seconds");
        assertThat(reply.provider()).isEqualTo("mock");
        assertThat(reply.units()).isEqualTo(Units.audioSeconds(3));
    }

    @Test
    void shouldTranscribeTheDataUrlOfAJsonBody() {
        QueueReply reply = transcribe(body("mock/m").put("response_format", "verbose_json").put("temperature", 0.5));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).path("text").asText()).contains("3.0 seconds");
        assertThat(json(reply).path("segments")).isNotEmpty();
        assertThat(reply.units()).isEqualTo(Units.audioSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text|This is what", "srt|1", "vtt|WEBVTT"})
    void shouldGiveTextAndSubtitlesAsTheyAre(String format, String start) {
        QueueReply reply = transcribe(body("mock/m").put("response_format", format));

        assertThat(reply.contentType()).startsWith("text/plain");
        assertThat(text(reply)).startsWith(start);
    }

    @Test
    void shouldSendAProviderTheFormThatTheJsonStandsFor() {
        vendor.on("/v1/audio/translations").reset().reply(200, "{\"text\":\"Hello.\"}");
        ObjectNode body = body("house/w").put("task", "translate").put("vendor_flag", true).putNull("prompt");
        body.putArray("include").add("a").add("b");
        body.putObject("chunking_strategy").put("type", "server_vad");

        QueueReply reply = transcribe(body);

        assertThat(text(reply)).isEqualTo("{\"text\":\"Hello.\"}");
        RecordedRequest sent = vendor.requests().getLast();
        assertThat(FormBody.of(sent)).extracting(part -> part.filename() == null ? part.name() + "=" + part.text() : part.name())
                .containsExactly("model=w", "file", "vendor_flag=true", "include[]=a", "include[]=b",
                        "chunking_strategy[type]=server_vad");
        assertThat(FormBody.of(sent).get(1).body()).isEqualTo(WAV);
        assertThat(FormBody.of(sent).get(1).filename()).isEqualTo("audio.wav");
        assertThat(FormBody.of(sent).get(1).contentType()).isEqualTo("audio/wav");
    }

    @Test
    void shouldTranslateWhenAFieldOfTheFormSaysSo() {
        vendor.on("/v1/audio/translations").reset().reply(200, "{\"text\":\"Hello.\"}");

        QueueReply reply = transcribe(form("house/w").field("task", "translate"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(FormBody.of(vendor.requests().getLast())).extracting(FormBody.Part::name).containsExactly("file", "model");
    }

    @Test
    void shouldEditTheImageOfAForm() {
        QueueReply reply = ask(ProviderCapability.IMAGE_EDIT, FormBody.contentType(), new FormBody()
                .field("model", "mock/m").field("prompt", "more red").field("size", "256x256").field("n", "2")
                .file("image", "a.png", "image/png", PIXEL).bytes());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).at("/data/0/b64_json").asText()).startsWith("iVBOR");
        assertThat(reply.units()).isEqualTo(Units.images(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
        "null|400|missing_required_parameter",
        "https://example.com/a.wav|400|invalid_value",
        "data:audio/wav,abc|400|invalid_value",
        "data:audio/wav;base64,***|400|invalid_value",
        "data:audio/wav;base64,|400|empty_file",
        "data:text/plain;base64,QUJD|400|unsupported_file",
        "data:audio/x\u0007;base64,QUJD|400|invalid_value",
    })
    void shouldNameTheFileWhenItIsMissingOrWrong(String file, int status, String code) {
        QueueReply reply = transcribe(Json.object().put("model", "mock/m").put("file", file));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).at("/error/param").asText()).isEqualTo("file");
        assertThat(json(reply).at("/error/code").asText()).isEqualTo(code);
        assertThat(reply.unavailable()).isFalse();
    }

    @Test
    void shouldNameTheFieldOfEveryOtherFault() {
        assertThat(param(transcribe(body("mock/m").put("task", "sing")))).isEqualTo("task");
        assertThat(param(transcribe(body("mock/m").put("stream", true)))).isEqualTo("stream");
        assertThat(param(transcribe(form("mock/m").field("stream", "true")))).isEqualTo("stream");
        assertThat(param(transcribe(Json.object().put("file", SOUND)))).isEqualTo("model");
        assertThat(param(transcribe(Json.object().put("model", "mock/m").put("file", 7)))).isEqualTo("file");
        assertThat(param(transcribe(new FormBody().field("model", "mock/m")))).isEqualTo("file");
        assertThat(param(transcribe(form("mock/m").file("other", "a.wav", "audio/wav", WAV)))).isEqualTo("other");
    }

    private static String param(QueueReply reply) {
        assertThat(reply.status()).isEqualTo(400);
        return json(reply).at("/error/param").asText();
    }

    @Test
    void shouldRefuseWhatIsLargerThanAnUploadMayBe() {
        byte[] large = FormBody.wav(9);
        String url = "data:audio/wav;base64," + Base64.getEncoder().encodeToString(large);

        QueueReply json = transcribe(body("mock/m").put("file", url));
        QueueReply form = transcribe(form("mock/m").file("file", "b.wav", "audio/wav", large));

        assertThat(json.status()).isEqualTo(413);
        assertThat(json(json).at("/error/param").asText()).isEqualTo("file");
        assertThat(form.status()).isEqualTo(413);
        assertThat(json(form).at("/error/code").asText()).isEqualTo("request_too_large");
    }

    @Test
    void shouldRefuseAFormThatCannotBeRead() {
        QueueReply cut = ask(ProviderCapability.TRANSCRIPTION, FormBody.contentType(), form("mock/m").unfinished());
        QueueReply nameless = ask(ProviderCapability.TRANSCRIPTION, "multipart/form-data", form("mock/m").bytes());
        QueueReply other = ask(ProviderCapability.IMAGE_EDIT, "text/plain", form("mock/m").bytes());

        assertThat(cut.status()).isEqualTo(400);
        assertThat(json(cut).at("/error/code").asText()).isEqualTo("invalid_multipart");
        assertThat(json(nameless).at("/error/param").asText()).isEqualTo("content-type");
        assertThat(other.status()).isEqualTo(415);
    }
}
