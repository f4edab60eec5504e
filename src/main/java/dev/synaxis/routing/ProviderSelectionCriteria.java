package dev.synaxis.routing;

import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Units;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of its provider.
 *
 * @param model           the client's model name: a canonical one, an alias, or {@code provider/upstream-model}
 * @param provider        the provider that the caller named in the header, or null
 * @param strategy        the strategy that the caller named, null for the configured one
 * @param needs           abilities without which the request means nothing
 * @param inputTokens     estimate
 * @param maxOutputTokens what the request allows, or an estimate where it says nothing
 * @param units           what else the request asks for, as far as is known before the answer
 * @param longestInput    tokens that a context window must hold beside the output: all of the input, but for a list of
 *                        texts that are embedded one by one
 */
public record ProviderSelectionCriteria(
        ProviderCapability capability,
        String model,
        @Nullable String provider,
        @Nullable RoutingStrategy strategy,
        Set<Ability> needs,
        long inputTokens,
        long maxOutputTokens,
        Units units,
        long longestInput) {

    public ProviderSelectionCriteria {
        needs = Set.copyOf(needs);
    }

    /** Of a request that is counted in tokens alone. */
    public ProviderSelectionCriteria(
            ProviderCapability capability,
            String model,
            @Nullable String provider,
            @Nullable RoutingStrategy strategy,
            Set<Ability> needs,
            long inputTokens,
            long maxOutputTokens) {
        this(capability, model, provider, strategy, needs, inputTokens, maxOutputTokens, Units.NONE);
    }

    /** Of a request whose whole input must fit into one context window. */
    public ProviderSelectionCriteria(
            ProviderCapability capability,
            String model,
            @Nullable String provider,
            @Nullable RoutingStrategy strategy,
            Set<Ability> needs,
            long inputTokens,
            long maxOutputTokens,
            Units units) {
        this(capability, model, provider, strategy, needs, inputTokens, maxOutputTokens, units, inputTokens);
    }
}
