package dev.synaxis.dialect.cloudflare;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/**
 * Workers AI's own API, one path for each model. The base URL ends before it:
 * {@code https://api.cloudflare.com/client/v4/accounts/<account>/ai}.
 */
public final class CloudflareDialect implements Dialect {

    private final ModelsTranslator models = new CloudflareModels();
    private final ImageTranslator image = new CloudflareImage();
    private final TranscriptionTranslator transcription = new CloudflareTranscription();
    private final SpeechTranslator speech = new CloudflareSpeech();

    @Override
    public String name() {
        return "cloudflare";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(
                ProviderCapability.IMAGE_GENERATION,
                ProviderCapability.IMAGE_EDIT,
                ProviderCapability.TRANSCRIPTION,
                ProviderCapability.SPEECH);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("authorization", "Bearer " + apiKey);
    }

    @Override
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public ImageTranslator image() {
        return image;
    }

    @Override
    public TranscriptionTranslator transcription() {
        return transcription;
    }

    @Override
    public SpeechTranslator speech() {
        return speech;
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return CloudflareFailures.of(reply);
    }
}
