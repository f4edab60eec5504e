package dev.synaxis.dialect.replicate;

import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.ImageTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/** Replicate's HTTP API. Source: https://replicate.com/docs/reference/http (read 2026-11-23). */
public final class ReplicateDialect implements Dialect {

    private final ImageTranslator image = new ReplicateImage();

    @Override
    public String name() {
        return "replicate";
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
        return new Prediction(upstream);
    }

    @Override
    public ProviderFailure failure(WireReply reply) {
        return ReplicateFailures.of(reply);
    }
}
