package dev.synaxis.dialect.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechTranslatorContract;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class DeepgramSpeechTest extends SpeechTranslatorContract {

    @Override
    public Dialect dialect() {
        return new DeepgramDialect();
    }

    @Override
    protected String model() {
        return "aura-2";
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
        return Set.of("instructions");
    }

    @Override
    protected WireReply answer(@Nullable String format) {
        String type = switch (String.valueOf(format)) {
            case "mp3" -> "audio/mpeg";
            case "pcm" -> "audio/l16;rate=24000";
            default -> "audio/" + format;
        };
        return new WireReply(200, Map.of("content-type", type), SAMPLES);
    }

    @Override
    protected byte[] heard(@Nullable String format) {
        return SAMPLES;
    }

    @ParameterizedTest
    @CsvSource({
        "mp3,encoding=mp3",
        "opus,encoding=opus&container=ogg",
        "aac,encoding=aac",
        "flac,encoding=flac",
        "wav,encoding=linear16&container=wav&sample_rate=24000",
        "pcm,encoding=linear16&container=none&sample_rate=24000"
    })
    void shouldAskForTheFormatByDeepgramsSettings(String format, String sent) {
        WireRequest wire = translator().request(ask(format), upstream());

        assertThat(wire.url()).isEqualTo("http://vendor/v1/speak?model=aura-2-zeus-en&" + sent);
        assertThat(Json.parseObject(wire.body()).orElseThrow()).isEqualTo(Json.object().put("text", "Grüße, Welt 🎧"));
    }

    @ParameterizedTest
    @CsvSource({
        "aura-2, thalia, aura-2-thalia-en, ",
        "aura-2, Thalia, aura-2-thalia-en, ",
        "aura-2, aura-2-celeste-es, aura-2-celeste-es, ",
        "aura-2, alloy, aura-2-thalia-en, voice",
        "aura-2, , aura-2-thalia-en, ",
        "aura, , aura-asteria-en, ",
        "aura-2-zeus-en, , aura-2-zeus-en, ",
        "aura-2-zeus-en, zeus, aura-2-zeus-en, ",
        "aura-2-zeus-en, alloy, aura-2-zeus-en, voice"
    })
    void shouldMakeOneNameOfModelAndVoice(String model, @Nullable String voice, String sent, @Nullable String warned) {
        WireRequest wire = translator().request(
                new SpeechRequest("m", "Hi", voice, "mp3", null, null, Map.of()),
                new Upstream("house", "http://vendor/v1", model, null, Compat.NONE));

        assertThat(wire.url()).isEqualTo("http://vendor/v1/speak?model=" + sent + "&encoding=mp3");
        assertThat(fields(wire)).isEqualTo(warned == null ? java.util.List.of() : java.util.List.of(warned));
    }

    @Test
    void shouldKeepTheSpeedWithinWhatTheVoiceTakes() {
        WireRequest fast = translator().request(
                new SpeechRequest("m", "Hi", "zeus", "mp3", 4.0, null, Map.of("tag", "a b", "odd", 1)), upstream());
        WireRequest old = translator().request(
                new SpeechRequest("m", "Hi", "asteria", "mp3", 1.2, null, Map.of()),
                new Upstream("house", "http://vendor/v1", "aura", null, Compat.NONE));

        assertThat(fast.url()).contains("&speed=1.5", "&tag=a+b");
        assertThat(fields(fast)).containsExactlyInAnyOrder("speed", "odd");
        assertThat(old.url()).doesNotContain("speed");
        assertThat(fields(old)).containsExactly("speed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "401 | {'err_code':'INVALID_AUTH','err_msg':'Invalid credentials.','request_id':'r'} | AUTHENTICATION",
        "401 | {'err_code':'INSUFFICIENT_PERMISSIONS','err_msg':'User does not have sufficient permissions.'} | AUTHENTICATION",
        "403 | {'err_code':'INSUFFICIENT_PERMISSIONS','err_msg':'Project does not have access to the requested model.'} | MODEL_NOT_FOUND",
        "402 | {'err_code':'ASR_PAYMENT_REQUIRED','err_msg':'Project does not have enough credits.'} | QUOTA_EXHAUSTED",
        "429 | {'err_code':'TOO_MANY_REQUESTS','err_msg':'Too many requests.'} | RATE_LIMITED",
        "400 | {'err_code':'Bad Request','err_msg':'Bad Request: No such model/version combination found.'} | UNSUPPORTED",
        "400 | {'category':'INVALID_JSON','message':'Invalid JSON submitted.','details':'missing field `text`'} | INVALID_REQUEST",
        "413 | {'err_code':'Payload Too Large','err_msg':'Input text exceeds maximum character limit of 2000.'} | UNSUPPORTED",
        "504 | | OVERLOADED",
    })
    void shouldKnowItsErrors(int status, @Nullable String body, FailureKind kind) {
        byte[] bytes = (body == null ? "" : body.replace('\'', '"')).getBytes(StandardCharsets.UTF_8);

        assertThat(dialect().failure(new WireReply(status, Map.of(), bytes)).kind()).isEqualTo(kind);
    }
}
