package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.TranscriptionTranslatorContract.Support.refused;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import java.util.List;
import java.util.Map;

/** The models that know the text and nothing of the time. */
public class TranscribeContractTest extends WhisperContractTest {

    @Override
    public String label() {
        return "openai (gpt-4o-transcribe)";
    }

    @Override
    protected String model() {
        return "gpt-4o-transcribe";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("house", "http://vendor/v1", model(), null, Compat.NONE);
    }

    @Override
    public Map<Feature, Support> support() {
        Map<Feature, Support> support = super.support();
        List.of(Feature.VERBOSE, Feature.WORDS, Feature.SRT, Feature.VTT, Feature.DIARIZED, Feature.TRANSLATION)
                .forEach(feature -> support.put(feature, refused()));
        return support;
    }
}
