package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process: start, load, signals, exit status. */
class ProcessTest {

    private static final int STREAMS = 3_000;
    /** Connections that are opened at once, fewer than an operating system queues. */
    private static final int WAVE = 250;

    @TempDir
    private Path directory;

    private void config(String yaml) throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), yaml);
    }

    private GatewayProcess gateway(ScriptedVendor vendor, String... jvmOptions) throws IOException {
        config("""
                server: { shutdown: 10s }
                providers:
                  - { id: house, dialect: openai, base-url: "%s", models: [m], timeouts: { connect: 30s, first-token: 2m } }
                """.formatted(vendor.url("/v1")));
        return GatewayProcess.start(directory, Map.of(), jvmOptions);
    }

    @Test
    void shouldAnswerFromTheMockWhenNothingIsConfigured() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(directory, Map.of())) {
            RawHttp.Answer answer = chat(gateway.port());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head()).contains("x-synaxis-provider: mock");
            assertThat(gateway.output()).contains("_API_KEY");
            gateway.terminate();
            gateway.exit(Duration.ofMinutes(1));
        }
    }

    @Test
    void shouldNameEveryProblemWhenTheConfigurationIsWrong() throws Exception {
        config("""
                sever: {}
                strategy: cheapest
                providers:
                  - { id: groq, api-key: "${NO_SUCH_KEY}" }
                """);
        try (GatewayProcess gateway = GatewayProcess.start(directory, Map.of())) {
            assertThat(gateway.exit(Duration.ofMinutes(1))).isEqualTo(2);
            assertThat(gateway.output()).contains("3 problems", "sever", "strategy", "providers[0].api-key", "NO_SUCH_KEY")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldEndWhatIsInFlightAndRefuseTheRestWhenTerminated() throws Exception {
        try (ScriptedVendor vendor = ScriptedVendor.start();
                GatewayProcess gateway = gateway(vendor);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            vendor.on(OpenAiWire.CHAT).sse(pieces(12)).drip(Duration.ofMillis(200));
            int port = gateway.port();
            List<Future<String>> streams = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                streams.add(callers.submit(() -> stream(port)));
            }
            vendor.awaitOpenStreams(5, Duration.ofMinutes(1));

            gateway.terminate();
            within(Duration.ofMinutes(1), "new calls are refused", () -> models(port).status() == 503);
            assertThat(models(port).error().get("code").asText()).isEqualTo("stopping");
            assertThat(models(port).head()).contains("connection: close");

            for (Future<String> stream : streams) {
                assertThat(stream.get()).contains("p11").contains("data: [DONE]");
            }
            assertThat(gateway.exit(Duration.ofMinutes(1))).isIn(0, 143);
            assertThat(gateway.output()).doesNotContain("Exception");
        }
    }

    @Test
    void shouldCarryThreeThousandSlowStreamsInOneGibibyteWithFewThreads() throws Exception {
        try (ScriptedVendor vendor = ScriptedVendor.start();
                GatewayProcess gateway = gateway(vendor, "-Xmx1g");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch allThere = new CountDownLatch(1);
            vendor.on(OpenAiWire.CHAT).answer(request -> {
                await(allThere);
                return Reply.sse(pieces(8)).drip(Duration.ofMillis(300));
            });
            int port = gateway.port();
            List<Future<String>> streams = new ArrayList<>();
            while (streams.size() < STREAMS) {
                for (int i = 0; i < WAVE; i++) {
                    streams.add(callers.submit(() -> stream(port)));
                }
                vendor.awaitOpenStreams(streams.size(), Duration.ofMinutes(1));
            }

            allThere.countDown();
            assertThat(gateway.threads()).isLessThan(100);

            String expected = streams.getFirst().get();
            assertThat(expected).contains("p0").contains("p7").endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
            for (Future<String> stream : streams) {
                assertThat(events(stream.get())).isEqualTo(events(expected));
            }
            assertThat(gateway.output()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> pieces(int n) {
        String[] pieces = new String[n];
        for (int i = 0; i < n; i++) {
            pieces[i] = "p" + i;
        }
        return OpenAiWire.stream("m", pieces);
    }

    /** The data lines, whatever the chunks were that they came in. */
    private static List<String> events(String answer) {
        return answer.lines().filter(line -> line.startsWith("data: ")).toList();
    }

    private static RawHttp.Answer chat(int port) {
        return RawHttp.send(port, RawHttp.post(
                GatewayFixture.CHAT, GatewayFixture.chatBody("m").getBytes(StandardCharsets.UTF_8)));
    }

    private static RawHttp.Answer models(int port) {
        return RawHttp.send(port, "GET /v1/models HTTP/1.1\r\nhost: g\r\n\r\n");
    }

    /** The whole answer, as it came. */
    private static String stream(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(RawHttp.post(
                    GatewayFixture.CHAT, GatewayFixture.streamBody("m").getBytes(StandardCharsets.UTF_8)));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[4096];
            while (!bytes.toString(StandardCharsets.UTF_8).endsWith("\r\n0\r\n\r\n")) {
                int n = in.read(piece);
                if (n < 0) {
                    throw new IOException("cut after " + bytes);
                }
                bytes.write(piece, 0, n);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
