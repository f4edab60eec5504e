package dev.synaxis.camel;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.Occupancy;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ModelLists;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.state.Amount;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.QuotaTracker;
import dev.synaxis.usage.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the {@link Prober}: through the provider's vendor route, against its quota, and with nobody else to ask. */
public final class ProbeCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeCalls.class);
    /** In the place of a client's key. */
    private static final String KEY = "probe";

    private final ProbeTargets targets;
    private final HealthStore health;
    private final CapabilityCalls calls;
    private final QuotaTracker quota;
    private final Breakers breakers;
    private final AttemptLedger ledger;
    private final Settlement settlement;
    private final ProbeBoard board;
    private final Occupancy occupancy;
    private final Clock clock;

    /** What a probe has shown. */
    enum Verdict {
        BACK,
        AWAY,
        /** Nobody could be asked. */
        UNKNOWN
    }

    public ProbeCalls(
            GatewayConfig config,
            HealthStore health,
            ModelLists lists,
            CapabilityCalls calls,
            QuotaTracker quota,
            Breakers breakers,
            AttemptLedger ledger,
            Settlement settlement,
            ProbeBoard board,
            Occupancy occupancy,
            Clock clock) {
        this.targets = new ProbeTargets(config, health, lists);
        this.health = health;
        this.calls = calls;
        this.quota = quota;
        this.breakers = breakers;
        this.ledger = ledger;
        this.settlement = settlement;
        this.board = board;
        this.occupancy = occupancy;
        this.clock = clock;
    }

    /** Whom a probe would ask; null where the provider has no model for it, or none that may be asked for what it costs. */
    @Nullable Candidate target(ProviderConfig provider, ProviderCapability capability) {
        return targets.cheapest(provider, capability);
    }

    /**
     * Asks and waits, so long at most.
     *
     * @param key whose pause is about to end; null where it is the provider's own
     */
    Verdict ask(
            ProducerTemplate routes,
            Candidate candidate,
            @Nullable ProviderKey key,
            ProviderCapability capability,
            Duration atMost) {
        if (!occupancy.enter()) {
            return Verdict.UNKNOWN;
        }
        try {
            CallContext call = new CallContext(
                    new CallerHeaders("probe-" + candidate.provider().id(), null, null),
                    calls.read(capability, null, ProbeTargets.request(capability)),
                    null,
                    System.nanoTime(),
                    atMost);
            call.key = KEY;
            call.current = candidate;
            call.providerKey = key == null ? key(candidate) : key;
            String paused = key == null ? candidate.provider().id() : key.health();
            return reserve(call, candidate) ? ask(routes, call, candidate, paused, capability) : Verdict.UNKNOWN;
        } finally {
            occupancy.leave();
        }
    }

    /** The first that is not paused; else the first. */
    private ProviderKey key(Candidate candidate) {
        List<ProviderKey> keys = candidate.provider().keys();
        return keys.stream()
                .filter(key -> health.cooldown(key.health(), candidate.upstreamModel()) == null)
                .findFirst()
                .orElse(keys.getFirst());
    }

    private boolean reserve(CallContext call, Candidate candidate) {
        var windows = candidate.provider().limits(candidate.upstreamModel());
        if (windows.isEmpty()) {
            return true;
        }
        ProviderSelectionCriteria criteria = call.work.criteria(call.caller);
        Amount amount = new Amount(
                TokenUsage.of(criteria.inputTokens(), criteria.maxOutputTokens()), criteria.units());
        return switch (quota.reserve(call.providerKey().ledger(), windows, amount)) {
            case QuotaTracker.Reservation reservation -> {
                call.reservation = reservation;
                yield true;
            }
            case QuotaTracker.Refused _ -> false;
        };
    }

    private Verdict ask(
            ProducerTemplate routes, CallContext call, Candidate candidate, String paused, ProviderCapability capability) {
        String provider = candidate.provider().id();
        Exchange exchange = new DefaultExchange(routes.getCamelContext());
        call.attachTo(exchange);
        call.calls = 1;
        call.callsToCurrent = 1;
        call.attemptNanos = System.nanoTime();
        breakers.expectProbe(provider, capability);
        routes.send(VendorRoutes.endpoint(provider, capability), exchange);
        ProviderFailure failure = call.lastFailure;
        if (!call.answered() && failure == null) {
            ledger.refund(call);
            return Verdict.UNKNOWN;
        }
        Outcome outcome = settlement.probed(call);
        board.done(provider, new ProbeBoard.Result(clock.instant(), capability, candidate.upstreamModel(), outcome));
        LOG.atInfo()
                .addKeyValue("provider", provider)
                .addKeyValue("capability", capability)
                .addKeyValue("model", candidate.upstreamModel())
                .addKeyValue("outcome", outcome.id())
                .log("Provider probed");
        Verdict verdict = failure == null ? Verdict.BACK : verdict(failure.kind());
        if (failure != null && failure.kind().cooldown() == FailureKind.Cooldown.BREAKER) {
            ledger.renewPause(candidate, paused);
        }
        return verdict;
    }

    /** A provider that refuses this one request has read our key and answers. */
    private static Verdict verdict(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_LENGTH, MODEL_NOT_FOUND, RATE_LIMITED, CONTENT_FILTERED -> Verdict.BACK;
            case AUTHENTICATION, QUOTA_EXHAUSTED, OVERLOADED, TIMEOUT, NETWORK, MALFORMED_REPLY -> Verdict.AWAY;
            case UNSUPPORTED, CLIENT_CLOSED, INTERNAL_ERROR -> Verdict.UNKNOWN;
        };
    }
}
