package dev.synaxis.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pauses that one gateway knows of. A look reads an immutable map and never waits; a change, which is rare, copies
 * it. Clients may invent model names, so there are {@value #MOST} pauses of single models at most.
 */
final class Cooldowns {

    static final int MOST = 1_000;

    private static final Duration LONGEST = Duration.ofDays(31);

    /** What is paused. */
    record Key(String provider, @Nullable String model) {

        static Key of(Cooldown cooldown) {
            return new Key(cooldown.provider(), cooldown.model());
        }
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Map<Key, Cooldown> known = Map.of();

    Cooldowns(Clock clock) {
        this.clock = clock;
    }

    @Nullable Cooldown longest(String provider, String model) {
        Map<Key, Cooldown> now = known;
        if (now.isEmpty()) {
            return null;
        }
        Cooldown whole = now.get(new Key(provider, null));
        Cooldown one = now.get(new Key(provider, model));
        Cooldown longest = whole == null || one != null && one.until().isAfter(whole.until()) ? one : whole;
        return longest != null && longest.until().isAfter(clock.instant()) ? longest : null;
    }

    List<Cooldown> inForce() {
        Instant now = clock.instant();
        return known.values().stream().filter(cooldown -> cooldown.until().isAfter(now)).toList();
    }

    /** When a pause of this length that begins now ends; 31 days from now for anything longer. */
    Instant end(Duration length) {
        return clock.instant().plus(length.compareTo(LONGEST) > 0 ? LONGEST : length);
    }

    /** Keeps the pause, unless it is over, a longer one is in force, or there are too many. */
    boolean add(Cooldown cooldown) {
        lock.lock();
        try {
            Map<Key, Cooldown> next = live(known.values());
            boolean added = add(next, cooldown);
            known = Map.copyOf(next);
            return added;
        } finally {
            lock.unlock();
        }
    }

    void remove(Key key) {
        lock.lock();
        try {
            Map<Key, Cooldown> next = live(known.values());
            next.remove(key);
            known = Map.copyOf(next);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything but these. */
    void replace(Collection<Cooldown> cooldowns) {
        lock.lock();
        try {
            known = Map.copyOf(live(cooldowns));
        } finally {
            lock.unlock();
        }
    }

    private Map<Key, Cooldown> live(Collection<Cooldown> cooldowns) {
        Map<Key, Cooldown> live = new HashMap<>();
        cooldowns.forEach(cooldown -> add(live, cooldown));
        return live;
    }

    private boolean add(Map<Key, Cooldown> cooldowns, Cooldown cooldown) {
        if (!cooldown.until().isAfter(clock.instant())) {
            return false;
        }
        Cooldown before = cooldowns.get(Key.of(cooldown));
        boolean tooMany = before == null && cooldown.model() != null && cooldowns.size() >= MOST;
        if (tooMany || before != null && !cooldown.until().isAfter(before.until())) {
            return false;
        }
        cooldowns.put(Key.of(cooldown), cooldown);
        return true;
    }
}
