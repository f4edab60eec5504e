package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * A ledger that gateways share: one count in Redis for each window, which expires with it. Windows follow the gateway's
 * clock. Only a reservation and a status wait for Redis, and only until the deadline; settlements and refunds are
 * counted here at once and sent without waiting.
 *
 * <p>While Redis does not answer, this gateway counts alone, from the last counts that it saw, so each gateway may use
 * what was left of a window once. What was used meanwhile is added to the shared counts when Redis is back. Callers
 * whom Redis grants after their deadline are refunded; where its answer is lost, what it granted stays counted until
 * the window ends.
 */
final class RedisQuotaTracker implements QuotaTracker, RedisLink.Round, QuotaQueue.Ledgers {

    private static final RedisScript LOOK = new RedisScript("quota-look");

    private record Limits(String provider, List<QuotaWindow> windows) {}

    private final RedisLink link;
    private final QuotaKeys keys;
    private final MemoryQuotaTracker local;
    private final QuotaChanges changes;
    private final ConcurrentMap<Limits, QuotaQueue> queues = new ConcurrentHashMap<>();
    private final Set<Limits> seen = ConcurrentHashMap.newKeySet();

    RedisQuotaTracker(RedisLink link, String keyPrefix, Clock clock) {
        this.link = link;
        this.keys = new QuotaKeys(keyPrefix, clock);
        this.local = new MemoryQuotaTracker(clock);
        this.changes = new QuotaChanges(link, keys, local);
    }

    @Override
    public Decision reserve(String provider, List<QuotaWindow> windows, Amount amount) {
        if (windows.isEmpty()) {
            return local.reserve(provider, windows, amount);
        }
        remember(provider, windows);
        if (!link.open()) {
            return reserveHere(provider, windows, amount);
        }
        CompletableFuture<Decision> asked = queue(provider, windows).join(amount);
        Decision decision = link.ask(redis -> asked);
        if (decision == null && !asked.cancel(false) && !asked.isCompletedExceptionally()) {
            decision = asked.join();
        }
        return decision != null ? decision : reserveHere(provider, windows, amount);
    }

    @Override
    public void settle(Reservation reservation, Amount amount) {
        change(reservation, Spending.settlement(reservation, amount));
    }

    @Override
    public void refund(Reservation reservation) {
        change(reservation, Spending.refund(reservation));
    }

    @Override
    public QuotaStatus status(String provider, List<QuotaWindow> windows) {
        if (!windows.isEmpty()) {
            remember(provider, windows);
            Instant now = keys.clock().instant();
            List<Object> reply = link.ask(redis -> LOOK.run(redis, keys.keys(provider, windows, now)));
            if (reply != null) {
                local.learn(provider, windows, now, QuotaKeys.counts(reply));
            }
        }
        return local.status(provider, windows);
    }

    @Override
    public @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows, Amount amount) {
        remember(provider, windows);
        return local.exhaustedFor(provider, windows, amount);
    }

    @Override
    public StoreState state() {
        return link.state();
    }

    @Override
    public void close() {}

    /** Sends what was used while Redis was away, then looks at every provider that was asked about here. */
    @Override
    public void run(RedissonClient redis) throws Exception {
        if (!link.open()) {
            queues.clear(); // nobody shall queue behind a script whose answer was lost
        }
        changes.flush(redis);
        for (Limits limits : seen) {
            Instant now = keys.clock().instant();
            List<Object> reply = link.await(LOOK.run(redis, keys.keys(limits.provider(), limits.windows(), now)));
            local.learn(limits.provider(), limits.windows(), now, QuotaKeys.counts(reply));
        }
    }

    @Override
    public @Nullable RedissonClient redis() {
        return link.open() ? link.client() : null;
    }

    @Override
    public void learn(String provider, List<QuotaWindow> windows, Instant at, long[] used) {
        local.learn(provider, windows, at, used);
    }

    @Override
    public void giveBack(Reservation reservation) {
        changes.add(reservation, Spending.refund(reservation));
        changes.send();
    }

    private Decision reserveHere(String provider, List<QuotaWindow> windows, Amount amount) {
        Decision decision = local.reserve(provider, windows, amount);
        if (decision instanceof Reservation granted) {
            changes.add(granted, Spending.reservation(windows, amount));
        }
        return decision;
    }

    private void change(Reservation reservation, long[] change) {
        local.adjust(reservation, change);
        changes.add(reservation, change);
        changes.send();
    }

    private QuotaQueue queue(String provider, List<QuotaWindow> windows) {
        Limits limits = new Limits(provider, windows);
        QuotaQueue queue = queues.get(limits);
        return queue != null
                ? queue
                : queues.computeIfAbsent(limits, key -> new QuotaQueue(provider, windows, keys, this));
    }

    private void remember(String provider, List<QuotaWindow> windows) {
        if (!windows.isEmpty()) {
            seen.add(new Limits(provider, windows));
        }
    }
}
