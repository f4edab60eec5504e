package dev.synaxis.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledUploadTest {

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static SpooledUpload holding(byte[] bytes) throws IOException {
        SpooledUpload upload = new SpooledUpload("a.wav", "audio/wav", 1000);
        for (int at = 0; at < bytes.length; at += 300) {
            upload.write(bytes, at, Math.min(300, bytes.length - at));
        }
        return upload;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 1000, 1001, 70_000})
    void shouldGiveTheSameBytesAsOftenAsItIsAsked(int size) throws IOException {
        byte[] bytes = noise(size);
        try (SpooledUpload upload = holding(bytes); InputStream first = upload.open(); InputStream second = upload.open()) {
            assertThat(first.readNBytes(size / 2)).hasSize(size / 2);
            assertThat(second.readAllBytes()).isEqualTo(bytes);
            assertThat(first.readAllBytes()).hasSize(size - size / 2);
            assertThat(upload.size()).isEqualTo(size);
        }
    }

    @Test
    void shouldKeepTheFileWhenItsReaderIsInterrupted() throws IOException {
        byte[] bytes = noise(5000);
        try (SpooledUpload upload = holding(bytes)) {
            Thread.currentThread().interrupt();
            try (InputStream in = upload.open()) {
                assertThat(in.readNBytes(10)).hasSize(10);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }

            assertThat(upload.open().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void shouldGiveNothingMoreOnceClosed() throws IOException {
        SpooledUpload upload = holding(noise(5000));
        InputStream in = upload.open();

        upload.close();
        upload.close();

        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        assertThatThrownBy(upload::open).isInstanceOf(IOException.class);
    }
}
