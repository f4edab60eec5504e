package dev.synaxis.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP/1.1 byte by byte, for what a well-behaved client cannot be made to send. */
final class RawHttp {

    /** @param text status line, headers and body as they came; empty where the peer closed without an answer */
    record Answer(String text) {

        int status() {
            return text.isEmpty() ? 0 : Integer.parseInt(text.split(" ", 3)[1]);
        }

        String head() {
            return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n"))).toLowerCase(Locale.ROOT);
        }

        /** Without the frames of its chunks; for ASCII. */
        String body() {
            String body = text.substring(text.indexOf("\r\n\r\n") + 4);
            if (!head().contains("transfer-encoding: chunked")) {
                return body;
            }
            StringBuilder whole = new StringBuilder();
            int at = 0;
            for (int size = size(body, at); size > 0; size = size(body, at)) {
                int from = body.indexOf("\r\n", at) + 2;
                whole.append(body, from, from + size);
                at = from + size + 2;
            }
            return whole.toString();
        }

        private static int size(String body, int at) {
            return Integer.parseInt(body.substring(at, body.indexOf("\r\n", at)), 16);
        }

        /** The {@code error} object of OpenAI's form; fails the test where there is none. */
        JsonNode error() {
            JsonNode tree = Json.parseOrNull(body());
            if (tree == null || !tree.path("error").isObject()) {
                throw new AssertionError("not an error in OpenAI's form: " + text);
            }
            return tree.get("error");
        }
    }

    private RawHttp() {}

    /** Sends the text in UTF-8 and reads one whole answer. */
    static Answer send(int port, String request) {
        return send(port, request.getBytes(StandardCharsets.UTF_8));
    }

    static Answer send(int port, byte[] request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to the peer's closing of the connection; fails the test where it is not closed within ten seconds. */
    static Answer sendAndWaitForTheEnd(int port, byte[] request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A POST with this body, content type JSON and the length that it has. */
    static byte[] post(String path, byte[] body, String... headerLines) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: gateway\r\n");
        head.append("content-type: application/json\r\ncontent-length: ").append(body.length).append("\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            while (!complete(bytes.toString(StandardCharsets.UTF_8))) {
                int n = in.read(piece);
                if (n < 0) {
                    break;
                }
                bytes.write(piece, 0, n);
            }
        } catch (SocketException e) {
            // the gateway closed before it read everything; what it said before that counts
        }
        return new Answer(bytes.toString(StandardCharsets.UTF_8));
    }

    private static boolean complete(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        int at = head.indexOf("content-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(head.substring(at + 16).split("\r\n", 2)[0].strip());
            return text.substring(end + 4).getBytes(StandardCharsets.UTF_8).length >= length;
        }
        return text.endsWith("\r\n0\r\n\r\n");
    }
}
