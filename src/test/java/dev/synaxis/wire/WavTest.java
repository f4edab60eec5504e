package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {

    private static final byte[] SAMPLES = {1, 2, 3, 4, 5, 6, 7, 8};

    private static byte[] file(byte[] header, byte[] samples) {
        return ByteBuffer.allocate(header.length + samples.length).put(header).put(samples).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 24_000, 48_000})
    void shouldBeReadByTheJdkWhenTheHeaderHasItsLength(int rate) throws Exception {
        byte[] file = file(Wav.header(rate, 2, SAMPLES.length), SAMPLES);

        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            AudioFormat format = in.getFormat();
            assertThat(format.getSampleRate()).isEqualTo(rate);
            assertThat(format.getChannels()).isEqualTo(2);
            assertThat(format.getSampleSizeInBits()).isEqualTo(16);
            assertThat(format.isBigEndian()).isFalse();
            assertThat(in.getFrameLength()).isEqualTo(2);
            assertThat(in.readAllBytes()).isEqualTo(SAMPLES);
        }
    }

    @Test
    void shouldHaveTheLargestLengthsWhileTheFileIsBeingMade() {
        ByteBuffer header = ByteBuffer.wrap(Wav.header(24_000, 1)).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(Integer.toUnsignedLong(header.getInt(4))).isEqualTo(0xFFFF_FFFFL);
        assertThat(Integer.toUnsignedLong(header.getInt(40))).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void shouldWriteTheLengthsOnceTheyAreKnown() {
        byte[] made = file(Wav.header(24_000, 1), SAMPLES);

        assertThat(Wav.sized(made)).isEqualTo(file(Wav.header(24_000, 1, SAMPLES.length), SAMPLES));
        assertThat(Wav.sized(SAMPLES)).isSameAs(SAMPLES);
        byte[] sized = file(Wav.header(24_000, 1, 4), SAMPLES);
        assertThat(Wav.sized(sized)).isSameAs(sized);
    }

    @Test
    void shouldFindTheSamplesBehindOtherChunks() {
        byte[] header = Wav.header(24_000, 1, SAMPLES.length);
        byte[] list = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN)
                .put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).put(new byte[] {9, 9, 9, 0}).array();
        byte[] file = ByteBuffer.allocate(44 + 12 + SAMPLES.length)
                .put(header, 0, 36).put(list).put(header, 36, 8).put(SAMPLES).array();

        Wav.Samples samples = Wav.read(file);

        assertThat(samples).isNotNull();
        assertThat(samples.bytes()).isEqualTo(SAMPLES);
        assertThat(samples.rate()).isEqualTo(24_000);
        assertThat(samples.channels()).isEqualTo(1);
        assertThat(samples.bits()).isEqualTo(16);
    }

    @Test
    void shouldTakeWhatThereIsWhenTheLengthIsNotKnownOrTooLarge() {
        assertThat(Wav.read(file(Wav.header(24_000, 1), SAMPLES)).bytes()).isEqualTo(SAMPLES);
        assertThat(Wav.read(file(Wav.header(24_000, 1, 1000), SAMPLES)).bytes()).isEqualTo(SAMPLES);
    }

    @Test
    void shouldReadNothingWhenItIsNoWavFile() {
        byte[] whole = file(Wav.header(24_000, 1, SAMPLES.length), SAMPLES);

        assertThat(Wav.read(new byte[0])).isNull();
        assertThat(Wav.read(new byte[100])).isNull();
        for (int length = 0; length < 44; length++) {
            assertThat(Wav.read(Arrays.copyOf(whole, length))).isNull();
        }
    }
}
