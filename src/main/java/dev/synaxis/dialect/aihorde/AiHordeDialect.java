package dev.synaxis.dialect.aihorde;

import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/**
 * The AI Horde's second API. The key {@code 0000000000} is everybody's: its requests wait behind all others. Source:
 * https://aihorde.net/api, https://github.com/Haidra-Org/AI-Horde/blob/main/README_integration.md (read 2026-11-23).
 */
public final class AiHordeDialect implements Dialect {

    private final ImageTranslator image = new AiHordeImage();

    @Override
    public String name() {
        return "aihorde";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.IMAGE_GENERATION, ProviderCapability.IMAGE_EDIT);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("apikey", apiKey);
    }

    @Override
    public ImageTranslator image() {
        return image;
    }

    @Override
    public BackgroundAnswer background(Upstream upstream) {
        return new QueuedRequest(upstream);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return AiHordeFailures.of(reply);
    }
}
