package dev.synaxis.routing;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.routing.Plan.Cause;
import dev.synaxis.routing.Plan.Skipped;
import dev.synaxis.routing.PlanDraft.Place;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.LearnedLimits;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans in tiers: PREFERRED, FREE, PAID, EMERGENCY; inside a tier in the order of the strategy. What never changes
 * is worked out once, so that a plan takes a few map look-ups.
 */
public final class TieredProviderSelector implements ProviderSelector {

    private static final String PROVIDER_HEADER = "x-synaxis-provider";

    private final ModelIndex models;
    private final RoutingStrategy strategy;
    private final TierOrder.All orders;
    private final Eligibility eligibility;

    /**
     * @param random for the share of plans that explore; safe for many threads, such as
     *               {@code () -> ThreadLocalRandom.current().nextLong()}
     */
    public TieredProviderSelector(
            GatewayConfig config,
            HealthStore health,
            LearnedLimits limits,
            LatencyTracker latencies,
            BreakerView breakers,
            Clock clock,
            RandomGenerator random) {
        this(config, health, limits, latencies, breakers, ModelLists.NONE, clock, random);
    }

    /** @param lists what providers say themselves of the models that they have */
    public TieredProviderSelector(
            GatewayConfig config,
            HealthStore health,
            LearnedLimits limits,
            LatencyTracker latencies,
            BreakerView breakers,
            ModelLists lists,
            Clock clock,
            RandomGenerator random) {
        models = new ModelIndex(config);
        strategy = config.strategy();
        orders = new TierOrder.All(latencies, random);
        eligibility = new Eligibility(health, limits, breakers, lists, clock);
    }

    /** @throws InvalidRequestException 400, {@code x-synaxis-provider}: no such provider is configured */
    @Override
    public Plan select(ProviderSelectionCriteria criteria) {
        String header = configured(criteria.provider());
        RoutingStrategy asked = criteria.strategy();
        RoutingStrategy by = asked == null ? strategy : asked;
        ModelEntry entry = models.find(criteria.model());
        PlanDraft draft = new PlanDraft(criteria, eligibility);
        int turn = 0;
        if (entry != null) {
            offer(entry, header, draft);
            turn = by == RoutingStrategy.ROUND_ROBIN ? entry.turns().getAndIncrement() : 0;
        } else if (header != null) {
            draft.skip(notOffered(header, criteria.model()));
        }
        return draft.plan(by, orders.of(by), turn);
    }

    private void offer(ModelEntry entry, @Nullable String header, PlanDraft draft) {
        Offer named = entry.named();
        if (named != null) {
            draft.offer(named, Place.NAMED);
        }
        String preferred = named != null && isOf(named, header) ? null : header;
        boolean met = preferred == null;
        for (Offer offer : entry.offers()) {
            boolean first = isOf(offer, preferred);
            met |= first;
            draft.offer(offer, first ? Place.HEADER : Place.of(offer));
        }
        Offer any = met || preferred == null ? null : models.wildcard(preferred, entry.name());
        if (any != null) {
            draft.offer(any, Place.HEADER);
            met = true;
        }
        for (Offer substitute : entry.substitutes()) {
            if (any == null || !any.same(substitute)) {
                draft.offer(substitute, Place.SUBSTITUTE);
                met |= isOf(substitute, preferred);
            }
        }
        if (!met && preferred != null) {
            draft.skip(notOffered(preferred, entry.name()));
        }
    }

    private @Nullable String configured(@Nullable String provider) {
        if (provider != null && models.provider(provider) == null) {
            throw new InvalidRequestException(
                    PROVIDER_HEADER,
                    "no provider '" + provider + "' is configured; leave " + PROVIDER_HEADER + " out or name another");
        }
        return provider;
    }

    private static Skipped notOffered(String provider, String model) {
        return new Skipped(provider, model, Cause.MODEL, "does not offer this model");
    }

    private static boolean isOf(Offer offer, @Nullable String provider) {
        return offer.provider().id().equals(provider);
    }
}
