package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.Resilience;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.BreakerView;
import dev.synaxis.state.HealthStore;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers, one for each provider and capability, that the vendor routes name.
 *
 * <p>A breaker opens on so many failures among the last calls. Resilience4j counts in rates and only once its window is
 * full, so a closed breaker's window is filled with successes first.
 */
public final class Breakers implements BreakerView {

    private final Map<String, Guard> byName = new ConcurrentHashMap<>();

    /** Those of the configuration before this one. */
    private final Map<String, Guard> former;

    private final HealthStore health;
    private final CurrentProviders current;
    private final Clock clock;

    public Breakers(HealthStore health, Clock clock) {
        this(health, new CurrentProviders(), clock, null);
    }

    /** @param before whose breakers go on where nothing has changed for them; only asked while breakers are made */
    public Breakers(HealthStore health, CurrentProviders current, Clock clock, @Nullable Breakers before) {
        this.health = health;
        this.current = current;
        this.clock = clock;
        former = before == null ? Map.of() : before.byName;
    }

    /** A breaker, and what is to be known of it beside its state. */
    private static final class Guard {

        private final CircuitBreaker breaker;
        private final ProviderConfig provider;
        /** When the open breaker lets a probe through; it turns HALF_OPEN only when it is asked. */
        private volatile Instant probeAt = Instant.MIN;
        /** When it opened, on {@link System#nanoTime}; null where it never has. */
        private volatile @Nullable Long openedNanos;

        Guard(CircuitBreaker breaker, ProviderConfig provider) {
            this.breaker = breaker;
            this.provider = provider;
        }

        boolean stillFits(ProviderConfig other) {
            Resilience mine = provider.resilience();
            return provider.sameUpstream(other)
                    && mine.breaker().equals(other.resilience().breaker())
                    && mine.cooldown().equals(other.resilience().cooldown());
        }
    }

    /** The name of the registry bean, and of the template parameter. */
    public static String name(String provider, ProviderCapability capability) {
        return "breaker-" + provider + "-" + capability.id();
    }

    /** Makes the breaker of a provider and capability, or goes on with the one that it had. */
    public CircuitBreaker create(ProviderConfig provider, ProviderCapability capability) {
        Resilience.Breaker bounds = provider.resilience().breaker();
        String name = name(provider.id(), capability);
        Guard kept = former.get(name);
        if (kept != null && kept.stillFits(provider)) {
            byName.put(name, kept);
            return kept.breaker;
        }
        CircuitBreaker breaker = CircuitBreaker.of(name, config(bounds));
        Guard guard = new Guard(breaker, provider);
        byName.put(name, guard);
        if (!bounds.enabled()) {
            breaker.transitionToDisabledState();
            return breaker;
        }
        fill(breaker, bounds);
        tell(guard, bounds, health, current, clock);
        return breaker;
    }

    /** Static: a breaker that outlives its configuration must not hold on to it. */
    private static void tell(
            Guard guard, Resilience.Breaker bounds, HealthStore health, CurrentProviders current, Clock clock) {
        ProviderConfig provider = guard.provider;
        CircuitBreaker breaker = guard.breaker;
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case CLOSED -> fill(breaker, bounds);
                case OPEN -> {
                    guard.openedNanos = System.nanoTime();
                    guard.probeAt = clock.instant().plus(bounds.open());
                    Resilience.Cooldowns cooldown = provider.resilience().cooldown();
                    if (cooldown.enabled() && current.include(provider)) {
                        health.coolDown(provider.id(), null, FailureKind.OVERLOADED, cooldown.overloaded());
                    }
                }
                case HALF_OPEN, DISABLED, METRICS_ONLY, FORCED_OPEN -> {}
            }
        });
    }

    private CircuitBreakerConfig config(Resilience.Breaker bounds) {
        // it lets a probe through only after the time, the plan has the provider back at its end
        Duration wait = bounds.open().minusMillis(1);
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(bounds.window())
                .minimumNumberOfCalls(bounds.window())
                .failureRateThreshold(100f * bounds.failures() / bounds.window())
                .waitDurationInOpenState(wait.isPositive() ? wait : bounds.open())
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(clock)
                .ignoreException(e -> !(e instanceof ProviderException p && p.failure().kind().breakerCounts()))
                .build();
    }

    private static void fill(CircuitBreaker breaker, Resilience.Breaker bounds) {
        for (int i = 0; i < bounds.window(); i++) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * The first event of an attempt's stream has come. Where that attempt is the probe of a half-open breaker, it has
     * succeeded, and nobody has to wait until the stream is over; what breaks after it counts as a failure like any other.
     */
    void streamBegan(CallContext call) {
        Guard guard = byName.get(name(call.candidate().provider().id(), call.work.capability()));
        if (guard == null || guard.breaker.getState() != State.HALF_OPEN) {
            return;
        }
        Long opened = guard.openedNanos;
        // a stream that is older than the breaker's opening is no probe
        if (opened != null && call.attemptNanos - opened > 0) {
            guard.breaker.onSuccess(call.firstTokenNanos - call.attemptNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** When the open breaker lets a call through again; null where it is not open. */
    @Nullable Instant opensAt(String provider, ProviderCapability capability) {
        Guard guard = byName.get(name(provider, capability));
        return guard == null || guard.breaker.getState() != State.OPEN ? null : guard.probeAt;
    }

    /** Lets one call through an open breaker before its time. */
    void expectProbe(String provider, ProviderCapability capability) {
        Guard guard = byName.get(name(provider, capability));
        if (guard != null && guard.breaker.getState() == State.OPEN) {
            guard.breaker.transitionToHalfOpenState();
        }
    }

    @Override
    public boolean open(String provider, ProviderCapability capability) {
        Guard guard = byName.get(name(provider, capability));
        return guard != null
                && guard.breaker.getState() == State.OPEN
                && clock.instant().isBefore(guard.probeAt);
    }

    /** The state of a breaker, CLOSED where there is none. */
    public State state(String provider, ProviderCapability capability) {
        Guard guard = byName.get(name(provider, capability));
        return guard == null ? State.CLOSED : guard.breaker.getState();
    }
}
