package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.carried;
import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The model that tells speakers apart: whatever has times is made of their turns. */
public class DiarizeContractTest extends WhisperContractTest {

    private static final String DIARIZED = """
            {"task":"transcribe","duration":2.5,"text":"Hello there. How are you?","segments":[
             {"type":"transcript.text.segment","id":"seg_1","start":0.1,"end":1.0,"text":"Hello there.","speaker":"A"},
             {"type":"transcript.text.segment","id":"seg_2","start":1.5,"end":2.4,"text":"How are you?","speaker":"B"}]}""";

    @Override
    public String label() {
        return "openai (gpt-4o-transcribe-diarize)";
    }

    @Override
    protected String model() {
        return "gpt-4o-transcribe-diarize";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("house", "http://vendor/v1", model(), null, Compat.NONE);
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = super.support();
        support.put(Feature.TEXT, carried(part("response_format", "text")));
        List.of(Feature.VERBOSE, Feature.SRT, Feature.VTT, Feature.DIARIZED)
                .forEach(feature -> support.put(feature, carried(part("response_format", "diarized_json"))));
        support.put(Feature.WORDS, refused());
        support.put(Feature.TRANSLATION, refused());
        return support;
    }

    @Override
    protected WireReply answer(TranscriptionRequest request) {
        if (request.format() == Format.TEXT) {
            return new WireReply(200, Map.of("content-type", "text/plain; charset=utf-8"),
                    "Hello there. How are you?".getBytes(StandardCharsets.UTF_8));
        }
        return json(DIARIZED);
    }
}
