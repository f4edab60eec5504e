package dev.synaxis.dialect.cohere;

import dev.synaxis.config.Compat;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.RateLimitHeaders;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cohere's API v2: {@code POST {base}/chat} and {@code POST {base}/embed}, where a base URL without a version gets
 * {@code /v2}. The preset's base URL is https://api.cohere.com/v2 (docs.cohere.com/reference/chat, read 2026-11-22).
 */
public final class CohereDialect implements Dialect {

    /** The name in configuration, and the origin of reasoning that Cohere made. */
    public static final String NAME = "cohere";

    private final ModelsTranslator models = new CohereModels();
    private final ChatTranslator chat = new CohereChat();
    private final EmbeddingTranslator embedding = new CohereEmbedding();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.CHAT, ProviderCapability.EMBEDDING);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("authorization", "Bearer " + apiKey);
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
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public List<VendorLimit> limits(Map<String, String> headers, Compat compat) {
        return RateLimitHeaders.cohere(headers);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return CohereFailures.of(reply);
    }
}
