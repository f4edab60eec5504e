package dev.synaxis.testkit;

import dev.synaxis.wire.HeaderValue;
import dev.synaxis.wire.MultipartReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A multipart body: made here for the gateway, or read from what a vendor was sent. */
public final class FormBody {

    private static final String BOUNDARY = "----test-boundary";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A part as it arrived. */
    public record Part(String name, @Nullable String filename, @Nullable String contentType, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public FormBody field(String name, String value) {
        return raw("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    public FormBody file(String name, String filename, String contentType, byte[] body) {
        return raw("Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename + "\"\r\nContent-Type: "
                + contentType, body);
    }

    public FormBody raw(String headers, byte[] body) {
        add("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n");
        out.writeBytes(body);
        add("\r\n");
        return this;
    }

    private void add(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        add("--" + BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    /** Without the boundary that ends it. */
    public byte[] unfinished() {
        return out.toByteArray();
    }

    /** The parts of a request, in order. */
    public static List<Part> of(RecordedRequest request) {
        String boundary = HeaderValue.read(String.valueOf(request.header("content-type"))).parameter("boundary");
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(request.body()), String.valueOf(boundary));
        List<Part> parts = new ArrayList<>();
        try {
            for (Map<String, String> headers = reader.next(); headers != null; headers = reader.next()) {
                HeaderValue disposition = HeaderValue.read(headers.getOrDefault("content-disposition", ""));
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                reader.body(body);
                parts.add(new Part(String.valueOf(disposition.parameter("name")), disposition.filename(),
                        headers.get("content-type"), body.toByteArray()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not multipart", e);
        }
        return parts;
    }

    /** The text of the one part of this name; fails the test where there is none. */
    public static String text(RecordedRequest request, String name) {
        return of(request).stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow().text();
    }

    /** A silent WAV file of so many seconds: 8,000 bytes each, beside 44 of header. */
    public static byte[] wav(double seconds) {
        int samples = (int) (seconds * 8000);
        ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(8000).putInt(8000).putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        while (wav.hasRemaining()) {
            wav.put((byte) (128 + wav.position() * 31 % 17));
        }
        return wav.array();
    }
}
