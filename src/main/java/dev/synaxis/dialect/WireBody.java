package dev.synaxis.dialect;

import dev.synaxis.model.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;

/** The body of a vendor's request. It can be written as often as it takes, and its length is known before. */
public sealed interface WireBody {

    /** In bytes. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    /** A body that is all in memory. */
    record Bytes(byte[] bytes) implements WireBody {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A body put together while it is sent, so that no file in it is ever read into memory as a whole. */
    record Streamed(List<Segment> segments) implements WireBody {
        public Streamed {
            segments = List.copyOf(segments);
        }

        @Override
        public long length() {
            return segments.stream().mapToLong(Segment::length).sum();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (Segment segment : segments) {
                segment.writeTo(out);
            }
        }
    }

    /** A piece of a {@link Streamed} body. */
    sealed interface Segment {
        long length();

        void writeTo(OutputStream out) throws IOException;
    }

    record Literal(byte[] bytes) implements Segment {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A file's own bytes. */
    record Raw(Upload file) implements Segment {

        private static final int PIECE = 64 * 1024;

        @Override
        public long length() {
            return file.size();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] piece = new byte[Math.clamp(file.size(), 1, PIECE)];
            try (var in = file.open()) {
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    out.write(piece, 0, n);
                }
            }
        }
    }

    /** A file's bytes in base64, with padding and without line breaks. */
    record InBase64(Upload file) implements Segment {

        private static final int PIECE = 48 * 1024;

        @Override
        public long length() {
            return (file.size() + 2) / 3 * 4;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Base64.Encoder encoder = Base64.getEncoder();
            try (var in = file.open()) {
                byte[] piece = in.readNBytes(PIECE);
                while (piece.length > 0) {
                    out.write(encoder.encode(piece));
                    piece = in.readNBytes(PIECE);
                }
            }
        }
    }
}
