package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the counts of windows lie in Redis, and for how long.
 *
 * @param lease how long a call counts as under way whose gateway says nothing more of it
 */
record QuotaKeys(String prefix, Clock clock, Duration lease) {

    static final Duration LEASE = Duration.ofSeconds(10);

    /** How long a count outlives its window: clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** All windows of a provider share a hash tag, so that one script may touch them on a cluster. */
    String key(String provider, QuotaWindow window, Instant at) {
        String scope = window.model() == null ? "" : window.model() + ":";
        String name = prefix + ":quota:{" + provider + "}:" + scope + window.id();
        return window.atOnce() ? name : name + ":" + window.start(at).getEpochSecond();
    }

    List<Object> keys(String provider, List<QuotaWindow> windows, Instant at) {
        List<Object> keys = new ArrayList<>(windows.size());
        for (QuotaWindow window : windows) {
            keys.add(key(provider, window, at));
        }
        return keys;
    }

    /** Milliseconds; 0 for calls under way, whose leases say it themselves. */
    long keep(QuotaWindow window, Instant at) {
        return window.atOnce()
                ? 0
                : Duration.between(clock.instant(), window.end(at)).plus(SKEW).toMillis();
    }

    /** For each window 1 where it holds calls under way, so a set of leases, else 0. */
    static Object[] forms(List<QuotaWindow> windows) {
        return windows.stream().map(window -> window.atOnce() ? 1 : 0).toArray();
    }

    static long[] counts(List<Object> reply) {
        return reply.stream().mapToLong(count -> (Long) count).toArray();
    }
}
