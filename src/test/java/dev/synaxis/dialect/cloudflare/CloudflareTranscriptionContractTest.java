package dev.synaxis.dialect.cloudflare;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.warnedWithout;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.TranscriptionTranslatorContract;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.model.TranscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

public class CloudflareTranscriptionContractTest extends TranscriptionTranslatorContract {

    private static final String ANSWER = """
            {"result":{"text":" Hello there. How are you?","word_count":5,
              "transcription_info":{"language":"en","language_probability":1,"duration":2.5},
              "segments":[
               {"start":0.1,"end":1.0,"text":" Hello there.","avg_logprob":-0.1,"words":[
                {"word":" Hello","start":0.1,"end":0.5},{"word":" there.","start":0.5,"end":1.0}]},
               {"start":1.5,"end":2.4,"text":" How are you?","avg_logprob":-0.2,"words":[
                {"word":" How","start":1.5,"end":1.7},{"word":" are","start":1.7,"end":1.9},
                {"word":" you?","start":1.9,"end":2.4}]}]},
             "success":true,"errors":[],"messages":[]}""";

    @Override
    public Dialect dialect() {
        return new CloudflareDialect();
    }

    @Override
    protected String model() {
        return "@cf/openai/whisper-large-v3-turbo";
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = new EnumMap<>(Feature.class);
        Support audio = carried(
                "http://vendor/v1/run/@cf/openai/whisper-large-v3-turbo\n",
                "{\"audio\":\"" + Base64.getEncoder().encodeToString(AUDIO) + "\"}");
        support.put(Feature.JSON, audio);
        support.put(Feature.TEXT, audio);
        support.put(Feature.VERBOSE, audio);
        support.put(Feature.WORDS, audio);
        support.put(Feature.SRT, audio);
        support.put(Feature.VTT, audio);
        support.put(Feature.DIARIZED, refused());
        support.put(Feature.LANGUAGE, carried("\",\"language\":\"de\"}"));
        support.put(Feature.PROMPT, carried("\"initial_prompt\":\"Synaxis, Kamel\""));
        support.put(Feature.TEMPERATURE, warnedWithout("0.25"));
        support.put(Feature.LOGPROBS, warnedWithout("logprobs"));
        support.put(Feature.UNKNOWN, warnedWithout("kept"));
        support.put(Feature.TRANSLATION, carried("\"task\":\"translate\""));
        return support;
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        return new WireReply(200, Map.of("content-type", "application/json"), ANSWER.getBytes(StandardCharsets.UTF_8));
    }
}
