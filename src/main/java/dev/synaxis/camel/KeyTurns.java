package dev.synaxis.camel;

import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.state.Amount;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.QuotaTracker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds the key that a candidate is asked with, and takes what the call needs from that key's ledger. */
final class KeyTurns {

    private final HealthStore health;
    private final LearnedLimits limits;
    /** Of providers that have several keys. */
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    KeyTurns(HealthStore health, LearnedLimits limits) {
        this.health = health;
        this.limits = limits;
    }

    /** What came of it. */
    enum Taken {
        GRANTED,
        /** A key that could be used has no quota left. */
        SPENT,
        /** Every key is paused, or was refused to this call. */
        PAUSED
    }

    /** The next key in turn that may be used and has quota left. */
    Taken take(CallContext call, Candidate candidate) {
        List<ProviderKey> keys = candidate.provider().keys();
        if (keys.size() == 1) {
            return take(call, candidate, keys.getFirst()) ? Taken.GRANTED : Taken.SPENT;
        }
        AtomicInteger turn = turns.computeIfAbsent(candidate.provider().id(), id -> new AtomicInteger());
        int first = turn.getAndUpdate(last -> (last + 1) % keys.size()) % keys.size();
        Taken taken = Taken.PAUSED;
        for (int i = 0; i < keys.size(); i++) {
            ProviderKey key = keys.get((first + i) % keys.size());
            if (!call.refusedKeys.contains(key) && health.cooldown(key.health(), candidate.upstreamModel()) == null) {
                if (take(call, candidate, key)) {
                    return Taken.GRANTED;
                }
                taken = Taken.SPENT;
            }
        }
        return taken;
    }

    /** The same key once more, where its quota allows it. */
    boolean takeAgain(CallContext call) {
        return take(call, call.candidate(), call.providerKey());
    }

    private boolean take(CallContext call, Candidate candidate, ProviderKey key) {
        call.reservation = null;
        call.providerKey = key;
        List<QuotaWindow> windows = limits.windows(candidate.provider(), key, candidate.upstreamModel());
        if (candidate.ignoresQuota()) {
            // how many calls a vendor takes at once is no budget: one too many is refused, and pauses the others
            windows = windows.stream().filter(QuotaWindow::atOnce).toList();
        }
        if (windows.isEmpty()) {
            return true;
        }
        ProviderSelectionCriteria criteria = call.work.criteria(call.caller);
        Amount amount = new Amount(
                TokenUsage.of(criteria.inputTokens(), criteria.maxOutputTokens()), criteria.units());
        return switch (limits.quota().reserve(key.ledger(), windows, amount)) {
            case QuotaTracker.Reservation reservation -> {
                call.reservation = reservation;
                yield true;
            }
            case QuotaTracker.Refused refused -> {
                call.refused(refused.retryAfter());
                yield false;
            }
        };
    }
}
