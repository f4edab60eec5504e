package dev.synaxis.dialect;

import dev.synaxis.dialect.AudioFiles.Bits;
import dev.synaxis.model.Upload;
import java.io.IOException;
import java.io.InputStream;

/**
 * How long an Ogg file is: the position that its last page has, by the clock of its codec. Sources: RFC 3533 section 6
 * (pages), RFC 7845 section 5.1 (Opus), https://xiph.org/vorbis/doc/Vorbis_I_spec.html section 4.2.2, RFC 9639 section
 * 10.1 (FLAC), https://www.speex.org/docs/manual/speex-manual section 7.3 (read 2026-11-23).
 */
final class Ogg {

    /** Holds the last page whole, wherever it begins: a page has at most 65,307 bytes. */
    private static final int TAIL = 2 * 65_307;

    private static final int PAGE_HEADER = 27;
    /** {@code OggS}. */
    private static final long PAGE = 0x4F676753L;
    private static final int LONGEST_CODEC_HEADER = 40;
    private static final int OPUS_RATE = 48_000;

    private Ogg() {}

    /** Seconds; 0 where the file does not say. */
    static double seconds(byte[] head, Upload file) throws IOException {
        if (head.length < PAGE_HEADER) {
            return 0;
        }
        int packet = PAGE_HEADER + (head[PAGE_HEADER - 1] & 0xff);
        if (head.length < packet + LONGEST_CODEC_HEADER) {
            return 0;
        }
        long rate = 0;
        long skipped = 0;
        if (Bits.is(head, packet, "OpusHead")) {
            rate = OPUS_RATE;
            skipped = (head[packet + 10] & 0xff) | (head[packet + 11] & 0xff) << 8;
        } else if (Bits.is(head, packet, "\1vorbis")) {
            rate = Bits.littleEndian(head, packet + 12);
        } else if (Bits.is(head, packet, "\177FLAC")) {
            rate = Bits.of(head, packet + 27, 3) >> 4;
        } else if (Bits.is(head, packet, "Speex   ")) {
            rate = Bits.littleEndian(head, packet + 36);
        }
        return rate == 0 ? 0 : Math.max(0.0, last(Bits.of(head, 14, 4), file) - skipped) / rate;
    }

    /** The position at the end of the stream's last page that has one, in samples. */
    private static long last(long stream, Upload file) throws IOException {
        byte[] tail;
        try (InputStream in = file.open()) {
            in.skipNBytes(Math.max(0, file.size() - TAIL));
            tail = in.readNBytes(TAIL);
        }
        for (int at = tail.length - PAGE_HEADER; at >= 0; at--) {
            if (Bits.of(tail, at, 4) == PAGE && Bits.of(tail, at + 14, 4) == stream) {
                long position = Bits.littleEndian(tail, at + 6) | Bits.littleEndian(tail, at + 10) << 32;
                if (position >= 0) {
                    return position;
                }
            }
        }
        return 0;
    }
}
