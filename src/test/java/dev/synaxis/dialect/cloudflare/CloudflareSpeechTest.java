package dev.synaxis.dialect.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechTranslatorContract;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.wire.Wav;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class CloudflareSpeechTest extends SpeechTranslatorContract {

    @Override
    public Dialect dialect() {
        return new CloudflareDialect();
    }

    @Override
    protected String model() {
        return "@cf/deepgram/aura-2-en";
    }

    @Override
    protected String voice() {
        return "zeus";
    }

    @Override
    public Set<String> formats() {
        return Set.copyOf(FORMATS);
    }

    @Override
    public Set<String> warned() {
        return Set.of("speed", "instructions");
    }

    @Override
    protected WireReply answer(@Nullable String format) {
        return new WireReply(200, Map.of("content-type", "audio/mpeg"), SAMPLES);
    }

    @Override
    protected byte[] heard(@Nullable String format) {
        return SAMPLES;
    }

    private WireRequest ask(String model, @Nullable String voice, @Nullable String format, Map<String, Object> extra) {
        return translator().request(
                new SpeechRequest("m", "Hi", voice, format, null, null, extra),
                new Upstream("house", "http://vendor/ai", model, null, Compat.NONE));
    }

    private static String sent(WireRequest wire) {
        return new String(wire.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mp3  | 'encoding':'mp3'",
        "opus | 'encoding':'opus','container':'ogg'",
        "aac  | 'encoding':'aac'",
        "flac | 'encoding':'flac'",
        "wav  | 'encoding':'linear16','container':'wav','sample_rate':24000",
        "pcm  | 'encoding':'linear16','container':'none','sample_rate':24000"
    }, quoteCharacter = '~')
    void shouldAskAuraForTheFormat(String format, String settings) {
        WireRequest wire = ask("@cf/deepgram/aura-1", "Luna", format, Map.of());

        assertThat(wire.url()).isEqualTo("http://vendor/ai/run/@cf/deepgram/aura-1");
        assertThat(sent(wire)).isEqualTo("{\"text\":\"Hi\",\"speaker\":\"luna\"," + settings.replace('\'', '"') + "}");
        assertThat(wire.warnings()).isEmpty();
    }

    @Test
    void shouldKnowAVoiceByItsNameAtDeepgramAndLeaveOpenAisOut() {
        assertThat(sent(ask(model(), "aura-2-thalia-en", "mp3", Map.of()))).contains("\"speaker\":\"thalia\"");
        assertThat(sent(ask(model(), "alloy", "mp3", Map.of()))).doesNotContain("speaker");
        assertThat(fields(ask(model(), "alloy", "mp3", Map.of("odd", 1)))).containsExactly("voice", "odd");
        assertThatThrownBy(() -> ask(model(), "aura-2-celeste-es", "mp3", Map.of()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("voice"));
    }

    @Test
    void shouldAskMeloForALanguageAndReadItsAudioOutOfJson() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Wav.header(44_100, 1));
        file.writeBytes(SAMPLES);
        WireRequest wire = ask("@cf/myshell-ai/melotts", "alloy", "mp3", Map.of("lang", "fr"));

        SpeechResponse wav = translator().response(ask("mp3"), json(Base64.getEncoder().encodeToString(file.toByteArray())));
        SpeechResponse mp3 = translator().response(ask("mp3"), json("//uQ"));

        assertThat(sent(wire)).isEqualTo("{\"prompt\":\"Hi\",\"lang\":\"fr\"}");
        assertThat(fields(wire)).containsExactly("response_format", "voice");
        assertThat(wav.contentType()).isEqualTo("audio/wav");
        assertThat(wav.audio()).hasSize(file.size()).endsWith(SAMPLES);
        assertThat(mp3.contentType()).isEqualTo("audio/mpeg");
        assertThatThrownBy(() -> ask("@cf/myshell-ai/melotts", null, "opus", Map.of()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("response_format"));
    }

    @ParameterizedTest
    @CsvSource({"'', MALFORMED_REPLY", "***, MALFORMED_REPLY"})
    void shouldCallItMalformedWhenTheJsonHasNoAudio(String audio, FailureKind kind) {
        assertThatThrownBy(() -> translator().response(ask("mp3"), json(audio))).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }

    @Test
    void shouldRefuseAModelThatIsAskedInAnotherWayOrWhoseNameLeadsElsewhere() {
        for (String model : List.of("@cf/acme/parrot", "@cf/../aura", "aura//x")) {
            assertThatThrownBy(() -> ask(model, null, null, Map.of()))
                    .as(model)
                    .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("model"));
        }
        assertThat(ask("aura 1?x#y", null, null, Map.of()).url()).isEqualTo("http://vendor/ai/run/aura%201%3Fx%23y");
    }

    private static WireReply json(String audio) {
        return new WireReply(
                200,
                Map.of("content-type", "application/json"),
                ("{\"result\":{\"audio\":\"" + audio + "\"},\"success\":true,\"errors\":[],\"messages\":[]}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
