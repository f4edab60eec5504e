package dev.synaxis.camel;

import dev.synaxis.dialect.WireBody;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A {@link WireBody} that the blocking client writes piece by piece, as often as it is asked for. */
final class StreamedEntity extends AbstractHttpEntity {

    private final WireBody body;
    private final Runnable progress;

    /** @param progress told of every piece that is on its way */
    StreamedEntity(WireBody body, ContentType type, Runnable progress) {
        super(type, null);
        this.body = body;
        this.progress = progress;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("written, never read");
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                progress.run();
            }
        });
    }

    @Override
    public void close() {}
}
