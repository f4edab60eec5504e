package dev.synaxis.dialect.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.InProcessSpeech;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MockSpeechTest {

    private static SpeechRequest ask(String input, @Nullable String format) {
        return new SpeechRequest("m", input, null, format, null, null, Map.of());
    }

    private static InProcessSpeech speech(Map<String, Object> script) {
        return new Mock(script).dialect.inProcessSpeech();
    }

    @Test
    void shouldBeAWavFileThatTheJdkPlays() throws Exception {
        SpeechResponse response = speech(Map.of()).answer(ask("one two three", null), Mock.UPSTREAM);

        assertThat(response.contentType()).isEqualTo("audio/wav");
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(response.audio()))) {
            assertThat(in.getFormat().getSampleRate()).isEqualTo(24_000);
            assertThat(in.getFrameLength()).isEqualTo(3 * 3_000);
            byte[] samples = in.readAllBytes();
            assertThat(samples).hasSize(2 * 9_000).contains(1, 2, 3);
        }
    }

    @Test
    void shouldSoundTheSameWhenTheTextIsTheSame() {
        InProcessSpeech speech = speech(Map.of());

        byte[] first = speech.answer(ask("one two", "pcm"), Mock.UPSTREAM).audio();
        assertThat(first).isEqualTo(speech.answer(ask("one two", "pcm"), Mock.UPSTREAM).audio())
                .isNotEqualTo(speech.answer(ask("two one", "pcm"), Mock.UPSTREAM).audio());
        assertThat(speech.contentType(ask("one", "pcm"))).isEqualTo("audio/pcm");
    }

    @Test
    void shouldStreamTheSameBytesWordByWord() {
        InProcessSpeech speech = speech(Map.of("delay", "20ms", "pause", "5ms"));

        List<InProcessSpeech.Timed> pieces = speech.stream(ask("one two three", "wav"), Mock.UPSTREAM);

        assertThat(pieces).extracting(InProcessSpeech.Timed::pause)
                .containsExactly(Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(5));
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        pieces.forEach(piece -> audio.writeBytes(piece.audio()));
        assertThat(audio.toByteArray()).isEqualTo(speech(Map.of()).answer(ask("one two three", "wav"), Mock.UPSTREAM).audio());
    }

    @Test
    void shouldDoAsItsScriptSays() {
        assertThat(speech(Map.of("reply", "one")).answer(ask("a b c d", "pcm"), Mock.UPSTREAM).audio()).hasSize(6_000);
        List<InProcessSpeech.Timed> broken = speech(Map.of("break-after", 1)).stream(ask("a b c", null), Mock.UPSTREAM);
        assertThat(broken).hasSize(2);
        assertThat(broken.getLast().failure().failure().kind()).isEqualTo(FailureKind.NETWORK);
        InProcessSpeech failing = speech(Map.of("fail", "OVERLOADED"));
        assertThatThrownBy(() -> failing.answer(ask("a", null), Mock.UPSTREAM)).isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> failing.stream(ask("a", null), Mock.UPSTREAM)).isInstanceOf(ProviderException.class);
    }

    @Test
    void shouldRefuseWhatItCannotSpeak() {
        assertThatThrownBy(() -> speech(Map.of()).answer(ask("a", "mp3"), Mock.UPSTREAM)).isInstanceOfSatisfying(
                InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("response_format"));
    }
}
