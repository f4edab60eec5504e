package dev.synaxis.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * WAV files of 16-bit PCM samples: the header to put before samples, and the samples of a file. A file that is written
 * while it is made has the largest numbers for its two lengths, as streaming encoders write them. Source:
 * http://soundfile.sapp.org/doc/WaveFormat/ (read 2026-11-22).
 */
public final class Wav {

    /** Bytes of a header. */
    public static final int HEADER = 44;

    private static final int PCM = 1;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int UNKNOWN = -1;
    private static final int RIFF_LENGTH_AT = 4;
    private static final int DATA_LENGTH_AT = 40;
    private static final int CHUNK_HEAD = 8;

    private Wav() {}

    /**
     * What a file holds.
     *
     * @param rate samples a second of each channel
     * @param bits of a sample
     */
    public record Samples(int rate, int channels, int bits, byte[] bytes) {}

    /** The header of a file whose length is not known yet. */
    public static byte[] header(int rate, int channels) {
        return header(rate, channels, UNKNOWN, UNKNOWN);
    }

    /** The header of a file with so many bytes of samples. */
    public static byte[] header(int rate, int channels, int bytes) {
        return header(rate, channels, HEADER - CHUNK_HEAD + bytes, bytes);
    }

    private static byte[] header(int rate, int channels, int riffLength, int dataLength) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(riffLength)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) PCM)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * channels * BYTES_PER_SAMPLE)
                .putShort((short) (channels * BYTES_PER_SAMPLE))
                .putShort((short) (BYTES_PER_SAMPLE * 8))
                .put(ascii("data"))
                .putInt(dataLength)
                .array();
    }

    /** The whole file with its lengths written into a header of ours that did not know them; other bytes as they are. */
    public static byte[] sized(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER || !is(file, 0, "RIFF") || bytes.getInt(DATA_LENGTH_AT) != UNKNOWN) {
            return file;
        }
        byte[] sized = file.clone();
        ByteBuffer.wrap(sized)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RIFF_LENGTH_AT, file.length - CHUNK_HEAD)
                .putInt(DATA_LENGTH_AT, file.length - HEADER);
        return sized;
    }

    /** The samples of a file, cut short or not; null where the bytes are not a WAV file with samples. */
    public static @Nullable Samples read(byte[] file) {
        if (file.length < HEADER || !is(file, 0, "RIFF") || !is(file, 8, "WAVE")) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int channels = 0;
        int rate = 0;
        int bits = 0;
        long at = 12;
        while (at + CHUNK_HEAD <= file.length) {
            int chunk = (int) at;
            long length = Integer.toUnsignedLong(bytes.getInt(chunk + 4));
            int from = chunk + CHUNK_HEAD;
            if (is(file, chunk, "fmt ") && from + 16 <= file.length) {
                channels = bytes.getShort(from + 2);
                rate = bytes.getInt(from + 4);
                bits = bytes.getShort(from + 14);
            } else if (is(file, chunk, "data")) {
                int to = (int) Math.min(file.length, from + length);
                return rate <= 0 || channels <= 0 ? null : new Samples(rate, channels, bits, Arrays.copyOfRange(file, from, to));
            }
            at = from + length + (length & 1);
        }
        return null;
    }

    private static boolean is(byte[] file, int at, String name) {
        byte[] wanted = ascii(name);
        return at + wanted.length <= file.length && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
