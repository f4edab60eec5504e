package dev.synaxis.camel;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.Resilience;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.state.Amount;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.QuotaTracker;
import dev.synaxis.usage.UsageMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** What an attempt leaves behind when it ends: quota settled, cooldowns, latency, metrics, a line in the log. */
public final class AttemptLedger {

    private static final Logger LOG = LoggerFactory.getLogger("dev.synaxis.attempt");

    private final HealthStore health;
    private final QuotaTracker quota;
    private final LatencyTracker latency;
    private final UsageMeter meter;
    private final CurrentProviders current;
    private final Clock clock;

    public AttemptLedger(
            HealthStore health,
            QuotaTracker quota,
            LatencyTracker latency,
            UsageMeter meter,
            CurrentProviders current,
            Clock clock) {
        this.health = health;
        this.quota = quota;
        this.latency = latency;
        this.meter = meter;
        this.current = current;
        this.clock = clock;
    }

    void succeeded(CallContext call) {
        Candidate candidate = call.candidate();
        long firstToken = call.committed ? call.firstTokenNanos : System.nanoTime();
        latency.record(
                candidate.provider().id(),
                candidate.upstreamModel(),
                Duration.ofNanos(firstToken - call.attemptNanos));
        settle(call);
        meter.attempt(candidate.provider().id(), call.work.capability(), null);
    }

    void failed(CallContext call, ProviderFailure failure) {
        Candidate candidate = call.candidate();
        if (call.committed) {
            settle(call);
        } else {
            refund(call);
        }
        meter.attempt(candidate.provider().id(), call.work.capability(), failure.kind());
        if (failure.kind() == FailureKind.CLIENT_CLOSED) {
            return;
        }
        log(call, failure);
        coolDown(call, failure);
    }

    private void settle(CallContext call) {
        if (call.reservation == null) {
            return;
        }
        TokenUsage charged = call.charged();
        quota.settle(call.reservation, new Amount(charged, call.units));
        call.reservation = null;
    }

    void refund(CallContext call) {
        if (call.reservation != null) {
            quota.refund(call.reservation);
            call.reservation = null;
        }
    }

    private void coolDown(CallContext call, ProviderFailure failure) {
        Candidate candidate = call.candidate();
        Resilience.Cooldowns lengths = candidate.provider().resilience().cooldown();
        if (!lengths.enabled() || !current.include(candidate.provider())) {
            return;
        }
        Duration length = length(candidate, failure, lengths);
        String paused = failure.kind().keyOnly() ? call.providerKey().health() : candidate.provider().id();
        switch (failure.cooldown()) {
            case NONE, BREAKER -> {}
            case PROVIDER -> health.coolDown(paused, null, failure.kind(), length);
            case MODEL -> health.coolDown(paused, candidate.upstreamModel(), failure.kind(), length);
        }
    }

    /**
     * A probe has found the provider as its breaker last did: the pause begins anew.
     *
     * @param paused the provider, or one of its keys, as the health store names it
     */
    void renewPause(Candidate candidate, String paused) {
        if (!current.include(candidate.provider())) {
            return;
        }
        Resilience.Cooldowns lengths = candidate.provider().resilience().cooldown();
        health.coolDown(paused, null, FailureKind.OVERLOADED, lengths.overloaded());
    }

    private Duration length(Candidate candidate, ProviderFailure failure, Resilience.Cooldowns lengths) {
        Duration asked = failure.retryAfter();
        return switch (failure.kind()) {
            case RATE_LIMITED -> asked != null ? asked : lengths.rateLimited();
            case AUTHENTICATION -> lengths.authentication();
            case MODEL_NOT_FOUND -> lengths.modelNotFound();
            case QUOTA_EXHAUSTED -> asked != null ? asked : untilReset(candidate, lengths.quotaExhausted());
            case OVERLOADED, TIMEOUT, NETWORK, MALFORMED_REPLY -> lengths.overloaded();
            case INVALID_REQUEST, CONTEXT_LENGTH, UNSUPPORTED, CONTENT_FILTERED, CLIENT_CLOSED, INTERNAL_ERROR ->
                Duration.ZERO;
        };
    }

    /**
     * To the end of the longest window of the model at the provider that is configured, where there is one of a day or more:
     * no vendor calls a minute that is full a quota that is exhausted.
     */
    private Duration untilReset(Candidate candidate, Duration otherwise) {
        @Nullable QuotaWindow longest = null;
        for (QuotaWindow window : candidate.provider().limits(candidate.upstreamModel())) {
            boolean days = window.period().compareTo(QuotaWindow.Period.DAY) >= 0;
            if (days && (longest == null || window.period().compareTo(longest.period()) > 0)) {
                longest = window;
            }
        }
        if (longest == null) {
            return otherwise;
        }
        Instant now = clock.instant();
        return Duration.between(now, longest.end(now));
    }

    private static void log(CallContext call, ProviderFailure failure) {
        Level level = failure.kind() == FailureKind.AUTHENTICATION ? Level.ERROR : Level.WARN;
        Candidate candidate = call.candidate();
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue("requestId", call.caller.requestId())
                .addKeyValue("capability", call.work.capability())
                .addKeyValue("provider", candidate.provider().id())
                .addKeyValue("model", candidate.upstreamModel())
                .addKeyValue("tier", candidate.tier().id())
                .addKeyValue("attempt", call.calls)
                .addKeyValue("outcome", failure.kind())
                .addKeyValue("statusCode", failure.status())
                .addKeyValue("latencyMs", (System.nanoTime() - call.attemptNanos) / 1_000_000);
        int keys = candidate.provider().keys().size();
        if (keys > 1) {
            line = line.addKeyValue("error", "with key " + call.providerKey().number() + " of " + keys);
        }
        line.log(failure.kind() == FailureKind.AUTHENTICATION
                        ? "The provider refused our key: check its api-key"
                        : "Attempt failed");
    }
}
