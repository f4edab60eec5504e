package dev.synaxis.wire;

import dev.synaxis.model.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file that came inside a request's text, or that its text points to: all in memory. */
public record BytesUpload(String filename, @Nullable String contentType, byte[] bytes) implements Upload {

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
