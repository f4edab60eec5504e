package dev.synaxis.config;

import java.time.Duration;

/**
 * Bounds on failures: the gateway's, and each provider's own.
 *
 * @param probe       how a provider is asked whether it is back before calls return to it
 * @param maxRetries  further calls to the last candidate left
 * @param maxAttempts most calls of one request, all candidates together; the gateway's alone
 * @param deadline    for all calls of one request; the gateway's alone
 */
public record Resilience(
        Breaker breaker, Cooldowns cooldown, Probe probe, Retry retry, int maxRetries, int maxAttempts, Duration deadline) {

    public static final Resilience DEFAULT = new Resilience(
            Breaker.DEFAULT, Cooldowns.DEFAULT, Probe.DEFAULT, Retry.DEFAULT, 2, 6, Duration.ofMinutes(10));

    /**
     * Circuit breaker of one provider and capability.
     *
     * @param failures so many failures among the last {@code window} calls open it
     * @param open     how long it stays open before one probe is let through
     */
    public record Breaker(boolean enabled, int failures, int window, Duration open) {
        public static final Breaker DEFAULT = new Breaker(true, 5, 10, Duration.ofSeconds(30));
    }

    /** Pauses that we impose where the provider names none. */
    public record Cooldowns(
            boolean enabled, Duration rateLimited, Duration authentication, Duration modelNotFound, Duration overloaded,
            Duration quotaExhausted) {
        public static final Cooldowns DEFAULT = new Cooldowns(
                true,
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofHours(1));
    }

    /**
     * The small call that is made before a pause ends.
     *
     * @param timeout how long before the end it is made, and how long it may take
     * @param paid    whether it may be made where it costs something
     */
    public record Probe(boolean enabled, Duration timeout, boolean paid) {
        public static final Probe DEFAULT = new Probe(true, Duration.ofSeconds(5), true);
    }

    /**
     * Pauses before the same candidate is asked again.
     *
     * @param shortest    least jitter before a second try
     * @param longest     most jitter before a second try; doubled with each further one
     * @param shortWait   longest Retry-After that is waited for rather than moving on to a costlier tier
     * @param longestWait longest Retry-After that is waited for at the last candidate left
     */
    public record Retry(Duration shortest, Duration longest, Duration shortWait, Duration longestWait) {
        public static final Retry DEFAULT = new Retry(
                Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(3), Duration.ofSeconds(10));
    }
}
