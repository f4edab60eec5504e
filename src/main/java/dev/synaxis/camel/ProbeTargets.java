package dev.synaxis.camel;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ModelLists;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.UpstreamModels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a probe asks for, and of which model: a word from the cheapest that is not cooling down itself. */
final class ProbeTargets {

    /** What can be asked in so few words; the smallest picture or sound costs a hundred times as much. */
    static final List<ProviderCapability> CAPABILITIES =
            List.of(ProviderCapability.CHAT, ProviderCapability.EMBEDDING);

    private static final long INPUT = 8;
    /** Tokens; some vendors refuse less. */
    private static final long OUTPUT = 16;

    private final UpstreamModels catalog;
    private final HealthStore health;
    private final ModelLists lists;

    ProbeTargets(GatewayConfig config, HealthStore health, ModelLists lists) {
        this.catalog = new UpstreamModels(config);
        this.health = health;
        this.lists = lists;
    }

    /** Null where the provider has no model for it, or none that may be asked for what it costs. */
    @Nullable Candidate cheapest(ProviderConfig provider, ProviderCapability capability) {
        List<String> paused = health.cooldowns().stream()
                .filter(pause -> pause.provider().equals(provider.id()) && pause.model() != null)
                .map(Cooldown::model)
                .collect(Collectors.toList());
        Candidate cheapest = null;
        double least = Double.NaN;
        for (ProviderModel model : provider.models()) {
            if (model.upstream().equals("*")
                    || !fits(model, capability)
                    || paused.contains(model.upstream())
                    || lists.lacks(provider.id(), model.upstream())) {
                continue;
            }
            ModelInfo info = catalog.find(provider.id(), model.upstream());
            Price price = CostEstimator.price(provider, info);
            if (!provider.resilience().probe().paid() && !provider.free(price)) {
                continue;
            }
            double cost = price == null
                    ? Double.MAX_VALUE
                    : CostEstimator.expected(price, INPUT, OUTPUT, Units.NONE);
            if (cheapest == null || cost < least) {
                least = cost;
                cheapest = candidate(provider, model, info, price);
            }
        }
        return cheapest;
    }

    private static boolean fits(ProviderModel model, ProviderCapability capability) {
        return model.capabilities() == null || model.capabilities().contains(capability);
    }

    private static Candidate candidate(
            ProviderConfig provider, ProviderModel model, @Nullable ModelInfo info, @Nullable Price price) {
        return new Candidate(
                provider,
                model.upstream(),
                info == null ? model.name() : info.name(),
                provider.free(price) ? Tier.FREE : Tier.PAID,
                info == null ? null : info.traits(),
                null,
                false,
                false);
    }

    /** The request in OpenAI's form. */
    static byte[] request(ProviderCapability capability) {
        String body = capability == ProviderCapability.EMBEDDING
                ? "{\"model\":\"probe\",\"input\":\"Hi\"}"
                : "{\"model\":\"probe\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_completion_tokens\":" + OUTPUT
                        + "}";
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
