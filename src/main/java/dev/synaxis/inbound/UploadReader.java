package dev.synaxis.inbound;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.wire.HeaderValue;
import dev.synaxis.wire.MultipartForm;
import dev.synaxis.wire.MultipartReader;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code multipart/form-data} requests, files of more than 1 MiB onto disk. Its answers to wrong ones say which. */
public final class UploadReader {

    private static final int MEMORY = 1 << 20;
    private static final int MAX_FIELDS = 1 << 20;
    private static final int MAX_PARTS = 1000;
    private static final int MAX_BOUNDARY = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long limit;
    private final long wholeLimit;

    /**
     * @param limit      largest multipart body, in bytes
     * @param wholeLimit largest body that is held in memory
     */
    public UploadReader(long limit, long wholeLimit) {
        this.limit = limit;
        this.wholeLimit = wholeLimit;
    }

    /**
     * A body that is no multipart one, as it is.
     *
     * @throws InvalidRequestException 413
     * @throws IOException             where the client has gone
     */
    public byte[] whole(HttpServerRequest request, Context context) throws IOException {
        try (UploadStream body = new UploadStream(request, context, wholeLimit, PATIENCE)) {
            return body.readAllBytes();
        } catch (InvalidRequestException e) {
            if (e.status() != 413) {
                throw e;
            }
            throw new InvalidRequestException(
                    413,
                    "the body is larger than the limit of " + wholeLimit + " bytes (server.max-body)",
                    null,
                    "request_too_large");
        }
    }

    /**
     * Reads the whole body; the caller closes what it gets when the call is over.
     *
     * @param request its body untouched
     * @param files   names of the parts that hold files; a file in another part is refused
     * @throws InvalidRequestException 4xx, with nothing left behind
     * @throws IOException             where the client has gone, or the disk does not take it
     */
    public Uploads read(HttpServerRequest request, Context context, Set<String> files) throws IOException {
        String boundary = boundary(request.getHeader("content-type"));
        String length = request.getHeader("content-length");
        UploadStream body = new UploadStream(request, context, limit, PATIENCE);
        List<MultipartForm.Part> parts = new ArrayList<>();
        boolean whole = false;
        try (body) {
            if (length != null && Long.parseLong(length) > limit) {
                throw UploadStream.tooLarge(limit);
            }
            read(new MultipartReader(body, boundary), files, MEMORY, parts);
            body.skip(Long.MAX_VALUE);
            whole = true;
            return new Uploads(new MultipartForm(parts));
        } catch (MultipartReader.MalformedException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } catch (EOFException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } finally {
            if (!whole) {
                new Uploads(new MultipartForm(parts)).close();
            }
        }
    }

    /**
     * Reads a body that is in memory; its files stay there, and nothing is to be closed.
     *
     * @param files as with {@link #read}
     * @throws InvalidRequestException 4xx
     */
    public MultipartForm inMemory(@Nullable String contentType, byte[] body, Set<String> files) {
        String boundary = boundary(contentType);
        if (body.length > limit) {
            throw UploadStream.tooLarge(limit);
        }
        List<MultipartForm.Part> parts = new ArrayList<>();
        try {
            read(new MultipartReader(new ByteArrayInputStream(body), boundary), files, Integer.MAX_VALUE, parts);
            return new MultipartForm(parts);
        } catch (MultipartReader.MalformedException | EOFException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Largest multipart body, in bytes. */
    public long limit() {
        return limit;
    }

    private static String boundary(@Nullable String contentType) {
        HeaderValue type = HeaderValue.read(contentType == null ? "" : contentType);
        if (!type.value().equals("multipart/form-data")) {
            throw new InvalidRequestException(
                    415, "the content type must be multipart/form-data", "content-type", "unsupported_media_type");
        }
        String boundary = type.parameter("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw new InvalidRequestException(
                    400, "the content type multipart/form-data must name its boundary", "content-type", "invalid_multipart");
        }
        return boundary;
    }

    /** @param memory largest file, in bytes, that is not written to disk */
    private static void read(MultipartReader reader, Set<String> files, int memory, List<MultipartForm.Part> parts)
            throws IOException {
        int left = MAX_FIELDS;
        for (Map<String, String> headers = reader.next(); headers != null; headers = reader.next()) {
            if (parts.size() == MAX_PARTS) {
                throw malformed("there are more than " + MAX_PARTS + " parts");
            }
            HeaderValue disposition = HeaderValue.read(headers.getOrDefault("content-disposition", ""));
            String name = disposition.parameter("name");
            if (!disposition.value().equals("form-data") || name == null || name.isEmpty()) {
                throw malformed("a part has no 'Content-Disposition: form-data' with a name");
            }
            String encoding = headers.getOrDefault("content-transfer-encoding", "binary");
            if (!Set.of("binary", "8bit", "7bit").contains(encoding.toLowerCase(Locale.ROOT))) {
                throw malformed("part '" + shown(name) + "' has a content-transfer-encoding; send its bytes as they are");
            }
            if (files.contains(name)) {
                String filename = disposition.filename();
                file(reader, name, new SpooledUpload(
                        filename == null ? "" : filename, headers.get("content-type"), memory), parts);
            } else if (disposition.filename() != null) {
                throw new InvalidRequestException(400,
                        "Unexpected file in part '" + shown(name) + "': files go into "
                                + files.stream().sorted().map(f -> "'" + f + "'").collect(Collectors.joining(", ")) + ".",
                        shown(name), "unexpected_file");
            } else {
                Bounded value = new Bounded(left);
                reader.body(value);
                left -= value.size();
                parts.add(new MultipartForm.Field(name, value.toString(StandardCharsets.UTF_8)));
            }
        }
    }

    private static void file(MultipartReader reader, String name, SpooledUpload file, List<MultipartForm.Part> parts)
            throws IOException {
        // from here on it is closed with the others, whatever happens
        parts.add(new MultipartForm.FilePart(name, file));
        reader.body(file);
        if (file.size() == 0) {
            throw new InvalidRequestException(400, "The file in part '" + name + "' is empty.", name, "empty_file");
        }
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }

    private static InvalidRequestException malformed(String message) {
        return new InvalidRequestException(
                400, "the multipart body cannot be read: " + message, null, "invalid_multipart");
    }

    /** Fields are held in memory, so there is an end to them. */
    private static final class Bounded extends ByteArrayOutputStream {

        private final int limit;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (size() + length > limit) {
                throw new InvalidRequestException(
                        413, "the fields beside the files are larger than " + MAX_FIELDS + " bytes", null,
                        "request_too_large");
            }
            super.write(bytes, offset, length);
        }
    }

    /** What a request brought along; its files end with it. */
    public record Uploads(MultipartForm form) implements AutoCloseable {
        @Override
        public void close() {
            for (MultipartForm.Part part : form.parts()) {
                if (part instanceof MultipartForm.FilePart(String name, SpooledUpload file)) {
                    file.close();
                }
            }
        }
    }
}
