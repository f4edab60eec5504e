package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendors that do not read an upload as it is sent: one answers before it has it all, one reads slowly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadVendorTest {

    private static final int BUFFER = 8192;
    /** More than the buffers of a connection hold. */
    private static final byte[] LARGE = FormBody.wav(1500);

    private final VendorSocket refusing = new VendorSocket(UploadVendorTest::refuse);
    private final VendorSocket slow = new VendorSocket(UploadVendorTest::readSlowly);
    private GatewayFixture gateway;

    /** Answers one request on each connection, as it likes. */
    private static final class VendorSocket implements AutoCloseable {

        interface Answering {
            void answer(Socket socket) throws IOException;
        }

        private final ServerSocket server;

        VendorSocket(Answering answering) {
            try {
                server = new ServerSocket();
                server.setReceiveBufferSize(BUFFER);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> {
                            try (socket) {
                                answering.answer(socket);
                            } catch (IOException e) {
                                // the gateway hung up
                            }
                        });
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static void refuse(Socket socket) throws IOException {
        socket.getInputStream().readNBytes(BUFFER);
        answer(socket, "413 Content Too Large", """
                {"error":{"message":"Maximum content size limit exceeded","type":"invalid_request_error","param":"file","code":null}}""");
    }

    private static void readSlowly(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[128 * 1024];
        for (long left = LARGE.length; left > 0; left -= in.readNBytes(piece, 0, (int) Math.min(left, piece.length))) {
            LockSupport.parkNanos(25_000_000);
        }
        answer(socket, "200 OK", "{\"text\":\"patience\"}");
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void answer(Socket socket, String status, String body) throws IOException {
        socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\nconnection: close\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @BeforeAll
    void start() {
        gateway = GatewayFixture.start("""
                strategy: preferred
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms }, breaker: { enabled: false }, cooldown: { enabled: false } }
                providers:
                  - { id: refusing, dialect: openai, base-url: "http://127.0.0.1:%d", capabilities: [transcription], models: [both] }
                  - { id: slow, dialect: openai, base-url: "http://127.0.0.1:%d", capabilities: [transcription], models: [both],
                      timeouts: { first-token: 1500ms } }
                """.formatted(refusing.port(), slow.port()));
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        refusing.close();
        slow.close();
    }

    private HttpResponse<String> ask(String model, boolean stream) {
        return gateway.post("/v1/audio/transcriptions", new FormBody().field("model", model)
                .field("stream", Boolean.toString(stream)).file("file", "a.wav", "audio/wav", LARGE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheVendorsRefusalWhenItHangsUpBeforeItHasTheFile(boolean stream) {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> answer = ask("refusing/whisper-1", stream);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
            assertThat(json(answer).at("/error/message").asText()).contains("Maximum content size");
            assertThat(Scene.attempts(answer)).containsExactly("refusing whisper-1 UNSUPPORTED 413");
            assertThat(json(answer).at("/error/param").asText()).isEqualTo("file");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveAFileThatIsTooLargeForOneVendorToTheNext(boolean stream) {
        HttpResponse<String> answer = ask("both", stream);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-synaxis-provider")).hasValue("slow");
        assertThat(answer.headers().firstValue("x-synaxis-attempts")).hasValue("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotCountTheTimeOfTheUploadAsTimeWithoutAnAnswer(boolean stream) {
        HttpResponse<String> answer = ask("slow/whisper-1", stream);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("patience");
    }
}
