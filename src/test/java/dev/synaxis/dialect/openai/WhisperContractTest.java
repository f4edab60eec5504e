package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.TranscriptionTranslatorContract;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Whisper at a provider that gives nothing but JSON: text and subtitles are made of it. */
public class WhisperContractTest extends TranscriptionTranslatorContract {

    private static final String VERBOSE = """
            {"task":"transcribe","language":"english","duration":2.5,"text":"Hello there. How are you?",
             "segments":[{"id":0,"start":0.1,"end":1.0,"text":" Hello there."},{"id":1,"start":1.5,"end":2.4,"text":" How are you?"}],
             "words":[{"word":"Hello","start":0.1,"end":0.5},{"word":"there","start":0.5,"end":1.0},{"word":"How","start":1.5,"end":1.7},
                      {"word":"are","start":1.7,"end":1.9},{"word":"you","start":1.9,"end":2.4}]}""";

    @Override
    public Dialect dialect() {
        return new OpenAiDialect();
    }

    @Override
    public String label() {
        return "openai (Whisper)";
    }

    @Override
    protected String model() {
        return "whisper-1";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("house", "http://vendor/v1", model(), null, new Compat(
                true, false, Map.of(), Set.of(), Set.of("text", "srt", "vtt"), null, Compat.ImageSize.SIZE, "b64_json"));
    }

    protected static String part(String name, String value) {
        return "name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = new EnumMap<>(Feature.class);
        support.put(Feature.JSON, carried("/audio/transcriptions\n", "filename=\"speech.wav\"", part("model", model())));
        support.put(Feature.TEXT, carried(part("response_format", "json")));
        support.put(Feature.VERBOSE, carried(part("response_format", "verbose_json")));
        support.put(Feature.WORDS, carried(part("timestamp_granularities[]", "word")));
        support.put(Feature.SRT, carried(part("response_format", "verbose_json"), part("timestamp_granularities[]", "segment")));
        support.put(Feature.VTT, carried(part("response_format", "verbose_json")));
        support.put(Feature.DIARIZED, refused());
        support.put(Feature.LANGUAGE, carried(part("language", "de")));
        support.put(Feature.PROMPT, carried(part("prompt", "Synaxis, Kamel")));
        support.put(Feature.TEMPERATURE, carried(part("temperature", "0.25")));
        support.put(Feature.LOGPROBS, carried(part("include[]", "logprobs")));
        support.put(Feature.UNKNOWN, carried(part("odd", "kept")));
        support.put(Feature.TRANSLATION, carried("/audio/translations\n"));
        return support;
    }

    @Override
    protected final WireRequest request(OpenAiTranscriptionRequest request, Upstream upstream) {
        return OpenAiTranscriptions.request(request, upstream);
    }

    @Override
    protected final TranscriptionResponse response(TranscriptionRequest request, WireReply reply) {
        return OpenAiTranscriptions.response(request, upstream(), reply);
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        return json(request.format().timed() ? VERBOSE : "{\"text\":\"Hello there. How are you?\"}");
    }

    protected static WireReply json(String body) {
        return new WireReply(200, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }
}
