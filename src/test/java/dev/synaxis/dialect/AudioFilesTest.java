package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synaxis.model.Upload;
import dev.synaxis.testkit.FormBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFilesTest {

    private record File(String filename, @Nullable String contentType, byte[] bytes) implements Upload {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private static AudioFiles.@Nullable Audio of(String name, @Nullable String type, byte[] bytes) {
        return AudioFiles.of(new File(name, type, bytes));
    }

    private static byte[] starting(int size, int... first) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    @Test
    void shouldKnowTheLengthOfAWavFile() {
        assertThat(of("x", null, FormBody.wav(2.5))).isEqualTo(new AudioFiles.Audio("audio/wav", 2.5));
    }

    @Test
    void shouldKnowTheLengthOfAnMp3FileByItsBitRate() {
        // MPEG 1 layer III, 128 kbit/s, 44.1 kHz
        AudioFiles.Audio mp3 = of("x.mp3", null, starting(160_000, 0xFF, 0xFB, 0x90, 0x00));

        assertThat(mp3.type()).isEqualTo("audio/mpeg");
        assertThat(mp3.seconds()).isCloseTo(10, within(0.01));
    }

    @Test
    void shouldKnowTheLengthOfAnMp3FileByItsFrames() {
        byte[] bytes = starting(9000, 0xFF, 0xFB, 0x90, 0x00);
        byte[] xing = {'X', 'i', 'n', 'g', 0, 0, 0, 1, 0, 0, 0x03, (byte) 0xE8};
        System.arraycopy(xing, 0, bytes, 36, xing.length);

        assertThat(of("x.mp3", null, bytes).seconds()).isCloseTo(1000 * 1152 / 44_100.0, within(0.01));
    }

    @Test
    void shouldKnowTheLengthOfAFlacFile() {
        byte[] bytes = starting(5000, 'f', 'L', 'a', 'C', 0, 0, 0, 34);
        // 16 kHz, 48,000 samples
        bytes[18] = 0x03;
        bytes[19] = (byte) 0xE8;
        bytes[20] = 0x00;
        bytes[24] = (byte) 0xBB;
        bytes[25] = (byte) 0x80;

        assertThat(of("x", null, bytes)).isEqualTo(new AudioFiles.Audio("audio/flac", 3));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "speech.MP3,  -,                        audio/mpeg",
        "speech.m4a,  application/octet-stream, audio/mp4",
        "speech,      audio/x-m4a; a=b,         audio/x-m4a",
        "speech,      video/mp4,                video/mp4",
        "speech.ogg,  text/plain,               audio/ogg",
        "speech.txt,  text/plain,               -",
        "speech,      -,                        -",
        "'',          image/png,                -",
    })
    void shouldGoByNameOrDeclaredType(String name, @Nullable String declared, @Nullable String expected) {
        AudioFiles.Audio audio = of(name, declared, new byte[16_000]);

        assertThat(audio == null ? null : audio.type()).isEqualTo(expected);
        assertThat(audio == null ? 1 : audio.seconds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OggS, audio/ogg", "fLaC, audio/flac", "ID3x, audio/mpeg"})
    void shouldGoByTheFirstBytesBeforeAnythingElse(String start, String expected) {
        byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.US_ASCII), 100);

        assertThat(of("notes.txt", "text/plain", bytes).type()).isEqualTo(expected);
    }

    @Test
    void shouldNotFailOnAnyFewBytes() {
        for (int length = 1; length < 64; length++) {
            for (String start : new String[] {"RIFF0000WAVEfmt ", "fLaC", "ID3\3\0\0\177\177\177\177", "\377\373\220"}) {
                byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), length);
                assertThat(of("x.mp3", null, bytes).seconds()).isGreaterThanOrEqualTo(0);
            }
        }
    }
}
