package dev.synaxis.dialect;

import dev.synaxis.model.Upload;
import dev.synaxis.wire.MultipartForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a {@code multipart/form-data} body together. Source: RFC 7578, and the HTML standard for names with quotes in them. */
public final class MultipartBody {

    /** Not to be guessed: a file that holds it could add parts of its own. */
    private final String boundary = "synaxis-" + UUID.randomUUID();

    private final List<WireBody.Segment> segments = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /** The headers that go with this body. */
    public Map<String, String> headers() {
        return Map.of("content-type", "multipart/form-data; boundary=" + boundary);
    }

    /** A part as the client sent it. */
    public MultipartBody part(MultipartForm.Part part) {
        return switch (part) {
            case MultipartForm.Field field -> field(field.name(), field.value());
            case MultipartForm.FilePart file -> file(file.name(), file.file());
        };
    }

    public MultipartBody field(String name, String value) {
        open(name);
        add("\r\n\r\n" + value);
        return this;
    }

    public MultipartBody file(String name, Upload file) {
        return file(name, file.filename(), file.contentType(), file);
    }

    /** @param contentType null leaves it unsaid */
    public MultipartBody file(String name, String filename, @Nullable String contentType, Upload file) {
        open(name);
        add("; filename=\"" + escaped(filename) + "\"");
        if (contentType != null) {
            add("\r\nContent-Type: " + contentType);
        }
        add("\r\n\r\n");
        cut();
        segments.add(new WireBody.Raw(file));
        return this;
    }

    private void open(String name) {
        add((segments.isEmpty() && text.size() == 0 ? "--" : "\r\n--") + boundary
                + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"");
    }

    private static String escaped(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private void add(String piece) {
        text.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
    }

    private void cut() {
        segments.add(new WireBody.Literal(text.toByteArray()));
        text.reset();
    }

    public WireBody build() {
        add("\r\n--" + boundary + "--\r\n");
        cut();
        return new WireBody.Streamed(segments);
    }
}
