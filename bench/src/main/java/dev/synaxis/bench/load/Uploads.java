package dev.synaxis.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Files sent one after the other over a few connections, by a blocking thread each, as fast as they are taken. */
public final class Uploads {

    /** Bytes of audio in each. */
    public static final int SIZE = 25_000_000;

    private static final byte[] PIECE = new byte[64 * 1024];
    private static final String BOUNDARY = "bench-boundary";

    private Uploads() {}

    /** @param took from the first byte of the first file to the last answer, nanoseconds */
    public record Result(long answered, long failed, long took) {
        /** Audio per second, in millions of bytes. */
        public double megabytesPerSecond() {
            return answered * (SIZE / 1e6) / (took / 1e9);
        }
    }

    /** Sends until the time is up, and what is under way to its end. */
    public static Result run(InetSocketAddress address, String model, int connections, Duration time)
            throws InterruptedException {
        AtomicLong answered = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> send(address, model, start + time.toNanos(), answered, failed)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(answered.get(), failed.get(), System.nanoTime() - start);
    }

    private static void send(InetSocketAddress address, String model, long until, AtomicLong answered, AtomicLong failed) {
        byte[] before = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model + "\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("POST /v1/audio/transcriptions HTTP/1.1\r\nhost: bench\r\ncontent-type: multipart/form-data; boundary=" + BOUNDARY
                + "\r\ncontent-length: " + (before.length + SIZE + after.length) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.connect(address);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (System.nanoTime() < until) {
                out.write(head);
                out.write(before);
                for (int left = SIZE; left > 0; left -= PIECE.length) {
                    out.write(PIECE, 0, Math.min(left, PIECE.length));
                }
                out.write(after);
                (answer(in) ? answered : failed).incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        }
    }

    private static boolean answer(InputStream in) throws IOException {
        boolean ok = line(in).contains(" 200 ");
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return ok;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
