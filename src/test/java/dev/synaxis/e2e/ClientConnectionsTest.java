package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections of clients who keep the gateway waiting are closed; calls that are only quiet are not. */
class ClientConnectionsTest {

    private static final Duration BOUND = Duration.ofMillis(600);
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nhost: g\r\n\r\n";

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                server: { shutdown: 1s, timeouts: { request: 600ms, keep-alive: 600ms, stalled-reader: 600ms } }
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: k, models: [m] }
                resilience: { max-retries: 0, breaker: { enabled: false }, cooldown: { enabled: false } }
                """);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", scene.gateway.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Reads one answer with a length. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String length = head.toString().toLowerCase().split("content-length: ")[1].split("\r\n")[0];
        return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    /** How long the gateway keeps the connection from now on; what it still sends is thrown away. */
    private static Duration closedAfter(Socket socket) throws IOException {
        long begin = System.nanoTime();
        socket.getInputStream().readAllBytes();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void shouldCloseAConnectionThatBringsNothing() throws IOException {
        try (Socket socket = connect()) {
            assertThat(closedAfter(socket)).isGreaterThan(BOUND.dividedBy(2));
        }
    }

    @Test
    void shouldCloseAConnectionWhoseHeadComesBitByBit() throws IOException {
        try (Socket socket = connect()) {
            Thread slow = Thread.ofVirtual().start(() -> {
                try {
                    send(socket, "GET /v1/models HTTP/1.1\r\n");
                    for (int i = 0; i < 1000; i++) {
                        send(socket, "x-" + i + ": y\r\n");
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    }
                } catch (IOException e) {
                    // closed, as it should be
                }
            });

            eventually("the connection is closed", () -> !slow.isAlive());
            assertThat(scene.gateway.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseBodyStopsInTheMiddle() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n"
                    + "content-length: 100\r\n\r\n{\"model\":");

            assertThat(closedAfter(socket)).isGreaterThan(BOUND.dividedBy(2));
        }
        eventually("no request is in flight but the one for the metrics",
                () -> scene.gateway.metric("synaxis_requests_active") == 1);
    }

    @Test
    void shouldKeepAConnectionBetweenRequestsAndCloseItWhenItIsIdle() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 4; i++) {
                send(socket, MODELS);
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
                LockSupport.parkNanos(BOUND.dividedBy(3).toNanos());
            }
            assertThat(closedAfter(socket)).isGreaterThan(BOUND.dividedBy(4));
        }
    }

    @Test
    void shouldLeaveCallsAloneThatAreQuiet() {
        scene.first().reset();
        scene.first().reply(200, OpenAiWire.text("m", "Hi")).delayHeaders(BOUND.multipliedBy(3));
        scene.first().sse(OpenAiWire.stream("m", "a")).drip(BOUND.multipliedBy(2));

        assertThat(scene.gateway.chat("m").statusCode()).isEqualTo(200);
        assertThat(scene.gateway.stream("m").body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldEndTheStreamOfAClientThatTakesNothing() {
        String event = OpenAiWire.chunk("m", "{\"content\":\"" + "x".repeat(64 * 1024) + "\"}", null);
        scene.first().reset().sse(Collections.nCopies(1000, event));
        int request = scene.vendor.requests().size();

        try (StreamClient client = new StreamClient(scene.gateway, GatewayFixture.streamBody("m"))) {
            assertThat(client.status()).isEqualTo(200);

            scene.vendor.awaitHangUp(request, Duration.ofMinutes(1));
            eventually("the stream is counted as left by its client", () -> scene.gateway.metric(
                    "synaxis_requests_total{capability=\"chat\",outcome=\"client_closed\"}") == 1);
            assertThat(scene.gateway.metric("synaxis_streams_active")).isZero();
        }
    }

    @Test
    void shouldNotEndTheAnswerOfAClientThatIsOnlySlow() throws IOException {
        scene.first().reset().reply(200, OpenAiWire.text("m", "x".repeat(24 << 20)));
        String body = GatewayFixture.chatBody("m");
        long read = 0;
        try (Socket socket = connect()) {
            socket.setReceiveBufferSize(256 * 1024);
            send(socket, "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body);
            for (int i = 0; i < 10; i++) {
                read += socket.getInputStream().readNBytes(1 << 20).length;
                LockSupport.parkNanos(BOUND.dividedBy(4).toNanos());
            }
            read += socket.getInputStream().readAllBytes().length;
        }
        assertThat(read).isGreaterThan(24 << 20);
    }
}
