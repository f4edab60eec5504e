package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.redisson.api.RedissonClient;

/**
 * The calls of this gateway that are under way and that Redis holds for it. Each has a lease, renewed well ahead of its
 * end, so that the calls of a gateway that dies end by themselves; leases follow the clock of Redis. A lease is told by
 * its name, so it does not matter how often, how late or in which order Redis hears of it.
 */
final class Leases {

    private static final RedisScript HOLD = new RedisScript("quota-hold");
    private static final RedisScript RELEASE = new RedisScript("quota-release");

    /** Most leases of one script. */
    private static final int MOST = 1_000;

    private final RedisLink link;
    private final QuotaKeys keys;
    private final String gateway = UUID.randomUUID().toString().substring(0, 13);
    private final AtomicLong count = new AtomicLong();
    /** By the key in Redis. */
    private final ConcurrentMap<String, Set<String>> held = new ConcurrentHashMap<>();

    /** Ended, and Redis has not been told. */
    private final ConcurrentMap<String, Set<String>> ended = new ConcurrentHashMap<>();

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long renewedNanos = System.nanoTime();
    /** Whether the way has opened just now: what began meanwhile is not known to Redis. */
    private boolean opened;

    Leases(RedisLink link, QuotaKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** A name that no other call of any gateway has. */
    String next() {
        return gateway + ":" + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }

    /** The call is under way. */
    void hold(Reservation reservation) {
        String lease = reservation.lease();
        if (lease != null) {
            forEachKey(reservation, key -> leases(held, key).add(lease));
        }
    }

    /** The call is over; Redis is told without anyone waiting. */
    void end(Reservation reservation) {
        String lease = reservation.lease();
        if (lease == null) {
            return;
        }
        boolean told = link.open() || !reservation.local();
        forEachKey(reservation, key -> {
            leases(held, key).remove(lease);
            if (told) {
                leases(ended, key).add(lease);
            }
        });
        send();
    }

    /** How many calls of this gateway are under way. */
    int held(String provider, QuotaWindow window) {
        return leases(held, keys.key(provider, window, Instant.EPOCH)).size();
    }

    /** Whether Redis has not been heard of for so long that every lease of another gateway, as last seen, is over. */
    boolean alone() {
        return System.nanoTime() - renewedNanos > keys.lease().toNanos();
    }

    /**
     * Renews what is under way, where that is due; where the way to Redis opens, tells all of it anew.
     *
     * @throws Exception where Redis does not answer
     */
    void renew(RedissonClient redis) throws Exception {
        boolean opening = !link.open();
        boolean anew = opening || opened;
        long now = System.nanoTime();
        if (!anew && now - renewedNanos < keys.lease().toNanos() / 4) {
            return;
        }
        if (opening) {
            for (String key : ended.keySet()) {
                for (List<Object> leases : inParts(take(key))) {
                    link.await(RELEASE.run(redis, List.of(key), leases.toArray()));
                }
            }
        }
        for (String key : held.keySet()) {
            for (List<Object> leases : inParts(List.copyOf(leases(held, key)))) {
                List<Object> args = new ArrayList<>(List.of(keys.lease().toMillis(), anew ? 1 : 0));
                args.addAll(leases);
                link.await(HOLD.run(redis, List.of(key), args.toArray()));
            }
        }
        renewedNanos = now;
        opened = opening;
    }

    private void send() {
        if (link.open() && underWay.compareAndSet(0, 1)) {
            for (String key : ended.keySet()) {
                for (List<Object> leases : inParts(take(key))) {
                    underWay.incrementAndGet();
                    link.tell(
                            redis -> release(redis, key, leases),
                            reply -> {},
                            () -> leases.forEach(lease -> leases(ended, key).add((String) lease)),
                            this::arrived);
                }
            }
            arrived();
        }
    }

    private void arrived() {
        if (underWay.decrementAndGet() == 0 && ended.values().stream().anyMatch(leases -> !leases.isEmpty())) {
            send();
        }
    }

    private static CompletionStage<List<Object>> release(RedissonClient redis, String key, List<Object> leases) {
        return RELEASE.run(redis, List.of(key), leases.toArray());
    }

    private List<String> take(String key) {
        List<String> taken = new ArrayList<>();
        Set<String> all = leases(ended, key);
        for (String lease : all) {
            if (all.remove(lease)) {
                taken.add(lease);
            }
        }
        return taken;
    }

    private static List<List<Object>> inParts(List<String> leases) {
        List<List<Object>> parts = new ArrayList<>();
        for (int from = 0; from < leases.size(); from += MOST) {
            parts.add(List.copyOf(leases.subList(from, Math.min(leases.size(), from + MOST))));
        }
        return parts;
    }

    private void forEachKey(Reservation reservation, Consumer<String> then) {
        for (QuotaWindow window : reservation.windows()) {
            if (window.atOnce()) {
                then.accept(keys.key(reservation.provider(), window, reservation.at()));
            }
        }
    }

    private static Set<String> leases(ConcurrentMap<String, Set<String>> of, String key) {
        Set<String> leases = of.get(key);
        return leases != null ? leases : of.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet());
    }
}
