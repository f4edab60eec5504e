package dev.synaxis.dialect.elevenlabs;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/** ElevenLabs' API. The base URL ends in its version: {@code https://api.elevenlabs.io/v1}. */
public final class ElevenLabsDialect implements Dialect {

    private final ModelsTranslator models = new ElevenLabsModels();
    private final SpeechTranslator speech = new ElevenLabsSpeech();

    @Override
    public String name() {
        return "elevenlabs";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.SPEECH);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("xi-api-key", apiKey);
    }

    @Override
    public SpeechTranslator speech() {
        return speech;
    }

    @Override
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return ElevenLabsFailures.of(reply);
    }
}
