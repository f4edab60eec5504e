package dev.synaxis.dialect.fireworks;

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
 * Fireworks' own API for pictures; what it chats with speaks the openai dialect. Source:
 * https://docs.fireworks.ai/api-reference/generate-a-new-image-from-a-text-prompt (read 2026-11-29).
 */
public final class FireworksDialect implements Dialect {

    private final ImageTranslator image = new FireworksImage();

    @Override
    public String name() {
        return "fireworks";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.IMAGE_GENERATION, ProviderCapability.IMAGE_EDIT);
    }

    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of("authorization", "Bearer " + apiKey);
    }

    @Override
    public ImageTranslator image() {
        return image;
    }

    @Override
    public BackgroundAnswer background(Upstream upstream) {
        return new Workflow(upstream);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return FireworksFailures.of(reply);
    }
}
