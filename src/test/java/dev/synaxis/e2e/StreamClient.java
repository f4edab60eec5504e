package dev.synaxis.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synaxis.testkit.GatewayFixture;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that sees each chunk of an answer, and so each write of the gateway, and reads only when it is told. */
final class StreamClient implements AutoCloseable {

    private static final int SMALL_BUFFER = 64 * 1024;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final Map<String, String> headers = new HashMap<>();
    private int status;

    /** Sends a chat request and waits for nothing. */
    StreamClient(GatewayFixture gateway, String body) {
        this(gateway, GatewayFixture.CHAT, body);
    }

    /** Sends a request to a path and waits for nothing. */
    StreamClient(GatewayFixture gateway, String path, String body) {
        try {
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] bytes = body.getBytes(UTF_8);
            String head = "POST " + path + " HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n"
                    + "content-length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the head of the answer. */
    int status() {
        if (status == 0) {
            status = Integer.parseInt(line().split(" ")[1]);
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
        return status;
    }

    String header(String name) {
        status();
        return headers.getOrDefault(name, "");
    }

    /** The next chunk; null after the last one, which ends the answer as HTTP wants it. */
    @Nullable String chunk() {
        status();
        int length = Integer.parseInt(line(), 16);
        String data = new String(read(length), UTF_8);
        line();
        return length == 0 ? null : data;
    }

    /** Everything up to the proper end of the answer. */
    String rest() {
        StringBuilder all = new StringBuilder();
        for (String chunk = chunk(); chunk != null; chunk = chunk()) {
            all.append(chunk);
        }
        return all.toString();
    }

    /** Bytes up to the proper end of the answer, thrown away; heartbeats are not counted. */
    long drain() {
        long bytes = 0;
        for (String chunk = chunk(); chunk != null; chunk = chunk()) {
            bytes += chunk.startsWith(":") ? 0 : chunk.length();
        }
        return bytes;
    }

    /** Leaves with a FIN. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves with an RST. */
    void reset() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    private byte[] read(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the answer was cut");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (byte b = read(1)[0]; b != '\n'; b = read(1)[0]) {
            line.append(new String(new byte[] {b}, ISO_8859_1));
        }
        return line.toString().stripTrailing();
    }
}
