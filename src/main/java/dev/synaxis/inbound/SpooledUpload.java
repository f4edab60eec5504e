package dev.synaxis.inbound;

import dev.synaxis.model.Upload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a request, in memory up to a bound and on disk past it, never in both. The file on disk has no name from the
 * moment it is made, where the system allows that, so that not even a killed process leaves one behind.
 *
 * <p>Not a {@code FileChannel}: an attempt that is timed out is interrupted, and that would close the channel for the next.
 */
final class SpooledUpload extends OutputStream implements Upload, Closeable {

    private final String filename;
    private final @Nullable String contentType;
    private final int memory;
    private @Nullable Memory small = new Memory();
    private @Nullable RandomAccessFile large;
    private @Nullable Path leftBehind;
    private long size;
    private boolean closed;

    /** @param memory largest size, in bytes, that is not written to disk */
    SpooledUpload(String filename, @Nullable String contentType, int memory) {
        this.filename = filename;
        this.contentType = contentType;
        this.memory = memory;
    }

    @Override
    public String filename() {
        return filename;
    }

    @Override
    public @Nullable String contentType() {
        return contentType;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        size += length;
        if (small != null && size <= memory) {
            small.write(bytes, offset, length);
            return;
        }
        file().write(bytes, offset, length);
    }

    private RandomAccessFile file() throws IOException {
        if (large == null) {
            Path path = Files.createTempFile("synaxis-upload-", null);
            leftBehind = path;
            large = new RandomAccessFile(path.toFile(), "rw");
            forget();
            if (small != null) {
                small.writeTo(large);
                small = null;
            }
        }
        return large;
    }

    /** A system that does not delete a file in use does so once it is closed. */
    private void forget() {
        try {
            if (leftBehind != null) {
                Files.deleteIfExists(leftBehind);
                leftBehind = null;
            }
        } catch (IOException e) {
            leftBehind.toFile().deleteOnExit();
        }
    }

    @Override
    public synchronized InputStream open() throws IOException {
        if (closed) {
            throw new IOException("the upload is gone: its call has ended");
        }
        return small != null ? small.read() : new FromDisk();
    }

    /** Ends every stream over it, too. */
    @Override
    public synchronized void close() {
        closed = true;
        small = null;
        if (large != null) {
            try {
                large.close();
            } catch (IOException e) {
                // nobody reads it any more
            }
            forget();
        }
    }

    private synchronized int read(long position, byte[] target, int offset, int length) throws IOException {
        if (closed || large == null) {
            throw new IOException("the upload is gone: its call has ended");
        }
        large.seek(position);
        return large.read(target, offset, length);
    }

    /** Gives its bytes out without a copy. */
    private static final class Memory extends ByteArrayOutputStream {

        InputStream read() {
            return new ByteArrayInputStream(buf, 0, count);
        }

        void writeTo(RandomAccessFile file) throws IOException {
            file.write(buf, 0, count);
        }
    }

    /** Each has a place of its own in the file. */
    private final class FromDisk extends InputStream {

        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = SpooledUpload.this.read(position, target, offset, length);
            position += Math.max(0, n);
            return n;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.clamp(count, 0, Math.max(0, size - position));
            position += skipped;
            return skipped;
        }
    }
}
