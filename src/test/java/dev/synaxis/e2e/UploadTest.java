package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that bring files along: what is refused and how, what a second provider gets, and what is left behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadTest {

    private static final String PATH = "/v1/audio/transcriptions";
    private static final String KEY = "key-of-a-client";
    private static final byte[] SMALL = FormBody.wav(3);
    /** Larger than what is held in memory. */
    private static final byte[] LARGE = FormBody.wav(250);

    private ScriptedVendor vendor;
    private GatewayFixture gateway;

    @BeforeAll
    void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start("""
                server: { max-upload: 4MiB, max-body: 64KiB, api-keys: [key-of-a-client], shutdown: 1s }
                strategy: preferred
                resilience: { breaker: { enabled: false }, cooldown: { enabled: false } }
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", capabilities: [transcription], models: [m],
                      timeouts: { total: 1500ms } }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", capabilities: [transcription], models: [m] }
                """.replace("VENDOR", vendor.url().toString()));
    }

    @BeforeEach
    void script() {
        vendor.on("/first/audio/transcriptions").reset().reply(200, "{\"text\":\"one\"}");
        vendor.on("/second/audio/transcriptions").reset().reply(200, "{\"text\":\"two\"}");
    }

    @AfterAll
    void stop() {
        gateway.close();
        vendor.close();
    }

    private static FormBody form(byte[] audio) {
        return new FormBody().field("model", "m").file("file", "a.wav", "audio/wav", audio);
    }

    private HttpResponse<String> post(FormBody form) {
        return gateway.post(PATH, form, "x-api-key", KEY);
    }

    private static Arguments wrong(int status, String param, String code, FormBody form) {
        return Arguments.of(status, param, code, form);
    }

    private static FormBody good(String field, String value) {
        return form(SMALL).field(field, value);
    }

    static Stream<Arguments> wrongForms() {
        FormBody noFile = new FormBody().field("model", "m");
        FormBody noModel = new FormBody().file("file", "a.wav", "audio/wav", SMALL);
        return Stream.of(
                wrong(400, "file", "missing_required_parameter", noFile),
                wrong(400, "model", "missing_required_parameter", noModel),
                wrong(400, "model", "invalid_value", new FormBody().field("model", " ").file("file", "a.wav", "audio/wav", SMALL)),
                wrong(400, "model", "invalid_value", form(SMALL).field("model", "other")),
                wrong(400, "audio", "unexpected_file", new FormBody().field("model", "m").file("audio", "a.wav", "audio/wav", SMALL)),
                wrong(400, "file", "empty_file", form(new byte[0])),
                wrong(400, "file", "invalid_value", form(SMALL).file("file", "b.wav", "audio/wav", SMALL)),
                wrong(400, "file", "unsupported_file",
                        new FormBody().field("model", "m").file("file", "notes.txt", "text/plain", "Hello".getBytes())),
                wrong(400, "file", "unsupported_file",
                        new FormBody().field("model", "m").file("file", "blob", "application/octet-stream", new byte[100])),
                wrong(400, "response_format", "invalid_value", good("response_format", "xml")),
                wrong(400, "temperature", "invalid_value", good("temperature", "hot")),
                wrong(400, "temperature", "invalid_value", good("temperature", "2")),
                wrong(400, "language", "invalid_value", good("language", "en\r\nx")),
                wrong(400, "stream", "invalid_value", good("stream", "yes")),
                wrong(400, "timestamp_granularities[]", "invalid_value", good("timestamp_granularities[]", "letter")),
                wrong(400, "", "invalid_multipart", new FormBody().raw("Content-Type: text/plain", "m".getBytes())),
                wrong(400, "", "invalid_multipart", new FormBody().raw("Content-Disposition: form-data", "m".getBytes())),
                wrong(400, "", "invalid_multipart", form(SMALL).raw(
                        "Content-Disposition: form-data; name=\"x\"\r\nContent-Transfer-Encoding: base64", "bQ==".getBytes())),
                wrong(413, "", "request_too_large", form(SMALL).field("prompt", "x".repeat(1_100_000))),
                wrong(413, "", "request_too_large", form(FormBody.wav(600))));
    }

    @ParameterizedTest
    @MethodSource("wrongForms")
    void shouldSayWhatIsWrongWithAForm(int status, String param, String code, FormBody form) {
        int asked = vendor.requests().size();

        HttpResponse<String> answer = post(form);

        JsonNode error = json(answer).get("error");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(error.path("param").asText("")).isEqualTo(param);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(vendor.requests()).hasSize(asked);
    }

    private RawHttp.Answer raw(String headers, byte[] body) {
        byte[] head = ("POST " + PATH + " HTTP/1.1\r\nhost: gateway\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return RawHttp.send(gateway.port(), all);
    }

    private static String headers(String type, int length) {
        return "x-api-key: " + KEY + "\r\ncontent-type: " + type + "\r\ncontent-length: " + length + "\r\n";
    }

    @Test
    void shouldSayThatTheBodyIsNoFormWhenItIsNone() {
        RawHttp.Answer json = raw(headers("application/json", 2), "{}".getBytes());
        RawHttp.Answer bare = raw(headers("multipart/form-data", 2), "{}".getBytes());
        RawHttp.Answer none = raw("x-api-key: " + KEY + "\r\ncontent-length: 0\r\n", new byte[0]);

        assertThat(json.status()).isEqualTo(415);
        assertThat(json.error().get("message").asText()).contains("multipart/form-data");
        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.error().get("message").asText()).contains("boundary");
        assertThat(none.status()).isEqualTo(415);
    }

    @Test
    void shouldSayThatAFormIsCutWhenItsLastBoundaryIsMissing() {
        byte[] cut = form(SMALL).unfinished();

        RawHttp.Answer answer = raw(headers(FormBody.contentType(), cut.length), cut);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().get("code").asText()).isEqualTo("invalid_multipart");
        assertThat(answer.error().get("message").asText()).contains("closing boundary");
    }

    @Test
    void shouldSayThatAFormIsTooLargeBeforeItIsRead() {
        RawHttp.Answer answer = raw(headers(FormBody.contentType(), 500_000_000), new byte[0]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().get("message").asText()).contains("max-upload");
    }

    @Test
    void shouldAskForTheBodyOnlyOnceTheKeyIsKnown() throws IOException {
        byte[] body = form(SMALL).bytes();
        String head = "POST " + PATH + " HTTP/1.1\r\nhost: gateway\r\nexpect: 100-continue\r\ncontent-type: "
                + FormBody.contentType() + "\r\ncontent-length: " + body.length + "\r\n";
        try (Socket stranger = new Socket("127.0.0.1", gateway.port());
                Socket client = new Socket("127.0.0.1", gateway.port())) {
            stranger.setSoTimeout(60_000);
            client.setSoTimeout(60_000);
            stranger.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write((head + "x-api-key: " + KEY + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(line(stranger.getInputStream())).isEqualTo("HTTP/1.1 401 Unauthorized");
            assertThat(line(client.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(line(client.getInputStream())).isEmpty();
            client.getOutputStream().write(body);
            assertThat(line(client.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Test
    void shouldGiveTheNextProviderTheWholeFileWhenTheFirstFails() {
        vendor.on("/first/audio/transcriptions").reset().reply(503, "{\"error\":{\"message\":\"busy\"}}");
        int before = vendor.requests().size();

        HttpResponse<String> answer = post(form(LARGE));

        assertThat(json(answer).get("text").asText()).isEqualTo("two");
        assertThat(answer.headers().firstValue("x-synaxis-attempts")).hasValue("3");
        for (int i = before; i < before + 3; i++) {
            assertThat(FormBody.of(vendor.request(i)).get(1).body()).as("request %d", i).isEqualTo(LARGE);
        }
    }

    @Test
    void shouldStillHaveTheFileWhenTheFirstProviderWasTimedOut() {
        vendor.on("/first/audio/transcriptions").reset().reply(200, "{}").hangBeforeHeaders();

        HttpResponse<String> answer = post(form(LARGE));

        assertThat(json(answer).get("text").asText()).isEqualTo("two");
        assertThat(FormBody.of(vendor.requests().getLast()).get(1).body()).isEqualTo(LARGE);
    }

    @Test
    void shouldStreamFromAFileOnDisk() {
        vendor.on("/first/audio/transcriptions").reset().sse(
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hi\"}\n\n",
                "data: {\"type\":\"transcript.text.done\",\"text\":\"Hi\"}\n\n");

        HttpResponse<String> answer = post(form(LARGE).field("stream", "true"));

        assertThat(answer.body()).contains("transcript.text.done");
        assertThat(FormBody.of(vendor.requests().getLast()).get(1).body()).isEqualTo(LARGE);
    }

    private static List<String> openUploads() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.map(fd -> {
                try {
                    return Files.readSymbolicLink(fd).toString();
                } catch (IOException e) {
                    return "";
                }
            }).filter(name -> name.contains("synaxis-upload-")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldLeaveNoFileBehindWhenTheClientLeaves() throws IOException {
        byte[] body = form(LARGE).bytes();
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nhost: gateway\r\n"
                    + headers(FormBody.contentType(), body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(body, 0, body.length - 1000);
            client.getOutputStream().flush();
            within(Duration.ofMinutes(1), "the file is being written", () -> !openUploads().isEmpty());
            // it has no name, so that nothing is left even if the process is killed now
            assertThat(openUploads()).allMatch(name -> name.endsWith("(deleted)"));
        }

        within(Duration.ofMinutes(1), "the file is gone", () -> openUploads().isEmpty());
        within(Duration.ofMinutes(1), "the call is over", () ->
                gateway.get("/metrics", "x-api-key", KEY).body().contains("synaxis_requests_active 1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void shouldCloseTheFileAndHangUpWhenTheClientLeavesWhileTheVendorWorks(String stream) throws IOException {
        vendor.on("/first/audio/transcriptions").reset().reply(200, "{}").hangBeforeHeaders();
        int request = vendor.requests().size();
        byte[] body = form(LARGE).field("stream", stream).bytes();
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nhost: gateway\r\n"
                    + headers(FormBody.contentType(), body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(body);
            client.getOutputStream().flush();
            within(Duration.ofMinutes(1), "the vendor has the file", () -> vendor.requests().size() == request + 1);
            assertThat(openUploads()).isNotEmpty();
        }

        vendor.awaitHangUp(request, Duration.ofSeconds(20));
        within(Duration.ofMinutes(1), "no file is open", () -> openUploads().isEmpty());
    }

    @Test
    void shouldCloseTheFileWhenTheCallIsAnswered() {
        post(form(LARGE));
        vendor.on("/first/audio/transcriptions").reset().reply(400, "{\"error\":{\"message\":\"bad audio\"}}");

        HttpResponse<String> refused = post(form(LARGE));

        assertThat(refused.statusCode()).isEqualTo(400);
        within(Duration.ofMinutes(1), "no file is open", () -> openUploads().isEmpty());
    }
}
