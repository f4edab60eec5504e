package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where the counts of windows lie in Redis, and for how long. */
record QuotaKeys(String prefix, Clock clock) {

    /** How long a count outlives its window: clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** All windows of a provider share a hash tag, so that one script may touch them on a cluster. */
    String key(String provider, QuotaWindow window, Instant at) {
        String scope = window.model() == null ? "" : window.model() + ":";
        return prefix + ":quota:{" + provider + "}:" + scope + window.id() + ":" + window.start(at).getEpochSecond();
    }

    List<Object> keys(String provider, List<QuotaWindow> windows, Instant at) {
        List<Object> keys = new ArrayList<>(windows.size());
        for (QuotaWindow window : windows) {
            keys.add(key(provider, window, at));
        }
        return keys;
    }

    /** Milliseconds. */
    long keep(QuotaWindow window, Instant at) {
        return Duration.between(clock.instant(), window.end(at)).plus(SKEW).toMillis();
    }

    static long[] counts(List<Object> reply) {
        return reply.stream().mapToLong(count -> (Long) count).toArray();
    }
}
