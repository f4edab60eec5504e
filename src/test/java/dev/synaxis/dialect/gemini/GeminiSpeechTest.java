package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechTranslatorContract;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.Wav;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class GeminiSpeechTest extends SpeechTranslatorContract {

    private static final String PCM = "audio/L16;codec=pcm;rate=24000";

    @Override
    public Dialect dialect() {
        return new GeminiDialect();
    }

    @Override
    protected String model() {
        return "gemini-3.8-flash-tts";
    }

    @Override
    protected String voice() {
        return "Puck";
    }

    @Override
    public Set<String> formats() {
        return Set.of("wav", "pcm");
    }

    @Override
    public Set<String> warned() {
        return Set.of("speed");
    }

    @Override
    protected WireReply answer(@Nullable String format) {
        return events(GeminiWire.speech(PCM, Arrays.copyOf(SAMPLES, 4), Arrays.copyOfRange(SAMPLES, 4, 8)));
    }

    @Override
    protected byte[] heard(@Nullable String format) {
        return "pcm".equals(format) ? SAMPLES : file(24_000, 1);
    }

    private static byte[] file(int rate, int channels) {
        return ByteBuffer.allocate(44 + SAMPLES.length).put(Wav.header(rate, channels, SAMPLES.length)).put(SAMPLES).array();
    }

    private static WireReply events(Iterable<String> events) {
        return new WireReply(200, Map.of("content-type", "text/event-stream"),
                String.join("", events).getBytes(StandardCharsets.UTF_8));
    }

    private static WireReply json(String json) {
        return new WireReply(200, Map.of("content-type", "application/json; charset=UTF-8"), json.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String candidate) {
        return "data: {\"candidates\":[" + candidate + "]}\n\n";
    }

    @Test
    void shouldAskForAudioByAVoiceInAStyle() {
        WireRequest wire = translator().request(new SpeechRequest(
                "m", "Hi", "Puck", "wav", null, "Whisper.", Map.of("language_code", "de-DE", "odd", 1)), upstream());

        assertThat(wire.url()).isEqualTo(
                "http://vendor/v1/models/gemini-3.8-flash-tts:streamGenerateContent?alt=sse");
        assertThat(Json.parseObject(wire.body()).orElseThrow()).isEqualTo(Json.parseOrNull("""
                {"contents": [{"role": "user", "parts": [{"text": "Hi", "speechMetadata": {"style": "Whisper."}}]}],
                 "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": {
                   "languageCode": "de-DE", "voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Puck"}}}}}"""));
        assertThat(fields(wire)).containsExactly("odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-2.5-flash-preview-tts", "gemini-3.1-flash-tts-preview"})
    void shouldPutTheStyleBeforeTheTextWhenTheModelKnowsNoOtherPlace(String model) {
        WireRequest wire = translator().request(
                new SpeechRequest("m", "Hi", "Puck", "wav", null, "Say warmly:", Map.of()),
                new Upstream("house", "http://vendor/v1", model, null, Compat.NONE));

        assertThat(Json.parseObject(wire.body()).orElseThrow().at("/contents/0/parts")).isEqualTo(
                Json.parseOrNull("[{\"text\": \"Say warmly:\\n\\nHi\"}]"));
    }

    @Test
    void shouldMakeWavAndSayItWhenTheClientNamesNoFormat() {
        WireRequest wire = translator().request(new SpeechRequest("m", "Hi", "nova", null, null, null, Map.of()), upstream());

        assertThat(fields(wire)).containsExactly("response_format", "voice");
        assertThat(new String(wire.body(), StandardCharsets.UTF_8)).contains("\"voiceName\":\"Kore\"");
        assertThat(translator().response(ask(null), answer((String) null)).contentType()).isEqualTo("audio/wav");
    }

    @Test
    void shouldTakeTheRateFromTheTypeAndTheUsageFromTheVendor() {
        WireReply slow = events(GeminiWire.speech("audio/L16;codec=pcm;rate=16000", SAMPLES));

        SpeechResponse wav = translator().response(ask("wav"), slow);
        assertThat(wav.audio()).isEqualTo(file(16_000, 1));
        assertThat(wav.usage()).isEqualTo(TokenUsage.of(9, 12));
        assertThat(translator().response(ask("pcm"), slow).contentType()).isEqualTo("audio/pcm;rate=16000");
    }

    @Test
    void shouldTakeTheSamplesOutOfWavFilesWhenTheModelSendsThose() {
        byte[] first = ByteBuffer.allocate(48).put(Wav.header(48_000, 2, 4)).put(SAMPLES, 0, 4).array();
        byte[] second = ByteBuffer.allocate(48).put(Wav.header(48_000, 2, 4)).put(SAMPLES, 4, 4).array();

        assertThat(translator().response(ask("wav"), events(GeminiWire.speech("audio/wav", first, second))).audio())
                .isEqualTo(file(48_000, 2));
    }

    @Test
    void shouldReadAnAnswerInOnePieceToo() {
        String events = String.join("", GeminiWire.speech(PCM, SAMPLES));
        String json = events.substring("data: ".length()).strip();

        assertThat(translator().response(ask("pcm"), json(json)).audio()).isEqualTo(SAMPLES);
        assertThat(translator().response(ask("pcm"), json("[" + json + "]")).audio()).isEqualTo(SAMPLES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'content':{'parts':[{'inlineData':{'mimeType':'audio/L16;rate=24000','data':'AAAA'}}]}} | NETWORK",
        "{'finishReason':'OTHER'} | MALFORMED_REPLY",
        "{'finishReason':'SAFETY'} | CONTENT_FILTERED",
        "{'finishReason':'MAX_TOKENS'} | MALFORMED_REPLY",
        "{'content':{'parts':[{'inlineData':{'mimeType':'audio/ogg','data':'AAAA'}}]}} | MALFORMED_REPLY",
        "{'content':{'parts':[{'inlineData':{'mimeType':'audio/L16','data':'%%%'}}]}} | MALFORMED_REPLY",
        "{'content':{'parts':[{'text':'no audio'}]},'finishReason':'STOP'} | MALFORMED_REPLY",
    })
    void shouldSayWhatTheLackOfAudioMeans(String candidate, FailureKind kind) {
        WireReply reply = events(java.util.List.of(event(candidate.replace('\'', '"'))));

        assertThatThrownBy(() -> translator().response(ask("wav"), reply)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        WireReply reply = json("{\"error\": {\"code\": 503, \"status\": \"UNAVAILABLE\", \"message\": \"busy\"}}");

        assertThatThrownBy(() -> translator().response(ask("wav"), reply)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.OVERLOADED));
    }
}
