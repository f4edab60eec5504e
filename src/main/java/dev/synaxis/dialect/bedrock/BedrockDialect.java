package dev.synaxis.dialect.bedrock;

import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/**
 * Amazon Bedrock's Converse and ConverseStream, and InvokeModel for embeddings, with a Bedrock API key where requests are
 * not signed. Source: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html (read 2026-11-22).
 */
public final class BedrockDialect implements Dialect {

    static final String NAME = "bedrock";

    private final ChatTranslator chat = new BedrockChat();
    private final ModelsTranslator models = new BedrockModels();
    private final EmbeddingTranslator embedding = new BedrockEmbedding();

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
    public ModelsTranslator models() {
        return models;
    }

    @Override
    public EmbeddingTranslator embedding() {
        return embedding;
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return BedrockFailures.of(reply);
    }
}
