package dev.synaxis.dialect.gemini;

import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Google's Gemini protocol with an API key. */
public final class GeminiDialect implements Dialect {

    static final String NAME = "gemini";

    private final ModelsTranslator models = new GeminiModels();
    private final ChatTranslator chat;
    private final ImageTranslator image = new GeminiImage();
    private final EmbeddingTranslator embedding = new GeminiEmbedding();
    private final TranscriptionTranslator transcription = new GeminiTranscription();
    private final SpeechTranslator speech = new GeminiSpeech();

    public GeminiDialect() {
        this(() -> "call_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** @param callIds gives a new id for each tool call that Gemini gave none; unique across answers */
    public GeminiDialect(Supplier<String> callIds) {
        this.chat = new GeminiChat(callIds);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(
                ProviderCapability.CHAT,
                ProviderCapability.EMBEDDING,
                ProviderCapability.IMAGE_GENERATION,
                ProviderCapability.IMAGE_EDIT,
                ProviderCapability.TRANSCRIPTION,
                ProviderCapability.SPEECH);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("x-goog-api-key", apiKey);
    }

    @Override
    public ChatTranslator chat() {
        return chat;
    }

    @Override
    public EmbeddingTranslator embedding() {
        return embedding;
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
    public ImageTranslator image() {
        return image;
    }

    @Override
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public List<VendorLimit> limits(WireReply failure) {
        return GeminiLimits.read(failure);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return GeminiFailures.of(reply);
    }
}
