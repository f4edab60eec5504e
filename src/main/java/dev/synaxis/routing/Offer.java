package dev.synaxis.routing;

import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.usage.CostEstimator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider and upstream model with all that does not change from request to request.
 *
 * @param name         the model's canonical name: that of the catalogue, else the one that it is listed under
 * @param model        null where the catalogue knows nothing
 * @param price        null where no price is known
 * @param capabilities what the provider offers with this model
 * @param named        whether the caller named exactly this one ({@code provider/upstream-model}): the catalogue is not asked
 *                     whether it is able, the vendor is
 */
record Offer(
        ProviderConfig provider,
        String upstream,
        String name,
        @Nullable ModelInfo model,
        @Nullable Price price,
        Set<ProviderCapability> capabilities,
        boolean named) {

    /** @param listed the name that the provider lists it under */
    static Offer of(
            ProviderConfig provider,
            String upstream,
            String listed,
            @Nullable ModelInfo model,
            Set<ProviderCapability> capabilities) {
        return new Offer(
                provider, upstream, name(listed, model), model, CostEstimator.price(provider, model), capabilities, false);
    }

    /** The upstream model that the caller named, at a provider whose capabilities alone decide what it may be asked. */
    static Offer named(ProviderConfig provider, String upstream, String listed, @Nullable ModelInfo model) {
        return new Offer(
                provider,
                upstream,
                name(listed, model),
                model,
                CostEstimator.price(provider, model),
                provider.capabilities(),
                true);
    }

    private static String name(String listed, @Nullable ModelInfo model) {
        return model == null ? listed : model.name();
    }

    @Nullable ModelTraits traits() {
        return model == null ? null : model.traits();
    }

    /** Whether the model is there: the caller named it, the catalogue knows it, or the provider lists it by its name. */
    boolean certain() {
        return named || model != null || provider.models().stream().anyMatch(listed -> listed.upstream().equals(upstream));
    }

    boolean same(Offer other) {
        return provider.id().equals(other.provider.id()) && upstream.equals(other.upstream);
    }
}
