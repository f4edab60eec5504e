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

/**
 * The circuit breakers, one for each provider and capability, that the vendor routes name.
 *
 * <p>A breaker opens on so many failures among the last calls. Resilience4j counts in rates and only once its window is
 * full, so a closed breaker's window is filled with successes first.
 */
public final class Breakers implements BreakerView {

    private final Map<String, CircuitBreaker> byName = new ConcurrentHashMap<>();
    /** When an open breaker lets a probe through; it turns HALF_OPEN only when it is asked. */
    private final Map<String, Instant> probeAt = new ConcurrentHashMap<>();

    /** When a breaker opened, on {@link System#nanoTime}. */
    private final Map<String, Long> openedNanos = new ConcurrentHashMap<>();

    private final HealthStore health;
    private final Clock clock;

    public Breakers(HealthStore health, Clock clock) {
        this.health = health;
        this.clock = clock;
    }

    /** The name of the registry bean, and of the template parameter. */
    public static String name(String provider, ProviderCapability capability) {
        return "breaker-" + provider + "-" + capability.id();
    }

    /** Makes the breaker of a provider and capability. */
    public CircuitBreaker create(ProviderConfig provider, ProviderCapability capability) {
        Resilience.Breaker bounds = provider.resilience().breaker();
        CircuitBreaker breaker = CircuitBreaker.of(name(provider.id(), capability), config(bounds));
        byName.put(breaker.getName(), breaker);
        if (!bounds.enabled()) {
            breaker.transitionToDisabledState();
            return breaker;
        }
        fill(breaker, bounds);
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case CLOSED -> fill(breaker, bounds);
                case OPEN -> {
                    openedNanos.put(breaker.getName(), System.nanoTime());
                    probeAt.put(breaker.getName(), clock.instant().plus(bounds.open()));
                    Resilience.Cooldowns cooldown = provider.resilience().cooldown();
                    if (cooldown.enabled()) {
                        health.coolDown(provider.id(), null, FailureKind.OVERLOADED, cooldown.overloaded());
                    }
                }
                case HALF_OPEN, DISABLED, METRICS_ONLY, FORCED_OPEN -> {}
            }
        });
        return breaker;
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
                .ignoreException(e ->
                        e instanceof ProviderException p && !p.failure().kind().breakerCounts())
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
        CircuitBreaker breaker = byName.get(name(call.candidate().provider().id(), call.work.capability()));
        if (breaker == null || breaker.getState() != State.HALF_OPEN) {
            return;
        }
        Long opened = openedNanos.get(breaker.getName());
        // a stream that is older than the breaker's opening is no probe
        if (opened != null && call.attemptNanos - opened > 0) {
            breaker.onSuccess(call.firstTokenNanos - call.attemptNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public boolean open(String provider, ProviderCapability capability) {
        CircuitBreaker breaker = byName.get(name(provider, capability));
        return breaker != null
                && breaker.getState() == State.OPEN
                && clock.instant().isBefore(probeAt.getOrDefault(breaker.getName(), Instant.MIN));
    }

    /** The state of a breaker, CLOSED where there is none. */
    public State state(String provider, ProviderCapability capability) {
        CircuitBreaker breaker = byName.get(name(provider, capability));
        return breaker == null ? State.CLOSED : breaker.getState();
    }
}
