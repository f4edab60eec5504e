package dev.synaxis.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The moving average of each model's time to first token, in milliseconds. A new value counts for a fifth, for more the
 * older the others are; what has not been heard of for half an hour is unknown again.
 */
public final class LatencyTracker {

    private static final double SHARE = 0.2;
    private static final double HALF_LIFE_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long KEPT_MILLIS = Duration.ofMinutes(30).toMillis();
    /** Of one provider: names come from clients ({@code provider/anything}). */
    private static final int MOST_MODELS = 1_000;

    private final Map<String, Map<String, Average>> providers = new ConcurrentHashMap<>();
    private final Clock clock;

    public LatencyTracker(Clock clock) {
        this.clock = clock;
    }

    private record Average(double millis, long at) {

        Average plus(Average newer) {
            double kept = (1 - SHARE) * Math.pow(2, -Math.max(0, newer.at - at) / HALF_LIFE_MILLIS);
            return new Average(kept * millis + (1 - kept) * newer.millis, Math.max(at, newer.at));
        }

        boolean stale(long now) {
            return now - at > KEPT_MILLIS;
        }
    }

    /** Adds what one call took. */
    public void record(String provider, String upstreamModel, Duration timeToFirstToken) {
        Map<String, Average> models = providers.computeIfAbsent(provider, id -> new ConcurrentHashMap<>());
        long now = clock.millis();
        if (models.size() >= MOST_MODELS && !models.containsKey(upstreamModel)) {
            models.values().removeIf(average -> average.stale(now));
            if (models.size() >= MOST_MODELS) {
                return;
            }
        }
        models.merge(
                upstreamModel,
                new Average(timeToFirstToken.toNanos() / 1e6, now),
                (old, newer) -> old.stale(now) ? newer : old.plus(newer));
    }

    /** The average, or empty where nothing recent is known. */
    public OptionalDouble millis(String provider, String upstreamModel) {
        Map<String, Average> models = providers.get(provider);
        Average average = models == null ? null : models.get(upstreamModel);
        return average == null || average.stale(clock.millis())
                ? OptionalDouble.empty()
                : OptionalDouble.of(average.millis());
    }
}
