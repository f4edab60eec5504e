package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.ImageWire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 50 uploads of 25 MB at once, in a heap that they would not fit into. */
class UploadMemoryTest {

    private static final int UPLOADS = 50;
    private static final int SIZE = 25_000_000;

    /** Takes whole requests and throws their bodies away; answers nobody before all are there. */
    private record Sink(ServerSocket server, CountDownLatch all) {

        void serve() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> answer(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
                long length = 0;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Long.parseLong(line.substring(15).strip());
                    }
                }
                in.skipNBytes(length);
                all.countDown();
                all.await(60, TimeUnit.SECONDS);
                String body = "{\"text\":\"" + length + "\",\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":"
                        + "{\"mimeType\":\"image/png\",\"data\":\"" + ImageWire.PIXEL + "\"}}]}}]}";
                socket.getOutputStream().write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
                        + "content-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** @param frame what stands before, between and after the files, all of which together have the size */
    private static String upload(int port, String path, List<byte[]> frame, byte[] piece) throws IOException {
        int each = SIZE / (frame.size() - 1);
        long length = frame.stream().mapToInt(f -> f.length).sum() + (long) each * (frame.size() - 1);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\ncontent-type: "
                    + FormBody.contentType() + "\r\ncontent-length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(frame.getFirst());
            for (byte[] after : frame.subList(1, frame.size())) {
                for (int left = each; left > 0; left -= piece.length) {
                    out.write(piece, 0, Math.min(left, piece.length));
                }
                out.write(after);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The form of a request with so many files in one part, without the files' bytes. */
    private static List<byte[]> frame(String part, String filename, String type, int files) {
        FormBody form = new FormBody().field("model", "m").field("prompt", "p");
        List<byte[]> frame = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < files; i++) {
            form.file(part, filename, type, new byte[0]);
            int end = form.unfinished().length - "\r\n".length();
            frame.add(Arrays.copyOfRange(form.unfinished(), from, end));
            from = end;
        }
        byte[] whole = form.bytes();
        frame.add(Arrays.copyOfRange(whole, from, whole.length));
        return frame;
    }

    @ParameterizedTest
    @CsvSource({
        "transcription, openai, /v1/audio/transcriptions, file, a.mp3, audio/mpeg, 1",
        // several images each, which go on in base64
        "image-edit, gemini, /v1/images/edits, image[], a.png, image/png, 2",
    })
    void shouldHoldFiftyUploadsWithinItsHeapAndLeaveNoFile(
            String capability, String dialect, String path, String part, String filename, String type, int files,
            @TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        ServerSocket socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Sink sink = new Sink(socket, new CountDownLatch(UPLOADS));
        Thread.ofVirtual().start(sink::serve);
        Files.writeString(directory.resolve("synaxis.yaml"), """
                providers:
                  - { id: sink, dialect: %s, base-url: "http://127.0.0.1:%d", capabilities: [%s], models: [m],
                      timeouts: { first-token: 2m, total: 5m } }
                """.formatted(dialect, sink.server().getLocalPort(), capability));
        List<byte[]> frame = frame(part, filename, type, files);
        byte[] piece = new byte[65_536];

        try (socket;
                GatewayProcess gateway = GatewayProcess.start(
                        directory, Map.of(), "-Xmx1g", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + temporary);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = gateway.port();
            List<Callable<String>> uploads = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                uploads.add(() -> upload(port, path, frame, piece));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : clients.invokeAll(uploads)) {
                answers.add(answer.get());
            }

            assertThat(answers).as(gateway.output()).allMatch(a -> a.startsWith("HTTP/1.1 200"));
            within(Duration.ofMinutes(1), "no upload is open", () -> gateway.openFiles("synaxis-upload-") == 0);
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("synaxis-upload-"))).isEmpty();
            }
            assertThat(gateway.output()).doesNotContain("OutOfMemoryError");
        }
    }
}
