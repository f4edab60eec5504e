package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
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
 * the window ends. A call under way is held by a lease, which ends by itself.
 */
final class RedisQuotaTracker implements QuotaTracker, RedisLink.Round, QuotaQueue.Ledgers {

    private static final RedisScript LOOK = new RedisScript("quota-look");

    /** For how long the counts of a provider that nobody asks about any more are looked at: a reload may have removed it. */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private static final RedisScript RAISE = new RedisScript("quota-raise");

    private record Limits(String provider, List<QuotaWindow> windows) {}

    private final RedisLink link;
    private final QuotaKeys keys;
    private final MemoryQuotaTracker local;
    private final QuotaChanges changes;
    private final Leases leases;
    private final ConcurrentMap<Limits, QuotaQueue> queues = new ConcurrentHashMap<>();
    /** Who was asked about, and when last. */
    private final ConcurrentMap<Limits, Instant> seen = new ConcurrentHashMap<>();

    RedisQuotaTracker(RedisLink link, String keyPrefix, Clock clock) {
        this(link, new QuotaKeys(keyPrefix, clock, QuotaKeys.LEASE));
    }

    RedisQuotaTracker(RedisLink link, QuotaKeys keys) {
        Clock clock = keys.clock();
        this.link = link;
        this.keys = keys;
        this.leases = new Leases(link, keys);
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
        if (decision instanceof Reservation granted) {
            leases.hold(granted);
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
    public void told(String provider, QuotaWindow window, long used) {
        long change = local.change(provider, window, used);
        Instant now = keys.clock().instant();
        if (change < 0) {
            changes.add(provider, window, now, change);
            changes.send();
        } else if (change > 0) {
            List<Object> key = keys.keys(provider, List.of(window), now);
            link.tell(redis -> RAISE.run(redis, key, used, keys.keep(window, now)), reply -> {}, () -> {}, () -> {});
        }
    }

    @Override
    public QuotaStatus status(String provider, List<QuotaWindow> windows) {
        if (!windows.isEmpty()) {
            remember(provider, windows);
            Instant now = keys.clock().instant();
            List<Object> reply = link.ask(redis -> look(redis, provider, windows, now));
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

    /** Sends what was used while Redis was away, then looks at every provider that was asked about here of late. */
    @Override
    public void run(RedissonClient redis) throws Exception {
        if (!link.open()) {
            queues.clear(); // nobody shall queue behind a script whose answer was lost
            countOwnCalls();
        }
        changes.flush(redis);
        leases.renew(redis);
        forget();
        for (Limits limits : seen.keySet()) {
            Instant now = keys.clock().instant();
            List<Object> reply = link.await(look(redis, limits.provider(), limits.windows(), now));
            local.learn(limits.provider(), limits.windows(), now, QuotaKeys.counts(reply));
        }
    }

    private CompletionStage<List<Object>> look(
            RedissonClient redis, String provider, List<QuotaWindow> windows, Instant now) {
        return LOOK.run(redis, keys.keys(provider, windows, now), QuotaKeys.forms(windows));
    }

    /** Once the leases of other gateways, as last seen, are over, only the calls of this one are under way for it. */
    private void countOwnCalls() {
        if (leases.alone()) {
            Instant now = keys.clock().instant();
            for (Limits limits : seen.keySet()) {
                limits.windows().stream().filter(QuotaWindow::atOnce).forEach(window -> local.learn(
                        limits.provider(), List.of(window), now, new long[] {leases.held(limits.provider(), window)}));
            }
        }
    }

    @Override
    public String lease() {
        return leases.next();
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
        leases.end(reservation);
    }

    private Decision reserveHere(String provider, List<QuotaWindow> windows, Amount amount) {
        Decision decision = local.reserve(provider, windows, amount);
        if (decision instanceof Reservation granted) {
            changes.add(granted, Spending.reservation(windows, amount));
            if (windows.stream().anyMatch(QuotaWindow::atOnce)) {
                Reservation held = new Reservation(provider, windows, granted.at(), amount, true, leases.next());
                leases.hold(held);
                return held;
            }
        }
        return decision;
    }

    private void change(Reservation reservation, long[] change) {
        local.adjust(reservation, change);
        changes.add(reservation, change);
        changes.send();
        leases.end(reservation);
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
            seen.put(new Limits(provider, windows), keys.clock().instant());
        }
    }

    private void forget() {
        Instant before = keys.clock().instant().minus(FORGOTTEN_AFTER);
        seen.values().removeIf(before::isAfter);
        queues.keySet().retainAll(seen.keySet());
    }

    /** The providers whose counts are looked at in every round. */
    Set<String> watched() {
        return seen.keySet().stream().map(Limits::provider).collect(Collectors.toUnmodifiableSet());
    }
}
