package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.Sse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vendors that hang, drip, break off or talk nonsense: the next candidate answers; alone, the client gets 502 to 504. */
class FaultyVendorTest {

    private static final String TIMEOUT = "504 provider_error provider_timeout null";
    private static final String NETWORK = "502 provider_error provider_unreachable null";
    private static final String MALFORMED = "502 provider_error provider_malformed_reply null";
    private static final String OVERLOADED = "503 provider_error provider_overloaded null";

    private static Scene scene;
    private static FullListener full;

    @BeforeAll
    static void start() throws IOException {
        full = FullListener.open();
        String timeouts = "timeouts: { connect: 300ms, first-token: 250ms, idle: 250ms, total: 600ms }";
        scene = new Scene("""
                strategy: preferred
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: k1, models: [m, solo], TIMEOUTS }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: k2, models: [m] }
                  - { id: closed, dialect: openai, base-url: "NOBODY", api-key: k3, models: [unheard] }
                  - { id: full, dialect: openai, base-url: "FULL", api-key: k4, models: [untaken], timeouts: { connect: 300ms } }
                resilience:
                  max-retries: 0
                  retry: { shortest: 1ms, longest: 2ms }
                  breaker: { enabled: false }
                """.replace("TIMEOUTS", timeouts).replace("NOBODY", ScriptedVendor.nobody().toString()).replace("FULL", full.url()));
    }

    @AfterAll
    static void stop() throws IOException {
        scene.close();
        full.close();
    }

    /** A listener that takes no connection and whose queue is full, so that the kernel lets further ones wait. */
    private record FullListener(ServerSocket listener, List<SocketChannel> waiting) {

        static FullListener open() throws IOException {
            var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            List<SocketChannel> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(listener.getLocalSocketAddress());
                waiting.add(one);
            }
            return new FullListener(listener, waiting);
        }

        String url() {
            return "http://127.0.0.1:" + listener.getLocalPort();
        }

        void close() throws IOException {
            for (SocketChannel one : waiting) {
                one.close();
            }
            listener.close();
        }
    }

    @BeforeEach
    void healthy() {
        scene.answers("second", "here");
    }

    /** @param told status, type, code and param that the client sees if it was the last */
    record Fault(String name, Supplier<Reply> reply, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Reply whole() {
        return Reply.json(200, OpenAiWire.text("m", "a text that is long enough to be cut"));
    }

    private static Reply events() {
        return Reply.sse(OpenAiWire.stream("m", "a", "b"));
    }

    private static Reply nonsense(String type, String body) {
        return Reply.bytes(200, type, body.getBytes(UTF_8));
    }

    private static Stream<Fault> faultsOfBoth() {
        return Stream.of(
                new Fault("hangs before headers", () -> whole().hangBeforeHeaders(), TIMEOUT),
                new Fault("closes without an answer", () -> Reply.raw(new byte[0]), NETWORK),
                new Fault("is no HTTP", () -> Reply.raw("\u0001\u0002nonsense\r\n\r\n".getBytes(UTF_8)), NETWORK),
                new Fault("answers with an interim status alone",
                        () -> Reply.raw("HTTP/1.1 102 Processing\r\n\r\n".getBytes(UTF_8)), MALFORMED),
                new Fault("answers with HTML", () -> Reply.html(200), MALFORMED),
                new Fault("answers 502 with HTML", () -> Reply.html(502), OVERLOADED),
                new Fault("answers 204", () -> Reply.json(204, "").emptyBody(), MALFORMED),
                new Fault("redirects", () -> Reply.redirect(302, scene.vendor.url("/elsewhere").toString()), MALFORMED),
                new Fault("redirects for good", () -> Reply.redirect(308, scene.vendor.url("/elsewhere").toString()),
                        MALFORMED),
                new Fault("sends half of an error and hangs",
                        () -> Reply.json(500, OpenAiWire.serverError(500).body()).hangAfterBytes(10), TIMEOUT));
    }

    static Stream<Fault> wholeFaults() {
        return Stream.concat(faultsOfBoth(), Stream.of(
                new Fault("hangs after headers", () -> whole().hangAfterBytes(0), TIMEOUT),
                new Fault("hangs in the middle", () -> whole().hangAfterBytes(40), TIMEOUT),
                new Fault("hangs in the middle of chunks", () -> whole().chunked().hangAfterBytes(40), TIMEOUT),
                new Fault("drips longer than it may", () -> whole().dripBytes(4, Duration.ofMillis(60)), TIMEOUT),
                new Fault("closes in the middle", () -> whole().cutAfterBytes(40, Cut.CLOSE), NETWORK),
                new Fault("closes in the middle of chunks", () -> whole().chunked().cutAfterBytes(40, Cut.CLOSE), NETWORK),
                new Fault("resets in the middle", () -> whole().cutAfterBytes(40, Cut.RESET), NETWORK),
                new Fault("ends half a JSON", () -> whole().halfJson(), MALFORMED),
                new Fault("has an empty body", () -> whole().emptyBody(), MALFORMED),
                new Fault("answers in UTF-16",
                        () -> Reply.bytes(200, "application/json", OpenAiWire.text("m", "wide").getBytes(UTF_16)), MALFORMED),
                new Fault("answers with a list", () -> Reply.json(200, "[]"), MALFORMED),
                new Fault("answers without choices", () -> Reply.json(200, "{\"id\":\"x\"}"), MALFORMED),
                new Fault("talks plain text", () -> nonsense("text/plain", "hello"), MALFORMED)));
    }

    static Stream<Fault> streamFaults() {
        String role = OpenAiWire.chunk("m", "{\"role\":\"assistant\",\"content\":\"\"}", null);
        return Stream.concat(faultsOfBoth(), Stream.of(
                new Fault("hangs after headers", () -> events().hangAfter(0), TIMEOUT),
                new Fault("hangs after the role", () -> events().hangAfter(1), TIMEOUT),
                new Fault("drips comments and no token",
                        () -> Reply.sse(List.of(Sse.comment("x"), Sse.comment("x"), Sse.comment("x"), Sse.comment("x"),
                                Sse.comment("x"), Sse.comment("x"))).drip(Duration.ofMillis(80)), TIMEOUT),
                new Fault("closes after headers", () -> events().cutAfter(0, Cut.CLOSE), NETWORK),
                new Fault("resets after the role", () -> events().cutAfter(1, Cut.RESET), NETWORK),
                new Fault("ends after the role", () -> events().cutAfter(1, Cut.EOF), NETWORK),
                new Fault("has an empty body", () -> events().emptyBody(), NETWORK),
                new Fault("has nothing but [DONE]", () -> Reply.sse(List.of(OpenAiWire.done())), MALFORMED),
                new Fault("has an error as its first event",
                        () -> Reply.sse(List.of(OpenAiWire.errorEvent(OpenAiWire.serverError(503)))), OVERLOADED),
                new Fault("has an error after the role",
                        () -> Reply.sse(List.of(role, OpenAiWire.errorEvent(OpenAiWire.serverError(503)))), OVERLOADED),
                new Fault("has an event that is no JSON", () -> Reply.sse(List.of(Sse.data("{\"choices\":["))), MALFORMED),
                new Fault("answers with half a JSON", () -> whole().halfJson(), MALFORMED),
                new Fault("talks plain text", () -> nonsense("text/plain", "hello"), NETWORK)));
    }

    @ParameterizedTest
    @MethodSource("wholeFaults")
    void shouldLetTheNextCandidateAnswerWhenAnAnswerIsFaulty(Fault fault) {
        scene.first().reset().add(fault.reply().get());

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(text(answer)).isEqualTo("here");
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(scene.asked()).doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @MethodSource("wholeFaults")
    void shouldTellTheClientInOpenAisFormWhenNobodyElseIsLeft(Fault fault) {
        scene.first().reset().add(fault.reply().get());

        HttpResponse<String> answer = scene.gateway.chat("solo");

        assertThat(answer.statusCode() + " " + error(answer)).isEqualTo(fault.told());
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @MethodSource("streamFaults")
    void shouldLetTheNextCandidateStreamWhenAStreamIsFaultyBeforeItsFirstToken(Fault fault) {
        scene.first().reset().add(fault.reply().get());
        scene.second().reset().sse(OpenAiWire.stream("m", "he", "re"));

        HttpResponse<String> answer = scene.gateway.stream("m");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(String.join("", OpenAiWire.stream("m", "he", "re")));
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(scene.asked()).doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @MethodSource("streamFaults")
    void shouldAnswerWithAStatusWhenNobodyElseIsLeftToStream(Fault fault) {
        scene.first().reset().add(fault.reply().get());

        HttpResponse<String> answer = scene.gateway.stream("solo");

        assertThat(answer.statusCode() + " " + error(answer)).isEqualTo(fault.told());
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
    }

    @Test
    void shouldTell502WhenNobodyListens() {
        assertThat(error(scene.gateway.chat("unheard"))).isEqualTo("provider_error provider_unreachable null");
        assertThat(scene.gateway.stream("unheard").statusCode()).isEqualTo(502);
    }

    static Stream<Reply> wholeAnswersToTheEnd() {
        String role = OpenAiWire.chunk("m", "{\"role\":\"assistant\",\"content\":\"\"}", null);
        return Stream.of(
                Reply.json(500, OpenAiWire.serverError(500).body()),
                Reply.json(200, "[]"),
                Reply.sse(List.of(role, OpenAiWire.done())).inOneWrite(),
                Reply.sse(List.of(role, Sse.data("{\"choices\":["), OpenAiWire.done())).inOneWrite());
    }

    @ParameterizedTest
    @MethodSource("wholeAnswersToTheEnd")
    void shouldGoOnWithTheConnectionWhenTheAnswerWasFaultyAndWhole(Reply reply) {
        scene.first().reset().add(reply);
        scene.second().reset().sse(OpenAiWire.stream("m", "he", "re"));
        scene.gateway.stream("m");
        int before = scene.vendor.connections();

        for (int i = 0; i < 10; i++) {
            assertThat(scene.gateway.stream("m").statusCode()).isEqualTo(200);
        }

        assertThat(scene.vendor.connections() - before).isLessThan(3);
    }

    @Test
    void shouldTell504WhenNobodyTakesTheConnection() {
        assertThat(error(scene.gateway.chat("untaken"))).isEqualTo("provider_error provider_timeout null");
        assertThat(scene.gateway.stream("untaken").statusCode()).isEqualTo(504);
    }

    @Test
    void shouldHangUpOnAVendorThatHangs() {
        int before = scene.vendor.requests().size();
        scene.first().reset().add(whole().hangAfterBytes(40));

        scene.gateway.chat("solo");
        scene.gateway.stream("solo");

        scene.vendor.awaitHangUp(before, Duration.ofSeconds(20));
        scene.vendor.awaitHangUp(before + 1, Duration.ofSeconds(20));
    }

    @Test
    void shouldTakeAWholeAnswerOfAnOddContentType() {
        scene.first().reset().bytes(200, "text/plain", OpenAiWire.text("m", "odd but sound").getBytes(UTF_8));

        assertThat(text(scene.gateway.chat("solo"))).isEqualTo("odd but sound");
    }
}
