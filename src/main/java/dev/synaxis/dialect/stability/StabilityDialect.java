package dev.synaxis.dialect.stability;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/** Stability AI's API, version 2 beta. Source: https://platform.stability.ai/docs/api-reference (read 2026-11-23). */
public final class StabilityDialect implements Dialect {

    private final ImageTranslator image = new StabilityImage();

    @Override
    public String name() {
        return "stability";
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
    public ProviderFailure failure(WireReply reply) {
        return StabilityFailures.of(reply);
    }
}
