package dev.synaxis.camel;

import java.time.Duration;

/**
 * Tells a process that stood still (a machine that was paused, a long garbage collection) from vendors that are late. After a
 * standstill nobody is judged for as long as it took, so that what has arrived meanwhile, or was on its way, is read first.
 * Never twice in a row: however often the process stands still, time bounds come to hold.
 */
final class Standstill {

    private static final long SLACK_NANOS = Duration.ofMillis(250).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(10).toNanos();

    private long lastNanos;
    private long judgedFrom;
    private boolean judged = true;

    Standstill(long nowNanos) {
        lastNanos = nowNanos;
        judgedFrom = nowNanos;
    }

    /** Whether time bounds hold now; to be asked at every look. */
    boolean judges(long nowNanos) {
        long away = nowNanos - lastNanos;
        lastNanos = nowNanos;
        if (away > SLACK_NANOS && judged) {
            judgedFrom = nowNanos + Math.min(away, MOST_NANOS);
        }
        judged = nowNanos - judgedFrom >= 0;
        return judged;
    }
}
