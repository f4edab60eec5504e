package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Sse;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class OpenAiSpeechTest extends SpeechTranslatorContract {

    @Override
    public Dialect dialect() {
        return new OpenAiDialect();
    }

    @Override
    protected String model() {
        return "gpt-4o-mini-tts";
    }

    @Override
    protected String voice() {
        return "coral";
    }

    @Override
    public Set<String> formats() {
        return Set.copyOf(FORMATS);
    }

    @Override
    public Set<String> warned() {
        return Set.of();
    }

    @Override
    protected boolean handsOnAnyFormat() {
        return true;
    }

    @Override
    protected WireReply answer(@Nullable String format) {
        return new WireReply(200, Map.of("content-type", format == null || format.equals("mp3") ? "audio/mpeg" : "audio/" + format), SAMPLES);
    }

    @Override
    protected byte[] heard(@Nullable String format) {
        return SAMPLES;
    }

    private static WireReply events(List<String> events) {
        return new WireReply(200, Map.of("content-type", "text/event-stream; charset=utf-8"),
                String.join("", events).getBytes(StandardCharsets.UTF_8));
    }

    private static OpenAiSpeechRequest read(String json) {
        return OpenAiSpeechRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldSendEveryField() {
        WireRequest wire = translator().request(
                new SpeechRequest("m", "Hi", "coral", "flac", 0.5, "Whisper.", Map.of("user", "u")), upstream());

        assertThat(wire.url()).isEqualTo("http://vendor/v1/audio/speech");
        assertThat(Json.parseObject(wire.body()).orElseThrow()).isEqualTo(Json.parseOrNull("""
                {"model": "gpt-4o-mini-tts", "input": "Hi", "voice": "coral", "response_format": "flac", "speed": 0.5,
                 "instructions": "Whisper.", "user": "u"}"""));
    }

    @Test
    void shouldReadAudioOutOfEvents() {
        SpeechResponse response = translator().response(ask("mp3"), events(OpenAiWire.speech(new byte[] {1, 0, 2}, new byte[] {3})));

        assertThat(response.audio()).containsExactly(1, 0, 2, 3);
        assertThat(response.contentType()).isEqualTo("audio/mpeg");
        assertThat(response.usage()).isEqualTo(TokenUsage.of(9, 12));
    }

    @Test
    void shouldSayThatTheStreamWasCutWhenItsLastEventIsMissing() {
        List<String> events = OpenAiWire.speech(new byte[] {1, 2});

        assertThatThrownBy(() -> translator().response(ask("mp3"), events(events.subList(0, 1)))).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.NETWORK));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenAnEventCarriesAnError() {
        String error = Sse.data(OpenAiWire.rateLimited().body());

        assertThatThrownBy(() -> translator().response(ask("mp3"), events(List.of(error)))).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED));
    }

    @Test
    void shouldReadTheClientsRequest() {
        OpenAiSpeechRequest request = read("""
                {"model": "m", "input": "Hi 🎧", "voice": {"id": "voice_1"}, "response_format": "pcm", "speed": 2,
                 "instructions": "Slowly.", "stream_format": "sse", "language": "de", "nothing": null}""");

        assertThat(request.canonical()).isEqualTo(
                new SpeechRequest("m", "Hi 🎧", "voice_1", "pcm", 2.0, "Slowly.", Map.of("language", "de")));
        assertThat(request.canonical().characters()).isEqualTo(4);
        assertThat(request.events()).isTrue();
        assertThat(read("{\"model\": \"m\", \"input\": \"Hi\"}").events()).isFalse();
    }

    @Test
    void shouldForwardEveryByteButTheModel() {
        String body = "{ \"odd\": [1,  2], \"model\": \"m\", \"input\":\"H\\u00e4\" }";

        assertThat(new String(read(body).forward("up\"stream"), StandardCharsets.UTF_8))
                .isEqualTo(body.replace("\"m\"", "\"up\\\"stream\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'model': 'm'} | input",
        "{'model': 'm', 'input': 7} | input",
        "{'model': 'm', 'input': '  '} | input",
        "{'input': 'Hi'} | model",
        "{'model': 'm', 'input': 'Hi', 'voice': 3} | voice",
        "{'model': 'm', 'input': 'Hi', 'voice': {'name': 'x'}} | voice",
        "{'model': 'm', 'input': 'Hi', 'speed': '2'} | speed",
        "{'model': 'm', 'input': 'Hi', 'speed': 0} | speed",
        "{'model': 'm', 'input': 'Hi', 'speed': -1} | speed",
        "{'model': 'm', 'input': 'Hi', 'instructions': []} | instructions",
        "{'model': 'm', 'input': 'Hi', 'response_format': 1} | response_format",
        "{'model': 'm', 'input': 'Hi', 'stream_format': 'json'} | stream_format",
    })
    void shouldNameTheFieldThatIsWrong(String body, String param) {
        assertThatThrownBy(() -> read(body.replace('\'', '"'))).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.param()).isEqualTo(param);
        });
    }
}
