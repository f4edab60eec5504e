package dev.synaxis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedVendorTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String PATH = OpenAiWire.CHAT;

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.shutdownNow();
        vendor.close();
    }

    @Test
    void shouldRecordWhatArrivedWhenItAnswers() throws Exception {
        vendor.on(PATH).reply(200, OpenAiWire.text("m", "hi")).header("x-request-id", "r1");

        HttpResponse<String> answer = post(PATH + "?a=b", "{\"model\":\"m\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-request-id")).contains("r1");
        assertThat(answer.body()).isEqualTo(OpenAiWire.text("m", "hi"));
        RecordedRequest request = vendor.request(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo(PATH);
        assertThat(request.query()).isEqualTo("a=b");
        assertThat(request.header("Authorization")).isEqualTo("Bearer k");
        assertThat(request.json().get("model").textValue()).isEqualTo("m");
        assertThat(request.hungUpAt()).isNull();
        assertThat(request.answered()).isTrue();
    }

    @Test
    void shouldReadChunkedRequestBodies() throws Exception {
        vendor.on(PATH).reply(200, "{}");
        byte[] body = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

        client.send(HttpRequest.newBuilder(vendor.url(PATH))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .build(), HttpResponse.BodyHandlers.discarding());

        assertThat(vendor.request(0).header("transfer-encoding")).isEqualTo("chunked");
        assertThat(vendor.request(0).body()).isEqualTo(body);
    }

    @Test
    void shouldFollowTheSequenceAndRepeatItsLastReply() throws Exception {
        vendor.on(PATH).reply(OpenAiWire.rateLimited()).header("retry-after", "2");
        vendor.on(PATH).html(502);
        vendor.on(PATH).reply(200, "{}");

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(post(PATH, "{}").statusCode());
        }

        assertThat(statuses).containsExactly(429, 502, 200, 200);
        assertThat(vendor.connections()).as("kept alive").isEqualTo(1);
    }

    @Test
    void shouldAnswerByRequestAndByFallback() throws Exception {
        vendor.on(PATH).answer(r -> Reply.json(200, r.text()));
        vendor.otherwise().reply(418, "{}");

        assertThat(post(PATH, "{\"echo\":1}").body()).isEqualTo("{\"echo\":1}");
        assertThat(post("/elsewhere", "{}").statusCode()).isEqualTo(418);
    }

    @Test
    void shouldAnswer404WhenNothingIsScripted() throws Exception {
        assertThat(post("/nowhere", "{}").statusCode()).isEqualTo(404);
    }

    static Stream<List<String>> streams() {
        return Stream.of(
                OpenAiWire.streamWithUsage("m", "Hä", "llo"), OpenAiWire.toolStream("m", "c", "f", "{\"a\":", "1}"),
                AnthropicWire.stream("m", "Hä", "llo"), AnthropicWire.toolStream("m", "c", "f", "{\"a\":", "1}"),
                GeminiWire.stream("m", "Hä", "llo"), GeminiWire.toolStream("m", "f", "{\"a\":1}"),
                CohereWire.stream("Hä", "llo"), CohereWire.toolStream("c", "f", "{\"a\":", "1}"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldGiveTheSameEventsHoweverTheyAreCut(List<String> events) throws Exception {
        vendor.on(PATH).sse(events);
        vendor.on(PATH).sse(events).inOneWrite();
        vendor.on(PATH).sse(events).splitEvery(7);
        vendor.on(PATH).sse(events).splitAt(1, 2, 50, 51);

        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = post(PATH, "{}");
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            assertThat(answer.body()).isEqualTo(String.join("", events));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldCarryJsonInEveryEvent(List<String> events) {
        List<String> data = new ArrayList<>();
        SseReader reader = new SseReader();
        byte[] bytes = String.join("", events).getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, e -> data.add(new String(e.data(), StandardCharsets.UTF_8)));

        assertThat(data).hasSameSizeAs(events);
        assertThat(data).allSatisfy(d -> assertThat(d.equals("[DONE]") || Json.parseOrNull(d) != null).isTrue());
    }

    static Stream<String> wholeAnswers() {
        return Stream.of(
                OpenAiWire.text("m", "a\"b"), OpenAiWire.toolCall("m", "c", "f", "{\"a\":1}"),
                OpenAiWire.embedding("m", 0.5, -1), OpenAiWire.rateLimited().body(), OpenAiWire.serverError(500).body(),
                AnthropicWire.text("m", "a\"b"), AnthropicWire.toolCall("m", "c", "f", "{\"a\":1}"),
                AnthropicWire.overloaded().body(),
                GeminiWire.text("m", "a\"b"), GeminiWire.toolCall("m", "f", "{\"a\":1}"),
                GeminiWire.rateLimited(34).body(), GeminiWire.rateLimited(null).body(), GeminiWire.invalidKey().body(),
                CohereWire.text("a\"b"), CohereWire.toolCall("c", "f", "{\"a\":1}"), CohereWire.rateLimited().body());
    }

    @ParameterizedTest
    @MethodSource("wholeAnswers")
    void shouldBeJson(String answer) {
        assertThat(Json.parseObject(answer.getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    @Test
    void shouldNoticeWhenThePeerHangsUpOnASilentVendor() {
        vendor.on(PATH).reply(200, "{}").hangBeforeHeaders();

        CompletableFuture<?> call = client.sendAsync(request(PATH, "{}"), HttpResponse.BodyHandlers.ofString());
        vendor.awaitRequests(1);
        vendor.awaitOpenStreams(1, SOON);
        call.cancel(true);

        RecordedRequest request = vendor.awaitHangUp(0, SOON);
        assertThat(request.hungUpAt()).isAfterOrEqualTo(request.arrivedAt());
        assertThat(request.answered()).isFalse();
        vendor.awaitOpenStreams(0, SOON);
    }

    @Test
    void shouldNoticeWhenThePeerHangsUpOnAStream() throws Exception {
        vendor.on(PATH).sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);

        HttpResponse<InputStream> answer =
                client.send(request(PATH, "{}"), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().read();
        answer.body().close();

        assertThat(vendor.awaitHangUp(0, SOON).piecesSent()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldNoticeWhenThePeerHangsUpDuringAPause() throws Exception {
        vendor.on(PATH).sse(OpenAiWire.stream("m", "a", "b")).drip(Duration.ofMinutes(5));

        HttpResponse<InputStream> answer =
                client.send(request(PATH, "{}"), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();

        assertThat(vendor.awaitHangUp(0, SOON).piecesSent()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldHoldHeadersBackWhenTold() {
        vendor.on(PATH).reply(200, "{}").delayHeaders(Duration.ofMinutes(5));

        assertThatThrownBy(() -> client.send(
                HttpRequest.newBuilder(vendor.url(PATH)).timeout(Duration.ofMillis(200)).build(),
                HttpResponse.BodyHandlers.ofString())).isInstanceOf(HttpTimeoutException.class);

        assertThat(vendor.awaitHangUp(0, SOON).answered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldBreakOffUncleanlyWhenClosedOrReset(int after) {
        for (Cut cut : List.of(Cut.CLOSE, Cut.RESET)) {
            vendor.on(PATH).reset().sse(OpenAiWire.stream("m", "a", "b")).cutAfter(after, cut);

            assertThatThrownBy(() -> post(PATH, "{}")).as(cut.name()).isInstanceOf(IOException.class);
        }
        assertThat(vendor.requests()).allSatisfy(r -> assertThat(r.hungUpAt()).isNull());
    }

    @Test
    void shouldEndCleanlyTooEarlyWhenCutWithEof() throws Exception {
        List<String> events = OpenAiWire.stream("m", "a", "b");
        vendor.on(PATH).sse(events).cutAfter(2, Cut.EOF);

        assertThat(post(PATH, "{}").body()).isEqualTo(events.get(0) + events.get(1));
    }

    @Test
    void shouldStopInTheMiddleOfABodyWhenCutAfterBytes() {
        vendor.on(PATH).reply(200, OpenAiWire.text("m", "hi")).cutAfterBytes(20, Cut.CLOSE);

        assertThatThrownBy(() -> post(PATH, "{}")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldPlayOddAnswers() throws Exception {
        vendor.on("/empty").reply(200, "{}").emptyBody();
        vendor.on("/half").reply(200, "{\"a\":\"b\"}").halfJson();
        vendor.on("/away").redirect(302, "http://127.0.0.1:1/");
        vendor.on("/garbage").raw("\u0001\u0002nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(post("/empty", "{}").body()).isEmpty();
        assertThat(post("/half", "{}").body()).isEqualTo("{\"a\"");
        assertThat(post("/away", "{}").headers().firstValue("location")).contains("http://127.0.0.1:1/");
        assertThatThrownBy(() -> post("/garbage", "{}")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldPauseBetweenPiecesWhenDripping() throws Exception {
        vendor.on(PATH).reply(200, "0123456789").dripBytes(5, Duration.ofMillis(60));

        long start = System.nanoTime();
        String body = post(PATH, "{}").body();

        assertThat(body).isEqualTo("0123456789");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void shouldFailTheTestWhenNothingComes() {
        assertThatThrownBy(() -> vendor.awaitRequests(1, Duration.ofMillis(20))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> vendor.awaitHangUp(0, Duration.ofMillis(20))).isInstanceOf(AssertionError.class);
    }

    @Test
    void shouldRefuseConnectionsWhenNobodyIsThere() {
        URI nobody = ScriptedVendor.nobody();

        assertThatThrownBy(() -> new Socket(nobody.getHost(), nobody.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldCloseItsConnectionsWhenClosed() throws Exception {
        vendor.on(PATH).reply(200, "{}").hangBeforeHeaders();
        CompletableFuture<?> call = client.sendAsync(request(PATH, "{}"), HttpResponse.BodyHandlers.ofString());
        vendor.awaitRequests(1);

        vendor.close();

        assertThat(call).failsWithin(SOON);
        vendor.awaitOpenStreams(0, SOON);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(vendor.url(path))
                .header("authorization", "Bearer k")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
