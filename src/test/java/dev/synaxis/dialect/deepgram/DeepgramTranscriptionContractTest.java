package dev.synaxis.dialect.deepgram;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.warnedWithout;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.TranscriptionTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.model.TranscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

public class DeepgramTranscriptionContractTest extends TranscriptionTranslatorContract {

    private static final String ANSWER = """
            {"metadata":{"duration":2.5},"results":{"channels":[{"detected_language":"en","alternatives":[{
              "transcript":"Hello there. How are you?","words":[
               {"word":"hello","start":0.1,"end":0.5,"punctuated_word":"Hello"},{"word":"there","start":0.5,"end":1.0,"punctuated_word":"there."},
               {"word":"how","start":1.5,"end":1.7,"punctuated_word":"How"},{"word":"are","start":1.7,"end":1.9},
               {"word":"you","start":1.9,"end":2.4,"punctuated_word":"you?"}]}]}],
             "utterances":[{"start":0.1,"end":1.0,"confidence":0.9,"transcript":"Hello there.","speaker":0},
                           {"start":1.5,"end":2.4,"confidence":0.8,"transcript":"How are you?","speaker":1}]}}""";

    @Override
    public Dialect dialect() {
        return new DeepgramDialect();
    }

    @Override
    protected String model() {
        return "nova-3";
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = new EnumMap<>(Feature.class);
        support.put(Feature.JSON, carried("/listen?model=nova-3&", "detect_language=true"));
        support.put(Feature.TEXT, Support.carriedWithout("utterances"));
        support.put(Feature.VERBOSE, carried("utterances=true"));
        support.put(Feature.WORDS, carried("utterances=true"));
        support.put(Feature.SRT, carried("utterances=true"));
        support.put(Feature.VTT, carried("utterances=true"));
        support.put(Feature.DIARIZED, carried("diarize=true"));
        support.put(Feature.LANGUAGE, carried("language=de"));
        support.put(Feature.PROMPT, warnedWithout("Kamel"));
        support.put(Feature.TEMPERATURE, warnedWithout("0.25"));
        support.put(Feature.LOGPROBS, warnedWithout("logprobs"));
        support.put(Feature.UNKNOWN, warnedWithout("kept"));
        support.put(Feature.TRANSLATION, refused());
        return support;
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        return new WireReply(200, Map.of("content-type", "application/json"), ANSWER.getBytes(StandardCharsets.UTF_8));
    }
}
