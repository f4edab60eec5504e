package dev.synaxis.dialect.elevenlabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.Wav;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ElevenLabsSpeechTest extends SpeechTranslatorContract {

    @Override
    public Dialect dialect() {
        return new ElevenLabsDialect();
    }

    @Override
    protected String model() {
        return "eleven_flash_v2_5";
    }

    @Override
    protected String voice() {
        return "21m00Tcm4TlvDq8ikWAM";
    }

    @Override
    public Set<String> formats() {
        return Set.of("mp3", "opus", "wav", "pcm");
    }

    @Override
    public Set<String> warned() {
        return Set.of("instructions");
    }

    @Override
    protected WireReply answer(@Nullable String format) {
        String type = "opus".equals(format) ? "audio/opus" : "mp3".equals(format) ? "audio/mpeg" : "audio/L16";
        return new WireReply(200, Map.of("content-type", type), SAMPLES);
    }

    @Override
    protected byte[] heard(@Nullable String format) {
        return "wav".equals(format)
                ? ByteBuffer.allocate(44 + SAMPLES.length).put(Wav.header(24_000, 1, SAMPLES.length)).put(SAMPLES).array()
                : SAMPLES;
    }

    @ParameterizedTest
    @CsvSource({"mp3,mp3_44100_128", "opus,opus_48000_128", "wav,pcm_24000", "pcm,pcm_24000"})
    void shouldAskForTheFormatByElevenLabsName(String format, String sent) {
        WireRequest wire = translator().request(ask(format), upstream());

        assertThat(wire.url()).isEqualTo(
                "http://vendor/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream?output_format=" + sent);
    }

    @Test
    void shouldSendModelSpeedAndItsOwnFields() {
        WireRequest wire = translator().request(new SpeechRequest("m", "Hi", "a/../b c", "mp3", 3.0, null,
                Map.of("language_code", "de", "voice_settings", Map.of("stability", 0.4), "odd", 1)), upstream());

        assertThat(wire.url()).contains("/text-to-speech/a%2F%2E%2E%2Fb%20c/stream?");
        assertThat(Json.parseObject(wire.body()).orElseThrow()).isEqualTo(Json.parseOrNull("""
                {"text": "Hi", "model_id": "eleven_flash_v2_5", "language_code": "de",
                 "voice_settings": {"stability": 0.4, "speed": 1.2}}"""));
        assertThat(fields(wire)).containsExactlyInAnyOrder("odd", "speed");
    }

    @Test
    void shouldSpeakWithItsOwnVoiceWhenTheClientNamesOneOfOpenAis() {
        WireRequest alloy = translator().request(new SpeechRequest("m", "Hi", "Alloy", null, null, null, Map.of()), upstream());
        WireRequest none = translator().request(new SpeechRequest("m", "Hi", null, null, null, null, Map.of()), upstream());

        assertThat(alloy.url()).contains("/text-to-speech/JBFqnCBsd6RMkjVDRZzb/").isEqualTo(none.url());
        assertThat(fields(alloy)).containsExactly("voice");
        assertThat(fields(none)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "401 | {'detail':{'type':'authentication_error','code':'invalid_api_key','message':'bad'}} | AUTHENTICATION |",
        "401 | {'detail':{'status':'quota_exceeded','message':'This request exceeds your quota of 10000.'}} | QUOTA_EXHAUSTED |",
        "402 | {'detail':{'type':'payment_required','code':'insufficient_credits'}} | QUOTA_EXHAUSTED |",
        "403 | {'detail':{'type':'authorization_error','code':'subscription_required'}} | UNSUPPORTED |",
        "403 | {'detail':{'type':'authorization_error','code':'model_access_denied'}} | MODEL_NOT_FOUND |",
        "404 | {'detail':{'type':'not_found','code':'voice_not_found','param':'voice_id'}} | UNSUPPORTED | voice",
        "400 | {'detail':{'status':'voice_not_found','message':'A voice with that id was not found.'}} | UNSUPPORTED | voice",
        "400 | {'detail':{'status':'max_character_limit_exceeded','message':'too long'}} | UNSUPPORTED |",
        "400 | {'detail':{'type':'validation_error','code':'text_too_long'}} | UNSUPPORTED | input",
        "404 | {'detail':{'type':'not_found','code':'model_not_found','param':'model_id'}} | MODEL_NOT_FOUND | model",
        "422 | {'detail':[{'loc':['body','text'],'msg':'field required','type':'value_error.missing'}]} | INVALID_REQUEST |",
        "429 | {'detail':{'type':'rate_limit_error','code':'concurrent_limit_exceeded'}} | RATE_LIMITED |",
        "429 | {'detail':{'status':'system_busy','message':'busy'}} | OVERLOADED |",
        "429 | {'detail':'Too many'} | RATE_LIMITED |",
        "500 | oops | OVERLOADED |",
    })
    void shouldKnowItsErrors(int status, String body, FailureKind kind, @Nullable String param) {
        ProviderFailure failure = dialect().failure(new WireReply(
                status, Map.of(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.message()).isNotBlank();
    }
}
