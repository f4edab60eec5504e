package dev.synaxis.dialect;

import dev.synaxis.dialect.AudioFiles.Bits;
import dev.synaxis.model.Upload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * How long an MP4 file is: by its movie header, before or after the sound, or by the header of its fragments. Source:
 * ISO/IEC 14496-12 sections 8.2.2 (mvhd) and 8.8.2 (mehd), as https://developer.apple.com/documentation/quicktime-file-format
 * has them (read 2026-11-23).
 */
final class Mp4 {

    /** Boxes that are looked at; a file has a handful of them beside fragments. */
    private static final int MOST_BOXES = 256;

    private static final int BOX_HEADER = 8;
    private static final int LARGE_HEADER = 16;

    private Mp4() {}

    /** Seconds; 0 where the file does not say. */
    static double seconds(Upload file) throws IOException {
        try (InputStream in = file.open()) {
            return read(in);
        } catch (EOFException e) {
            return 0;
        }
    }

    private static double read(InputStream in) throws IOException {
        long perSecond = 0;
        for (int box = 0; box < MOST_BOXES; box++) {
            byte[] header = exactly(in, BOX_HEADER);
            long length = Bits.of(header, 0, 4) - BOX_HEADER;
            if (length == 1 - BOX_HEADER) {
                length = Bits.of(exactly(in, 8), 0, 8) - LARGE_HEADER;
            }
            if (length < 0) {
                return 0;
            }
            switch (new String(header, 4, 4, StandardCharsets.ISO_8859_1)) {
                case "moov", "mvex" -> {}
                case "mvhd" -> {
                    byte[] movie = exactly(in, (int) Math.min(length, 32));
                    boolean wide = movie.length == 32 && movie[0] == 1;
                    if (movie.length < 20) {
                        return 0;
                    }
                    perSecond = Bits.of(movie, wide ? 20 : 12, 4);
                    double seconds = seconds(Bits.of(movie, wide ? 24 : 16, wide ? 8 : 4), wide, perSecond);
                    if (seconds > 0) {
                        return seconds;
                    }
                    in.skipNBytes(length - movie.length);
                }
                case "mehd" -> {
                    byte[] fragments = exactly(in, (int) Math.min(length, 12));
                    boolean wide = fragments.length == 12 && fragments[0] == 1;
                    return fragments.length < 8
                            ? 0
                            : seconds(Bits.of(fragments, 4, wide ? 8 : 4), wide, perSecond);
                }
                default -> in.skipNBytes(length);
            }
        }
        return 0;
    }

    /** All ones say that nobody knows. */
    private static double seconds(long units, boolean wide, long perSecond) {
        boolean known = units > 0 && (wide || units != 0xFFFF_FFFFL);
        return known && perSecond > 0 ? (double) units / perSecond : 0;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }
}
