package dev.synaxis.dialect.deepgram;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/** Deepgram's API. The base URL ends in its version: {@code https://api.deepgram.com/v1}. */
public final class DeepgramDialect implements Dialect {

    private final ModelsTranslator models = new DeepgramModels();
    private final SpeechTranslator speech = new DeepgramSpeech();
    private final TranscriptionTranslator transcription = new DeepgramTranscription();

    @Override
    public String name() {
        return "deepgram";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.SPEECH, ProviderCapability.TRANSCRIPTION);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("authorization", "Token " + apiKey);
    }

    @Override
    public SpeechTranslator speech() {
        return speech;
    }

    @Override
    public TranscriptionTranslator transcription() {
        return transcription;
    }

    @Override
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return DeepgramFailures.of(reply);
    }
}
