package dev.synaxis.dialect.anthropic;

import dev.synaxis.config.Compat;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.dialect.RateLimitHeaders;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Anthropic's Messages API. Source: https://platform.claude.com/docs/en/api/messages (read 2026-11-22). */
public final class AnthropicDialect implements Dialect {

    public static final String NAME = "anthropic";

    private final ModelsTranslator models = new AnthropicModels();
    private final ChatTranslator chat = new AnthropicChat();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.CHAT);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("x-api-key", apiKey);
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
    public List<VendorLimit> limits(Map<String, String> headers, Compat compat) {
        return RateLimitHeaders.anthropic(headers);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return AnthropicFailures.of(reply);
    }
}
