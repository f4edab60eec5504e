package dev.synaxis.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.state.Amount;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.QuotaStatus;
import dev.synaxis.state.QuotaTracker;
import dev.synaxis.state.StoreState;
import dev.synaxis.usage.StateGauges.BreakerState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateGaugesTest {

    private static final QuotaWindow REQUESTS = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 60);
    private static final QuotaWindow TOKENS = new QuotaWindow(Unit.TOKENS, Period.DAY, 1_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StateGauges gauges =
            new StateGauges(registry, Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));

    private List<String> lines() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void shouldShowTheBreakerAsItStands() {
        AtomicReference<BreakerState> state = new AtomicReference<>(BreakerState.CLOSED);
        gauges.breaker("groq", ProviderCapability.CHAT, state::get);

        assertThat(lines()).containsExactly("synaxis_breaker_state{capability=\"chat\",provider=\"groq\"} 0.0");
        state.set(BreakerState.OPEN);
        assertThat(lines()).containsExactly("synaxis_breaker_state{capability=\"chat\",provider=\"groq\"} 2.0");
    }

    @Test
    void shouldShowWhatEachWindowHasLeftWithOneLookAtTheLedger() {
        Ledger ledger = new Ledger();
        gauges.quota(groq(), ledger);

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "synaxis_quota_left{provider=\"groq\",window=\"requests-per-minute\"} 57.0",
                        "synaxis_quota_left{provider=\"groq\",window=\"tokens-per-day\"} 0.0");
        assertThat(ledger.looks).isEqualTo(1);
    }

    @Test
    void shouldShowWhichStoreIsDegraded() {
        gauges.stores(new Health(), new Ledger());

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "synaxis_store_degraded{store=\"health\"} 0.0", "synaxis_store_degraded{store=\"quota\"} 1.0");
    }

    private static ProviderConfig groq() {
        return new ProviderConfig(
                "groq", "openai", null, null, Tier.FREE, Set.of(ProviderCapability.CHAT), List.of(), List.of(REQUESTS, TOKENS),
                Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(), Compat.NONE, Map.of());
    }

    /** Three requests and more tokens than allowed are used; Redis is away. */
    private static final class Ledger implements QuotaTracker {

        private int looks;

        @Override
        public Decision reserve(String provider, List<QuotaWindow> windows, Amount amount) {
            throw new AssertionError("a scrape spends nothing");
        }

        @Override
        public void settle(Reservation reservation, Amount amount) {}

        @Override
        public void refund(Reservation reservation) {}

        @Override
        public void told(String provider, QuotaWindow window, long used) {
            throw new AssertionError("a scrape tells nothing");
        }

        @Override
        public QuotaStatus status(String provider, List<QuotaWindow> windows) {
            looks++;
            return new QuotaStatus(provider, List.of(
                    new QuotaStatus.Window(REQUESTS, 3, Instant.EPOCH),
                    new QuotaStatus.Window(TOKENS, 1_200, Instant.EPOCH)));
        }

        @Override
        public @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows, Amount amount) {
            return null;
        }

        @Override
        public StoreState state() {
            return new StoreState(true, true, "timeout");
        }

        @Override
        public void close() {}
    }

    /** Everyone is well. */
    private record Health() implements HealthStore {

        @Override
        public @Nullable Cooldown cooldown(String provider, String upstreamModel) {
            return null;
        }

        @Override
        public void coolDown(String provider, @Nullable String upstreamModel, FailureKind reason, Duration length) {}

        @Override
        public void clear(String provider, @Nullable String upstreamModel) {}

        @Override
        public List<Cooldown> cooldowns() {
            return List.of();
        }

        @Override
        public StoreState state() {
            return new StoreState(true, false, null);
        }

        @Override
        public void close() {}
    }
}
