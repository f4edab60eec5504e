package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.warned;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.warnedWithout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.TranscriptionTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.wire.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model that does everything, asked in words. */
public class GeminiTranscriptionContractTest extends TranscriptionTranslatorContract {

    private static final String MODEL = "gemini-3.8-flash";

    @Override
    public Dialect dialect() {
        return new GeminiDialect();
    }

    @Override
    protected String model() {
        return MODEL;
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = new EnumMap<>(Feature.class);
        support.put(Feature.JSON, carried(
                "/models/" + MODEL + ":generateContent\n",
                "\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"" + Base64.getEncoder().encodeToString(AUDIO) + "\"}",
                "word for word"));
        support.put(Feature.TEXT, carried("word for word"));
        support.put(Feature.VERBOSE, warned("\"responseSchema\"", "MM:SS"));
        support.put(Feature.WORDS, refused());
        support.put(Feature.SRT, warned("\"responseSchema\""));
        support.put(Feature.VTT, warned("\"responseSchema\""));
        support.put(Feature.DIARIZED, warned("\"speaker\":{\"type\":\"STRING\"}", "Speaker 1"));
        support.put(Feature.LANGUAGE, carried("The language is de."));
        support.put(Feature.PROMPT, carried("Synaxis, Kamel"));
        support.put(Feature.TEMPERATURE, carried("\"temperature\":0.25"));
        support.put(Feature.LOGPROBS, warnedWithout("logprobs"));
        support.put(Feature.UNKNOWN, warnedWithout("kept"));
        support.put(Feature.TRANSLATION, carried("English translation"));
        return support;
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        return json(GeminiWire.text(MODEL, request.format().timed()
                ? """
                {"language":"en","segments":[{"start":"00:00.1","end":"00:01","speaker":"Speaker 1","text":"Hello there."},
                 {"start":"00:01.500","end":"00:02.4","speaker":"Speaker 2","text":"How are you?"}]}"""
                : "Hello there. How are you?"));
    }

    protected static WireReply json(String body) {
        return new WireReply(200, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveNothingWhenNothingWasSpoken() {
        TranscriptionRequest request = form(
                Task.TRANSCRIBE, List.of(new MultipartForm.Field("response_format", "srt"))).canonical();

        TranscriptionResponse heard = response(request, json(GeminiWire.text(MODEL, "")));

        assertThat(request.format()).isEqualTo(Format.SRT);
        assertThat(heard.text()).isEmpty();
        assertThat(heard.segments()).isEmpty();
    }

    @Test
    void shouldSayThatTheTranscriptIsTooLongOrFilteredWhenItIs() {
        TranscriptionRequest request = form(Task.TRANSCRIBE, List.of()).canonical();
        String text = GeminiWire.text(MODEL, "Hello");

        assertThatThrownBy(() -> response(request, json(text.replace("STOP", "MAX_TOKENS")))).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED));
        assertThatThrownBy(() -> response(request, json(text.replace("STOP", "SAFETY")))).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.CONTENT_FILTERED));
    }
}
