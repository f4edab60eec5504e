package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every dialect that speaks must do; a subclass says what it cannot do, and the test checks that it says so. */
public abstract class SpeechTranslatorContract {

    public static final List<String> FORMATS = List.of("mp3", "opus", "aac", "flac", "wav", "pcm");

    protected static final byte[] SAMPLES = {1, 0, 2, 0, 3, 0, 4, 0};

    public abstract Dialect dialect();

    /** The model of the dialect that the tests name. */
    protected abstract String model();

    /** A voice that the vendor has. */
    protected abstract String voice();

    /** The formats that it carries. */
    public abstract Set<String> formats();

    /** Whether it leaves formats to the vendor. */
    protected boolean handsOnAnyFormat() {
        return false;
    }

    /** Fields that it cannot carry, of {@code speed} and {@code instructions}. */
    public abstract Set<String> warned();

    /** A whole 2xx answer in this format that holds {@link #SAMPLES}. */
    protected abstract WireReply answer(@Nullable String format);

    /** What the client hears of {@link #answer}, with lengths in its header where it has one. */
    protected abstract byte[] heard(@Nullable String format);

    protected final SpeechTranslator translator() {
        SpeechTranslator translator = dialect().speech();
        assertThat(translator).isNotNull();
        return translator;
    }

    protected final Upstream upstream() {
        return new Upstream("house", "http://vendor/v1", model(), null, Compat.NONE);
    }

    protected final SpeechRequest ask(@Nullable String format) {
        return new SpeechRequest("m", "Grüße, Welt 🎧", voice(), format, null, null, Map.of());
    }

    protected final WireRequest wire(UnaryOperator<SpeechRequest> change) {
        return translator().request(change.apply(ask(formats().iterator().next())), upstream());
    }

    protected static List<String> fields(WireRequest wire) {
        return wire.warnings().stream().map(Warning::field).toList();
    }

    @Test
    void shouldOfferSpeech() {
        assertThat(dialect().capabilities()).contains(ProviderCapability.SPEECH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "opus", "aac", "flac", "wav", "pcm", "mulaw"})
    void shouldCarryAFormatOrNameTheField(String format) {
        if (formats().contains(format) || handsOnAnyFormat()) {
            assertThat(translator().request(ask(format), upstream()).warnings()).isEmpty();
        } else {
            assertThatThrownBy(() -> translator().request(ask(format), upstream()))
                    .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                        assertThat(e.param()).isEqualTo("response_format");
                        assertThat(e.getMessage()).doesNotContain("mulaw").contains(formats().iterator().next());
                    });
        }
    }

    @Test
    void shouldHoldTheTextAsItIs() {
        JsonNode body = Json.parseObject(wire(r -> r).body()).orElseThrow();
        List<String> texts = new ArrayList<>(body.findValuesAsText("text"));
        texts.addAll(body.findValuesAsText("input"));
        assertThat(texts).containsExactly("Grüße, Welt 🎧");
    }

    @Test
    void shouldCarryOrWarnOfSpeedAndInstructions() {
        WireRequest faster = wire(r -> new SpeechRequest(
                r.model(), r.input(), r.voice(), r.format(), 1.1, null, Map.of()));
        WireRequest told = wire(r -> new SpeechRequest(
                r.model(), r.input(), r.voice(), r.format(), null, "Whisper.", Map.of()));

        assertThat(fields(faster)).isEqualTo(warned().contains("speed") ? List.of("speed") : List.of());
        assertThat(fields(told)).isEqualTo(warned().contains("instructions") ? List.of("instructions") : List.of());
        String sent = faster.url() + new String(faster.body(), StandardCharsets.UTF_8);
        assertThat(sent.contains("1.1")).isEqualTo(!warned().contains("speed"));
        assertThat(new String(told.body(), StandardCharsets.UTF_8).contains("Whisper."))
                .isEqualTo(!warned().contains("instructions"));
    }

    @Test
    void shouldGiveTheWholeAudio() {
        for (String format : formats()) {
            SpeechResponse response = translator().response(ask(format), answer(format));

            assertThat(response.audio()).as(format).isEqualTo(heard(format));
            assertThat(response.contentType()).as(format).isEqualTo(SpeechFormats.contentType(format));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void shouldGiveTheSameAudioHoweverTheAnswerIsCut(int length) {
        for (String format : formats()) {
            WireReply answer = answer(format);
            SpeechStream stream = translator().stream(ask(format), SpeechFormats.typeOf(answer));
            ByteArrayOutputStream audio = new ByteArrayOutputStream();
            for (int from = 0; from < answer.body().length; from += length) {
                int to = Math.min(answer.body().length, from + length);
                stream.bytes(Arrays.copyOfRange(answer.body(), from, to), audio::writeBytes);
            }
            stream.end(audio::writeBytes);

            assertThat(Wav.sized(audio.toByteArray())).as(format).isEqualTo(heard(format));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain; charset=utf-8", "image/png"})
    void shouldCallItMalformedWhenTheAnswerIsNotAudio(String type) {
        WireReply page = new WireReply(
                200, Map.of("content-type", type), "<html>".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> translator().response(ask(null), page)).isInstanceOfSatisfying(
                ProviderException.class,
                e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    @Test
    void shouldCallItMalformedWhenThereIsNoAudio() {
        String format = formats().iterator().next();
        WireReply full = answer(format);
        WireReply empty = new WireReply(200, full.headers(), new byte[0]);

        assertThatThrownBy(() -> translator().response(ask(format), empty)).isInstanceOfSatisfying(
                ProviderException.class,
                e -> assertThat(e.failure().kind()).isIn(FailureKind.MALFORMED_REPLY, FailureKind.NETWORK));
    }
}
