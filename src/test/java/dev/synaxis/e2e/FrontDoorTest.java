package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.CHAT;
import static dev.synaxis.testkit.GatewayFixture.chatBody;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway says to callers who get it wrong: a 4xx in OpenAI's form that names the field, never a 500. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontDoorTest {

    private static final int LIMIT = 64 * 1024;

    private GatewayFixture gateway;

    @BeforeAll
    void start() {
        gateway = GatewayFixture.start("""
                server: { max-body: 64KiB }
                providers:
                  - { id: mock, dialect: mock }
                """);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private static Arguments wrong(String param, String body) {
        return Arguments.of(param, body);
    }

    private static String user(String content) {
        return "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}";
    }

    private static String with(String fields) {
        return "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + fields + "}";
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                wrong("", ""),
                wrong("", "{"),
                wrong("", "nonsense"),
                wrong("", "[]"),
                wrong("", "null"),
                wrong("", "\"text\""),
                wrong("", "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]} trailing"),
                wrong("model", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                wrong("model", "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                wrong("model", "{\"model\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                wrong("messages", "{\"model\":\"mock\"}"),
                wrong("messages", "{\"model\":\"mock\",\"messages\":{}}"),
                wrong("messages", "{\"model\":\"mock\",\"messages\":[]}"),
                wrong("messages[0]", "{\"model\":\"mock\",\"messages\":[\"Hi\"]}"),
                wrong("messages[0].role", "{\"model\":\"mock\",\"messages\":[{\"role\":\"wizard\",\"content\":\"Hi\"}]}"),
                wrong("messages[0].role", "{\"model\":\"mock\",\"messages\":[{\"content\":\"Hi\"}]}"),
                wrong("messages[0].content", user("7")),
                wrong("messages[0].content[0].type", user("[{\"type\":\"smell\"}]")),
                wrong("messages[0].content[0].image_url", user("[{\"type\":\"image_url\",\"image_url\":7}]")),
                wrong("temperature", with("\"temperature\":\"hot\"")),
                wrong("max_tokens", with("\"max_tokens\":1e999")),
                wrong("max_tokens", with("\"max_tokens\":-2")),
                wrong("max_tokens", with("\"max_tokens\":99999999999999999999999")),
                wrong("n", with("\"n\":\"two\"")),
                wrong("stream", with("\"stream\":\"yes\"")),
                wrong("tools", with("\"tools\":{}")),
                wrong("tools[0].function", with("\"tools\":[{\"type\":\"function\",\"function\":\"f\"}]")),
                wrong("tool_choice", with("\"tool_choice\":7")),
                wrong("response_format", with("\"response_format\":\"json\"")),
                wrong("stop", with("\"stop\":7")));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void shouldNameTheFieldWhenTheBodyIsWrong(String param, String body) {
        HttpResponse<String> answer = gateway.post(CHAT, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        JsonNode error = error(answer);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        if (!param.isEmpty()) {
            assertThat(error.path("param").asText()).isEqualTo(param);
        }
    }

    @Test
    void shouldRefuseWhenTheNestingIsTooDeep() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);

        HttpResponse<String> answer = gateway.post(CHAT, with("\"metadata\":" + deep));

        assertThat(answer.statusCode()).isEqualTo(400);
        error(answer);
    }

    @Test
    void shouldRefuseWhenTheBodyIsNotUtf8() {
        byte[] body = chatBody("mock").replace("Hi", "\u0001\u0002").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == 1 ? (byte) 0xc3 : body[i] == 2 ? (byte) 0x28 : body[i];
        }

        RawHttp.Answer answer = RawHttp.send(gateway.port(), RawHttp.post(CHAT, body));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error().get("message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void shouldRefuseWhenTheBodyIsInAnotherUnicodeEncoding(String charset) {
        Charset encoding = Charset.forName(charset);

        RawHttp.Answer chat = RawHttp.send(gateway.port(), RawHttp.post(CHAT, chatBody("mock").getBytes(encoding)));
        RawHttp.Answer embedding = RawHttp.send(gateway.port(), RawHttp.post("/v1/embeddings",
                "{\"model\":\"mock\",\"input\":\"Hi\"}".getBytes(encoding)));

        assertThat(chat.status()).as(chat.text()).isEqualTo(400);
        assertThat(embedding.status()).as(embedding.text()).isEqualTo(400);
        assertThat(embedding.error().get("message").asText()).contains("UTF-8");
    }

    @Test
    void shouldRefuseWhenTheAnnouncedBodyIsTooLarge() {
        String head = "POST " + CHAT + " HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\ncontent-length: "
                + (LIMIT + 1) + "\r\n\r\n";

        RawHttp.Answer answer = RawHttp.send(gateway.port(), head);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().get("code").asText()).isEqualTo("request_too_large");
        assertThat(answer.head()).contains("x-request-id: ");
    }

    @Test
    void shouldCloseTheConnectionWhenTheBodyIsTooLarge() {
        byte[] request = RawHttp.post(CHAT, new byte[LIMIT + 1]);

        RawHttp.Answer answer = RawHttp.sendAndWaitForTheEnd(gateway.port(), request);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.head()).contains("connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "transfer-encoding: chunked\r\ncontent-length: 5",
        "content-length: 5\r\ntransfer-encoding: chunked",
        "content-length: 5\r\ntransfer-encoding: gzip",
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
        "transfer-encoding: xchunked"
    })
    void shouldRefuseAndReadNoFurtherWhenTheLengthOfTheBodyIsAmbiguous(String headers) {
        String smuggled = "GET /v1/models HTTP/1.1\r\nhost: g\r\n\r\n";
        String request = "POST " + CHAT + " HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n" + headers
                + "\r\n\r\n0\r\n\r\n" + smuggled;

        RawHttp.Answer answer =
                RawHttp.sendAndWaitForTheEnd(gateway.port(), request.getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.error().get("message").asText()).contains("ambiguous");
        assertThat(answer.text()).doesNotContain("200 OK");
    }

    @Test
    void shouldRefuseChunksInHttp10() {
        String request = "POST " + CHAT + " HTTP/1.0\r\nhost: g\r\nconnection: keep-alive\r\ncontent-type: application/json\r\n"
                + "transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\nhost: g\r\n\r\n";

        RawHttp.Answer answer =
                RawHttp.sendAndWaitForTheEnd(gateway.port(), request.getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("200 OK");
    }

    @Test
    void shouldRefuseWhenTheChunksGrowTooLarge() {
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        String request = "POST " + CHAT + " HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n"
                + "transfer-encoding: chunked\r\n\r\n" + chunk.repeat(LIMIT / 0x1000 + 1);

        RawHttp.Answer answer = RawHttp.send(gateway.port(), request);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().get("code").asText()).isEqualTo("request_too_large");
    }

    @Test
    void shouldTakeABodyOfExactlyTheLimit() {
        String body = chatBody("mock");
        String whole = body.replace("Hi", "x".repeat(LIMIT - body.length() + 2));

        assertThat(whole).hasSize(LIMIT);
        assertThat(gateway.post(CHAT, whole).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "json"})
    void shouldSay415WhenTheContentTypeIsAnother(String type) {
        String body = chatBody("mock");
        RawHttp.Answer answer = RawHttp.send(gateway.port(), "POST " + CHAT + " HTTP/1.1\r\nhost: g\r\ncontent-type: "
                + type + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(415);
        assertThat(answer.error().get("code").asText()).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/chat/completions", "DELETE /v1/chat/completions", "POST /v1/models", "DELETE /v1/models/a/b", "PUT /admin/plan"})
    void shouldSay405WhenTheMethodIsAnother(String line) {
        RawHttp.Answer answer = RawHttp.send(gateway.port(), line + " HTTP/1.1\r\nhost: g\r\ncontent-length: 0\r\n\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(405);
        assertThat(answer.error().get("code").asText()).isEqualTo("method_not_allowed");
        assertThat(answer.head()).contains("allow: " + (line.contains("models") ? "get" : "post"));
        assertThat(answer.head()).contains("x-request-id: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/v1/models", "/v1/models/mock", "/metrics"})
    void shouldAnswerHeadWithoutABodyWhereGetIsAnswered(String path) {
        RawHttp.Answer answer = RawHttp.sendAndWaitForTheEnd(gateway.port(),
                ("HEAD " + path + " HTTP/1.1\r\nhost: g\r\nconnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).endsWith("\r\n\r\n");
    }

    @Test
    void shouldSay417AndCloseWhenTheExpectationIsNotKnown() {
        RawHttp.Answer answer = RawHttp.sendAndWaitForTheEnd(
                gateway.port(), RawHttp.post(CHAT, chatBody("mock").getBytes(StandardCharsets.UTF_8), "expect: a-miracle"));

        assertThat(answer.status()).isEqualTo(417);
        assertThat(answer.error().get("code").asText()).isEqualTo("bad_request");
        assertThat(answer.head()).contains("connection: close").contains("x-request-id: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v2/chat/completions", "/v1/chat/completions/../../admin", "/favicon.ico"})
    void shouldSay404WhenThereIsNoSuchPath(String path) {
        RawHttp.Answer answer = RawHttp.send(gateway.port(), "GET " + path + " HTTP/1.1\r\nhost: g\r\n\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.error().get("code").asText()).isEqualTo("unknown_url");
        assertThat(answer.head()).contains("x-request-id: ");
    }

    @Test
    void shouldSay404WhenNobodyKnowsTheModel() {
        HttpResponse<String> answer = gateway.chat("unheard-of");

        if (answer.statusCode() != 200) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(error(answer).get("code").asText()).isEqualTo("model_not_found");
        }
        HttpResponse<String> unknown = gateway.get("/v1/models/nobody/has-it");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(error(unknown).get("code").asText()).isEqualTo("model_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "NONSENSE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-length: many\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-length: -5\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n\r\n",
        "GET /v1/models/%ff%fe HTTP/1.1\r\nhost: g\r\n\r\n",
        "GET /v1/models/%zz HTTP/1.1\r\nhost: g\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nhost: g\r\n\r\n"
    })
    void shouldAnswerGarbageWithA4xxOrHangUp(String garbage) {
        RawHttp.Answer answer = RawHttp.send(gateway.port(), garbage);

        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(answer.status()).as(answer.text()).isIn(0, 400, 404, 431, 501, 505);
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSay431OrHangUpWhenHeadersAreHuge() {
        RawHttp.Answer answer = RawHttp.send(gateway.port(),
                "GET /v1/models HTTP/1.1\r\nhost: g\r\nx-big: " + "x".repeat(100_000) + "\r\n\r\n");

        assertThat(answer.status()).isIn(0, 400, 431);
        assertThat(answer.text()).doesNotContain("Exception");
    }

    @Test
    void shouldAnswerWhenHeadersAreOdd() {
        byte[] body = chatBody("mock").getBytes(StandardCharsets.UTF_8);

        RawHttp.Answer answer = RawHttp.send(gateway.port(), RawHttp.post(CHAT, body,
                "x-request-id: first", "x-request-id: second", "CamelHttpResponseCode: 418", "CamelHttpUri: http://127.0.0.1:1",
                "CamelHttpPath: /elsewhere", "x-empty:", "x-synaxis-strategy:", "x-odd: \u00e4"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.head()).contains("x-request-id: first").doesNotContain("second").doesNotContain("camel");
    }

    static Stream<Arguments> unroutable() {
        return Stream.of(
                Arguments.of(400, "GET /v1/models HTTP/1.1\r\nhost: g\r\nbroken header\r\n\r\n"),
                Arguments.of(400, "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-length: many\r\n\r\n"),
                Arguments.of(431, "GET /v1/models HTTP/1.1\r\nhost: g\r\nx-big: " + "x".repeat(100_000) + "\r\n\r\n"),
                Arguments.of(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of(404, "OPTIONS * HTTP/1.1\r\nhost: g\r\n\r\n"),
                Arguments.of(404, "GET models HTTP/1.1\r\nhost: g\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("unroutable")
    void shouldGiveAnIdAndAnAccessLineToWhatNeverComesToARoute(int status, String request) {
        try (Logged log = new Logged()) {
            RawHttp.Answer answer = RawHttp.send(gateway.port(), request);

            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            assertThat(answer.error().get("type").asText()).isEqualTo("invalid_request_error");
            String id = answer.head().split("x-request-id: ")[1].split("\r\n")[0];
            assertThat(log.lines("dev.synaxis.access", id))
                    .singleElement()
                    .satisfies(line -> assertThat(line.get("statusCode")).isEqualTo(status));
        }
    }

    @Test
    void shouldNameTheHeaderWhenTheStrategyIsUnknown() {
        HttpResponse<String> answer = gateway.chat("mock", "x-synaxis-strategy", "magic", "x-request-id", "mine");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).get("param").asText()).isEqualTo("x-synaxis-strategy");
        assertThat(answer.headers().firstValue("x-request-id")).contains("mine");
    }

    @Test
    void shouldGiveAnIdOfItsOwnWhenTheCallersIsNotFit() {
        HttpResponse<String> given = gateway.chat("mock", "x-request-id", "call.7_a-b");
        HttpResponse<String> odd = gateway.chat("mock", "x-request-id", "not { fit }");
        HttpResponse<String> none = gateway.chat("mock");

        assertThat(given.headers().allValues("x-request-id")).containsExactly("call.7_a-b");
        assertThat(Arrays.asList(odd, none)).allSatisfy(answer ->
                assertThat(answer.headers().allValues("x-request-id")).singleElement().asString().startsWith("req_"));
    }

    private static JsonNode error(HttpResponse<String> answer) {
        JsonNode error = json(answer).get("error");
        assertThat(error).as(answer.body()).isNotNull();
        assertThat(error.get("message").asText()).isNotBlank().doesNotContain("Exception").doesNotContain("dev.synaxis");
        return error;
    }
}
