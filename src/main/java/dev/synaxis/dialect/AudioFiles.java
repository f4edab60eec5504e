package dev.synaxis.dialect;

import dev.synaxis.model.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be told of an audio file without decoding it: its media type, and how long it is. */
public final class AudioFiles {

    private static final int HEAD = 64 * 1024;

    /** Of a file whose header says nothing: 128 kbit/s. */
    private static final double BYTES_PER_SECOND = 16_000;

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("aac", "audio/aac"),
            Map.entry("aif", "audio/aiff"),
            Map.entry("aiff", "audio/aiff"),
            Map.entry("flac", "audio/flac"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "audio/mp4"),
            Map.entry("mpeg", "audio/mpeg"),
            Map.entry("mpga", "audio/mpeg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("webm", "audio/webm"));

    private static final Map<String, String> EXTENSIONS = Map.of(
            "audio/aac", "aac",
            "audio/aiff", "aiff",
            "audio/flac", "flac",
            "audio/mp4", "m4a",
            "audio/mpeg", "mp3",
            "audio/ogg", "ogg",
            "audio/wav", "wav",
            "audio/webm", "webm");

    private AudioFiles() {}

    /**
     * @param type    such as {@code audio/mpeg}
     * @param seconds exact for WAV, FLAC, MP3, Ogg, MP4 and WebM whose header says it, else estimated from the size
     */
    public record Audio(String type, double seconds) {

        /** A name that a vendor which goes by extensions understands. */
        public String filename() {
            return "audio." + EXTENSIONS.getOrDefault(type, type.substring(type.indexOf('/') + 1));
        }
    }

    /** Null for a file that neither its declared type, nor its name, nor its first bytes make audio or video. */
    public static @Nullable Audio of(Upload file) {
        byte[] head = head(file);
        String type = sniffed(head);
        if (type == null) {
            String name = file.filename();
            type = BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        }
        if (type == null && file.contentType() != null) {
            String declared = file.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            type = declared.startsWith("audio/") || declared.startsWith("video/") ? declared : null;
        }
        return type == null ? null : new Audio(type, seconds(type, head, file));
    }

    private static byte[] head(Upload file) {
        try (InputStream in = file.open()) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String sniffed(byte[] head) {
        if (Bits.is(head, 0, "RIFF") && Bits.is(head, 8, "WAVE")) {
            return "audio/wav";
        }
        if (Bits.is(head, 0, "fLaC")) {
            return "audio/flac";
        }
        if (Bits.is(head, 0, "OggS")) {
            return "audio/ogg";
        }
        if (Bits.is(head, 0, "ID3")) {
            return "audio/mpeg";
        }
        if (Bits.is(head, 4, "ftyp")) {
            return "audio/mp4";
        }
        if (Bits.is(head, 0, "FORM") && Bits.is(head, 8, "AIF")) {
            return "audio/aiff";
        }
        return head.length > 4 && Bits.of(head, 0, 4) == 0x1A45DFA3L ? "audio/webm" : null;
    }

    private static double seconds(String type, byte[] head, Upload file) {
        double known;
        try {
            known = switch (type) {
                case "audio/wav" -> wav(head, file.size());
                case "audio/flac" -> flac(head);
                case "audio/mpeg" -> Mp3.seconds(head, file.size());
                case "audio/ogg" -> Ogg.seconds(head, file);
                case "audio/mp4" -> Mp4.seconds(file);
                case "audio/webm" -> Webm.seconds(head);
                default -> 0;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known > 0 ? known : file.size() / BYTES_PER_SECOND;
    }

    /** Source: http://soundfile.sapp.org/doc/WaveFormat (read 2026-11-22). */
    private static double wav(byte[] head, long size) {
        long bytesPerSecond = 0;
        long at = 12;
        while (at + 8 <= head.length) {
            int chunk = (int) at;
            long length = Bits.littleEndian(head, chunk + 4);
            if (Bits.is(head, chunk, "fmt ") && chunk + 20 <= head.length) {
                bytesPerSecond = Bits.littleEndian(head, chunk + 16);
            } else if (Bits.is(head, chunk, "data")) {
                return bytesPerSecond == 0 ? 0 : (double) Math.min(length, size - at - 8) / bytesPerSecond;
            }
            at += 8 + length + (length & 1);
        }
        return 0;
    }

    /** Source: RFC 9639 section 8.2. */
    private static double flac(byte[] head) {
        if (!Bits.is(head, 0, "fLaC") || head.length < 26) {
            return 0;
        }
        long rate = Bits.of(head, 18, 3) >> 4;
        long samples = Bits.of(head, 21, 5) & 0xF_FFFF_FFFFL;
        return rate == 0 ? 0 : (double) samples / rate;
    }

    /** Unsigned numbers and short words in bytes. */
    static final class Bits {

        private Bits() {}

        static boolean is(byte[] bytes, int at, String ascii) {
            byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
            return bytes.length >= at + wanted.length
                    && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
        }

        static long of(byte[] bytes, int at, int count) {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 8 | bytes[at + i] & 0xff;
            }
            return value;
        }

        static long littleEndian(byte[] bytes, int at) {
            return Integer.toUnsignedLong(Integer.reverseBytes((int) of(bytes, at, 4)));
        }
    }
}
