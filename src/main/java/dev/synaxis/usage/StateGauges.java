package dev.synaxis.usage;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.QuotaStatus;
import dev.synaxis.state.QuotaTracker;
import dev.synaxis.state.StoreState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows how breakers, ledgers and stores stand at the moment of a scrape. Binding the same thing twice changes nothing. */
public final class StateGauges {

    /** A circuit breaker as the gauge shows it. */
    public enum BreakerState {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private static final Duration LOOK_KEPT = Duration.ofSeconds(1);

    private final MeterRegistry registry;
    private final Clock clock;
    /** Those of providers. */
    private final Queue<Meter> bound = new ConcurrentLinkedQueue<>();

    public StateGauges(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Shows no provider any more: another configuration has others. */
    public void forgetProviders() {
        for (Meter meter = bound.poll(); meter != null; meter = bound.poll()) {
            registry.remove(meter);
        }
    }

    /** {@code synaxis_breaker_state}: 0 closed, 1 half open, 2 open. */
    public void breaker(String provider, ProviderCapability capability, Supplier<BreakerState> state) {
        bound.add(Gauge.builder("synaxis.breaker.state", state, now -> now.get().ordinal())
                .description("0 closed, 1 half open, 2 open")
                .tag("provider", provider)
                .tag("capability", capability.id())
                .strongReference(true)
                .register(registry));
    }

    /**
     * {@code synaxis_quota_left}, one for each window of the provider, and {@code synaxis_quota_model_left} for each of its
     * models, all keys together; a scrape looks at each ledger once.
     */
    public void quota(ProviderConfig provider, QuotaTracker quota) {
        List<String> ledgers = provider.keys().stream().map(ProviderKey::ledger).toList();
        Look look = new Look(ledgers, provider.everyLimit(), quota, clock);
        for (QuotaWindow window : provider.everyLimit()) {
            String model = window.model();
            String name = model == null ? "synaxis.quota.left" : "synaxis.quota.model.left";
            bound.add(Gauge.builder(name, look, now -> now.left(window))
                    .description("Requests, tokens or other units that the window still allows")
                    .tag("provider", provider.id())
                    .tag("window", window.id())
                    .tags(model == null ? Tags.empty() : Tags.of("model", model))
                    .strongReference(true)
                    .register(registry));
        }
    }

    /** {@code synaxis_store_degraded}: 1 while the store answers from local state because the shared one does not. */
    public void stores(HealthStore health, QuotaTracker quota) {
        store("health", health::state);
        store("quota", quota::state);
    }

    private void store(String name, Supplier<StoreState> state) {
        Gauge.builder("synaxis.store.degraded", state, now -> now.get().degraded() ? 1 : 0)
                .description("1 while local state stands in for the shared one")
                .tag("store", name)
                .strongReference(true)
                .register(registry);
    }

    /** The last look at the ledgers of a provider's keys. */
    private static final class Look {

        private final List<String> ledgers;
        private final List<QuotaWindow> windows;
        private final QuotaTracker quota;
        private final Clock clock;
        private @Nullable List<QuotaStatus> status;
        private Instant at = Instant.MIN;

        Look(List<String> ledgers, List<QuotaWindow> windows, QuotaTracker quota, Clock clock) {
            this.ledgers = ledgers;
            this.windows = windows;
            this.quota = quota;
            this.clock = clock;
        }

        synchronized double left(QuotaWindow window) {
            Instant now = clock.instant();
            List<QuotaStatus> known = status;
            if (known == null || now.isAfter(at.plus(LOOK_KEPT))) {
                known = ledgers.stream().map(ledger -> quota.status(ledger, windows)).toList();
                status = known;
                at = now;
            }
            return known.stream()
                    .flatMap(one -> one.windows().stream())
                    .filter(one -> one.window().equals(window))
                    .mapToDouble(one -> (double) one.left() / window.unit().counts())
                    .sum();
        }
    }
}
