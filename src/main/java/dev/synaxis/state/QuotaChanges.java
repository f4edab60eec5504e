package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.RedissonClient;

/**
 * Changes of counts on their way to Redis: settlements, refunds, and what was used while Redis was away. They are added
 * up for each window, so that there are never more of them than windows, and sent without anyone waiting.
 */
final class QuotaChanges {

    private static final RedisScript ADJUST = new RedisScript("quota-adjust");

    /** One window of one provider that began at {@code start}. */
    private record Slot(String provider, QuotaWindow window, Instant start) {}

    private record Change(Slot slot, long by) {}

    private final RedisLink link;
    private final QuotaKeys keys;
    private final MemoryQuotaTracker local;
    private final ConcurrentMap<Slot, Long> unsent = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    QuotaChanges(RedisLink link, QuotaKeys keys, MemoryQuotaTracker local) {
        this.link = link;
        this.keys = keys;
        this.local = local;
    }

    /** Keeps the change of each window, by position, until it is sent; calls under way have their {@link Leases}. */
    void add(Reservation reservation, long[] change) {
        for (int i = 0; i < change.length; i++) {
            QuotaWindow window = reservation.windows().get(i);
            if (change[i] != 0 && !window.atOnce()) {
                add(new Slot(reservation.provider(), window, window.start(reservation.at())), change[i]);
            }
        }
    }

    /** Keeps the change of the window that holds {@code at} until it is sent. */
    void add(String provider, QuotaWindow window, Instant at, long by) {
        add(new Slot(provider, window, window.start(at)), by);
    }

    /** Sends what there is, where Redis answers and nothing is under way; what comes meanwhile follows. */
    void send() {
        if (!unsent.isEmpty() && link.open() && underWay.compareAndSet(0, 1)) {
            for (List<Change> changes : take()) {
                underWay.incrementAndGet();
                link.tell(
                        redis -> adjust(redis, changes),
                        reply -> learn(changes, reply),
                        () -> keep(changes),
                        this::arrived);
            }
            arrived();
        }
    }

    /** Sends what there is and waits for Redis; where it fails on the way, the rest is kept. */
    void flush(RedissonClient redis) throws Exception {
        Iterator<List<Change>> left = take().iterator();
        while (left.hasNext()) {
            List<Change> changes = left.next();
            try {
                learn(changes, link.await(adjust(redis, changes)));
            } catch (Exception e) {
                if (RedisLink.neverSent(e)) {
                    keep(changes);
                }
                left.forEachRemaining(this::keep);
                throw e;
            }
        }
    }

    private void keep(List<Change> changes) {
        changes.forEach(change -> add(change.slot(), change.by()));
    }

    private void arrived() {
        if (underWay.decrementAndGet() == 0) {
            send();
        }
    }

    private void add(Slot slot, long by) {
        unsent.merge(slot, by, Long::sum);
    }

    /** The changes of windows that have not ended, provider by provider. */
    private Iterable<List<Change>> take() {
        Instant now = keys.clock().instant();
        Map<String, List<Change>> byProvider = new HashMap<>();
        for (Slot slot : unsent.keySet()) {
            Long by = unsent.remove(slot);
            if (by != null && by != 0 && slot.window().end(slot.start()).isAfter(now)) {
                byProvider.computeIfAbsent(slot.provider(), id -> new ArrayList<>()).add(new Change(slot, by));
            }
        }
        return byProvider.values();
    }

    private CompletionStage<List<Object>> adjust(RedissonClient redis, List<Change> changes) {
        List<Object> names = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (Change change : changes) {
            Slot slot = change.slot();
            names.add(keys.key(slot.provider(), slot.window(), slot.start()));
            args.add(change.by());
            args.add(keys.keep(slot.window(), slot.start()));
        }
        return ADJUST.run(redis, names, args.toArray());
    }

    private void learn(List<Change> changes, List<Object> reply) {
        for (int i = 0; i < changes.size(); i++) {
            Slot slot = changes.get(i).slot();
            local.learn(slot.provider(), List.of(slot.window()), slot.start(), new long[] {(Long) reply.get(i)});
        }
    }
}
