package dev.synaxis.usage;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls cost, in USD, by the prices of the catalogue. A provider of the FREE tier costs nothing. */
public final class CostEstimator {

    private static final Price FREE = new Price(0, 0, null);
    private static final double PER = 1_000_000;

    private final ModelCatalog catalog;
    private final Map<String, ProviderConfig> providers;

    public CostEstimator(GatewayConfig config) {
        catalog = new ModelCatalog(config);
        providers = config.providers().stream().collect(Collectors.toUnmodifiableMap(ProviderConfig::id, Function.identity()));
    }

    /** What a call did cost, or null where no price is known. */
    public @Nullable Double cost(String provider, String upstreamModel, TokenUsage usage) {
        ProviderConfig config = providers.get(provider);
        if (config == null) {
            return null;
        }
        Price price = price(config, catalog.find(provider, upstreamModel));
        return price == null ? null : cost(price, usage);
    }

    /** The price of a model at a provider, or null where it is not known. */
    public static @Nullable Price price(ProviderConfig provider, @Nullable ModelInfo model) {
        if (provider.tier() == Tier.FREE) {
            return FREE;
        }
        return model == null ? null : model.price(provider.id());
    }

    /** What so many tokens cost where none of the input comes from a cache. */
    public static double expected(Price price, long inputTokens, long outputTokens) {
        return (inputTokens * price.input() + outputTokens * price.output()) / PER;
    }

    /** What the usage costs: cached input by its own price; written to the cache, as any other input. */
    public static double cost(Price price, TokenUsage usage) {
        Double cachedPrice = price.cachedInput();
        long cached = Math.clamp(usage.cachedInput(), 0, usage.input());
        double input = (usage.input() - cached) * price.input()
                + cached * (cachedPrice == null ? price.input() : cachedPrice);
        return (input + usage.output() * price.output()) / PER;
    }
}
