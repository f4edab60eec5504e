package dev.synaxis.camel;

import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.Resilience;
import dev.synaxis.failure.Attempt;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.Tier;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.LearnedLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dynamic router's memory: names the route of the next attempt until somebody has answered or nobody is left, and
 * records how each attempt failed. It always ends: every step uses up a candidate, a retry or the attempts of the call.
 */
public final class Failover {

    private static final Logger LOG = LoggerFactory.getLogger(Failover.class);

    private final Resilience bounds;
    private final HealthStore health;
    private final KeyTurns keys;
    private final VendorCall vendorCall;
    private final AttemptLedger ledger;
    private final RetryPauses pauses;
    private final Waiting waiting;

    /** How a thread waits; a test's clock may pass the time faster. */
    public interface Waiting {
        void pause(Duration time) throws InterruptedException;
    }

    public Failover(
            Resilience bounds,
            HealthStore health,
            LearnedLimits limits,
            VendorCall vendorCall,
            AttemptLedger ledger,
            RandomGenerator random,
            Waiting waiting) {
        this.bounds = bounds;
        this.health = health;
        this.keys = new KeyTurns(health, limits);
        this.vendorCall = vendorCall;
        this.ledger = ledger;
        this.pauses = new RetryPauses(random);
        this.waiting = waiting;
    }

    /** The endpoint of the next attempt, or null: the call is over. */
    public @Nullable String next(Exchange exchange) throws InterruptedException {
        CallContext call = CallContext.of(exchange);
        if (call.answered()) {
            return null;
        }
        if (call.partAnswered) {
            take(call);
            return call.clientGone() ? null : rest(call);
        }
        if (call.clientGone()) {
            return null;
        }
        ProviderFailure failure = call.lastFailure;
        if (failure != null) {
            call.lastFailure = null;
            if (failure.kind().next() == FailureKind.Next.NONE) {
                return null;
            }
            if (otherKey(call, failure) || again(call, failure)) {
                return attempt(call, call.candidate());
            }
            giveUp(call, failure);
        }
        Candidate candidate = spent(call) ? null : choose(call);
        return candidate == null ? null : attempt(call, candidate);
    }

    /** A part was answered, and is paid for whatever becomes of the rest. */
    private void take(CallContext call) {
        call.partAnswered = false;
        ledger.succeeded(call);
        call.parts.add(new CallPrice.Part(call.candidate(), call.charged(), call.units));
        call.earlier = call.chargedInAll();
        call.earlierUnits = call.unitsInAll();
        call.usage = null;
        call.units = Units.NONE;
    }

    /** The same candidate is asked for the rest, which is no further attempt. */
    private @Nullable String rest(CallContext call) {
        if (late(call)) {
            call.reported = ProviderFailure.of(
                    FailureKind.TIMEOUT, "the time for the whole call was over when a part of the list was answered");
            return null;
        }
        if (reserve(call, call.candidate())) {
            call.callsToCurrent = 0;
            call.calls--;
            return attempt(call, call.candidate());
        }
        Candidate candidate = spent(call) ? null : choose(call);
        return candidate == null ? null : attempt(call, candidate);
    }

    /** Takes the failure of the attempt that just ended out of the exchange; the breaker's fallback. */
    public void record(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        vendorCall.end(call);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        if (cause == null) {
            notPermitted(call);
            return;
        }
        Candidate candidate = call.candidate();
        ProviderFailure failure = Disclosure.of(failure(call, cause), candidate.provider());
        call.lastFailure = failure;
        if (failure.kind() != FailureKind.CLIENT_CLOSED) {
            if (tells(failure, call.reported)) {
                call.reported = failure;
            }
            call.attempts.add(new Attempt(
                    candidate.provider().id(), candidate.upstreamModel(), failure.kind(), failure.status()));
        }
        ledger.failed(call, failure);
        if (failure.kind() == FailureKind.CONTENT_FILTERED && !call.committed) {
            call.reply = call.work.filtered(candidate, failure);
        }
    }

    /** Whether the client is told of this failure rather than of an earlier one. */
    private static boolean tells(ProviderFailure failure, @Nullable ProviderFailure earlier) {
        return earlier == null
                || failure.kind().next() == FailureKind.Next.NONE
                || failure.kind().retriable()
                || !earlier.kind().retriable();
    }

    /** The circuit breaker let nothing through: no call was made, so there is nothing to count or to repeat. */
    private void notPermitted(CallContext call) {
        call.calls--;
        call.lastFailure = null;
        if (call.reported == null) {
            call.reported =
                    ProviderFailure.of(FailureKind.OVERLOADED, "the circuit breaker of every provider left is open");
        }
        ledger.refund(call);
    }

    private static ProviderFailure failure(CallContext call, Throwable cause) {
        return switch (cause) {
            case ProviderException e -> e.failure();
            default -> {
                LOG.atError()
                        .addKeyValue("requestId", call.caller.requestId())
                        .setCause(cause)
                        .log("An attempt failed inside the gateway");
                yield ProviderFailure.internal();
            }
        };
    }

    private String attempt(CallContext call, Candidate candidate) {
        if (candidate != call.current) {
            call.current = candidate;
            call.callsToCurrent = 0;
            call.warnings = List.of();
        }
        call.usage = null;
        call.callsToCurrent++;
        call.calls++;
        call.attemptNanos = System.nanoTime();
        return VendorRoutes.endpoint(candidate.provider().id(), call.work.capability());
    }

    private boolean spent(CallContext call) {
        return call.calls >= bounds.maxAttempts() || late(call);
    }

    private static boolean late(CallContext call) {
        return System.nanoTime() - call.startedNanos >= call.deadline.toNanos();
    }

    /** The next candidate that may be asked, its quota reserved; null where nobody is left. */
    private @Nullable Candidate choose(CallContext call) {
        Candidate candidate;
        while ((candidate = call.waiting.poll()) != null) {
            call.refusedKeys = Set.of();
            Cooldown pause = health.cooldown(candidate.provider(), candidate.upstreamModel());
            if (pause != null) {
                continue;
            }
            call.work.turn(candidate);
            if (reserve(call, candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean reserve(CallContext call, Candidate candidate) {
        KeyTurns.Taken taken = keys.take(call, candidate);
        if (taken == KeyTurns.Taken.SPENT && !call.patient && !candidate.ignoresQuota()) {
            insertAsEmergency(call, candidate);
        }
        return taken == KeyTurns.Taken.GRANTED;
    }

    /** A candidate whose quota ran out after the plan was made gets its turn once only emergencies are left. */
    private static void insertAsEmergency(CallContext call, Candidate candidate) {
        Candidate emergency = new Candidate(
                candidate.provider(),
                candidate.upstreamModel(),
                candidate.model(),
                Tier.EMERGENCY,
                candidate.traits(),
                candidate.expectedCost(),
                true,
                candidate.substitute());
        var substitutes = call.waiting.stream().filter(Candidate::substitute).toList();
        call.waiting.removeAll(substitutes);
        call.waiting.add(emergency);
        call.waiting.addAll(substitutes);
    }

    /** Whether another key of the same provider takes the place of one that it does not serve now. */
    private boolean otherKey(CallContext call, ProviderFailure failure) {
        Candidate candidate = call.candidate();
        if (!failure.kind().keyOnly() || candidate.provider().keys().size() == 1 || spent(call) || call.clientGone()) {
            return false;
        }
        Set<ProviderKey> refused = new HashSet<>(call.refusedKeys);
        refused.add(call.providerKey());
        call.refusedKeys = Set.copyOf(refused);
        ProviderKey former = call.providerKey();
        boolean open = health.cooldown(candidate.provider().id(), candidate.upstreamModel()) == null;
        if (open && keys.take(call, candidate) == KeyTurns.Taken.GRANTED) {
            call.callsToCurrent = 0;
            return true;
        }
        call.providerKey = former;
        return false;
    }

    /** Whether the same candidate is asked again; waits as long as that takes first. */
    private boolean again(CallContext call, ProviderFailure failure) throws InterruptedException {
        if (spent(call)) {
            return false;
        }
        Duration pause = pauses.before(call, failure, next(call));
        if (pause == null || pause.compareTo(AttemptTimes.left(call)) >= 0) {
            return false;
        }
        waiting.pause(pause);
        return !call.clientGone() && keys.takeAgain(call);
    }

    /** Whose turn it would be; null where everybody after the current candidate is cooling down. */
    private @Nullable Candidate next(CallContext call) {
        for (Candidate candidate : call.waiting) {
            if (health.cooldown(candidate.provider(), candidate.upstreamModel()) == null) {
                return candidate;
            }
        }
        return null;
    }

    /** The current candidate is not tried again; with it go those that its failure rules out. */
    private static void giveUp(CallContext call, ProviderFailure failure) {
        if (failure.kind().next() != FailureKind.Next.LARGER_WINDOW) {
            return;
        }
        int window = window(call.candidate());
        Iterator<Candidate> others = call.waiting.iterator();
        while (others.hasNext()) {
            if (window(others.next()) <= window) {
                others.remove();
            }
        }
    }

    private static int window(Candidate candidate) {
        ModelTraits traits = candidate.traits();
        return traits == null || traits.contextWindow() == null ? 0 : traits.contextWindow();
    }
}
