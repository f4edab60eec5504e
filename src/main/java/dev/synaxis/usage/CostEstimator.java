package dev.synaxis.usage;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls cost, in USD, by the prices of the catalogue. A provider of the FREE tier costs nothing. */
public final class CostEstimator {

    private static final Price FREE = new Price(0, 0, null);
    private static final double PER = 1_000_000;

    private final UpstreamModels catalog;
    private final Map<String, ProviderConfig> providers;

    public CostEstimator(GatewayConfig config) {
        catalog = new UpstreamModels(config);
        providers = config.providers().stream().collect(Collectors.toUnmodifiableMap(ProviderConfig::id, Function.identity()));
    }

    /** What a call did cost, or null where no price is known. */
    public @Nullable Double cost(String provider, String upstreamModel, TokenUsage usage, Units units) {
        ProviderConfig config = providers.get(provider);
        if (config == null) {
            return null;
        }
        Price price = price(config, catalog.find(provider, upstreamModel));
        return price == null ? null : (Double) (price.of(usage) + price.of(units));
    }

    /** The price of a model at a provider, or null where it is not known. */
    public static @Nullable Price price(ProviderConfig provider, @Nullable ModelInfo model) {
        if (provider.tier() == Tier.FREE) {
            return FREE;
        }
        return model == null ? null : model.price(provider.id());
    }

    /** What so many tokens, none of them cached, and units cost. */
    public static double expected(Price price, long inputTokens, long outputTokens, Units units) {
        return (inputTokens * price.input() + outputTokens * price.output()) / PER + price.of(units);
    }
}
