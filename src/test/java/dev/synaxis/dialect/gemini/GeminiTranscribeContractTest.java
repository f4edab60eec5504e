package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.warnedWithout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.TranscriptionTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model that is made for transcripts. */
public class GeminiTranscribeContractTest extends TranscriptionTranslatorContract {

    private static final String TIMES = "\"wordTimestamp\":true";

    @Override
    public Dialect dialect() {
        return new GeminiDialect();
    }

    @Override
    public String label() {
        return "gemini (gemini-3.5-transcribe)";
    }

    @Override
    protected String model() {
        return "gemini-3.5-transcribe";
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = new EnumMap<>(Feature.class);
        support.put(Feature.JSON, carried("\"inlineData\"", "\"generationConfig\":{\"audioTranscriptionConfig\":{}}"));
        support.put(Feature.TEXT, Support.carriedWithout("\"text\""));
        support.put(Feature.VERBOSE, carried(TIMES));
        support.put(Feature.WORDS, carried(TIMES));
        support.put(Feature.SRT, carried(TIMES));
        support.put(Feature.VTT, carried(TIMES));
        support.put(Feature.DIARIZED, carried(TIMES, "\"diarization\":true"));
        support.put(Feature.LANGUAGE, carried("\"languageCodes\":[\"de\"]"));
        support.put(Feature.PROMPT, warnedWithout("Kamel"));
        support.put(Feature.TEMPERATURE, warnedWithout("0.25"));
        support.put(Feature.LOGPROBS, warnedWithout("logprobs"));
        support.put(Feature.UNKNOWN, warnedWithout("kept"));
        support.put(Feature.TRANSLATION, refused());
        return support;
    }

    private static WireReply turns(String turns) {
        return new WireReply(200, Map.of("content-type", "application/json"), ("""
                {"candidates":[{"content":{"role":"model","parts":[TURNS]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":64,"candidatesTokenCount":12,"totalTokenCount":76}}"""
                .replace("TURNS", turns)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        return turns(request.format().timed()
                ? """
                {"audioTranscription":{"text":"Hello there.","languageCode":"en-US","speakerLabel":"spk_7","words":[
                  {"word":"Hello","startOffset":"0.100s","endOffset":"0.500s"},{"word":"there.","startOffset":"0.5s","endOffset":"1s"}]}},
                {"audioTranscription":{"text":"How are you?","languageCode":"en-US","speakerLabel":"spk_2","words":[
                  {"word":"How","startOffset":"1.500s","endOffset":"1.700s"},{"word":"are","startOffset":"1.700s","endOffset":"1.900s"},
                  {"word":"you?","startOffset":"1.900s","endOffset":"2.400s"}]}}"""
                : "{\"text\":\"Hello there. How are you?\"}");
    }

    private static TranscriptionRequest verbose() {
        return form(Task.TRANSCRIBE, List.of(new MultipartForm.Field("response_format", "verbose_json"))).canonical();
    }

    @Test
    void shouldDivideALongTurnAtSentencesAndPauses() {
        TranscriptionResponse heard = response(verbose(), turns("""
                {"audioTranscription":{"text":"One two. Three, four","words":[
                  {"word":"One","endOffset":"0.4s"},{"word":"two","startOffset":"0.4s","endOffset":"0.8s"},
                  {"word":"Three","startOffset":"0.9s","endOffset":"1.2s"},{"word":"four","startOffset":"3s","endOffset":"3.5s"}]}}"""));

        assertThat(heard.segments()).extracting(TranscriptionResponse.Segment::text).containsExactly("One two.", "Three,", "four");
        assertThat(heard.segments()).extracting(TranscriptionResponse.Segment::start).containsExactly(0.0, 0.9, 3.0);
        assertThat(heard.segments()).extracting(TranscriptionResponse.Segment::end).containsExactly(0.8, 1.2, 3.5);
        assertThat(heard.text()).isEqualTo("One two. Three, four");
        assertThat(heard.usage()).isEqualTo(TokenUsage.of(64, 12));
    }

    @Test
    void shouldKeepTheTextOfALanguageWithoutSpaces() {
        TranscriptionResponse heard = response(verbose(), turns("""
                {"audioTranscription":{"text":"你好。再见","languageCode":"zh-CN","words":[
                  {"word":"你好","startOffset":"0s","endOffset":"1s"},{"word":"再见","startOffset":"1.2s","endOffset":"2s"}]}}"""));

        assertThat(heard.segments()).extracting(TranscriptionResponse.Segment::text).containsExactly("你好。", "再见");
        assertThat(heard.language()).isEqualTo("zh-CN");
    }

    @Test
    void shouldSendAVocabularyUnlessTimesAreWanted() {
        List<MultipartForm.Field> words = List.of(
                new MultipartForm.Field("custom_vocabulary[]", "Synaxis"), new MultipartForm.Field("custom_vocabulary[]", "Kamel"));
        List<MultipartForm.Field> timed = List.of(words.getFirst(), new MultipartForm.Field("response_format", "vtt"));

        assertThat(new String(bytes(request(form(Task.TRANSCRIBE, words), upstream())), StandardCharsets.US_ASCII))
                .contains("\"customVocabulary\":[\"Synaxis\",\"Kamel\"]");
        assertThat(request(form(Task.TRANSCRIBE, timed), upstream()).warnings()).extracting(Warning::field)
                .containsExactly("custom_vocabulary");
    }

    @Test
    void shouldCallItMalformedWhenATimeIsNone() {
        assertThatThrownBy(() -> response(verbose(), turns(
                        "{\"audioTranscription\":{\"text\":\"Hi\",\"words\":[{\"word\":\"Hi\",\"endOffset\":\"soon\"}]}}")))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }
}
