package dev.synaxis.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens in the background. */
public final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(2);

    private Eventually() {}

    /** Looks again and again until the condition holds; fails where it does not within a minute, which a busy machine may need. */
    public static void eventually(String what, BooleanSupplier condition) {
        within(Duration.ofMinutes(1), what, condition);
    }

    /** Looks again and again until the condition holds; fails where it does not within the time. */
    public static void within(Duration time, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + time.toMillis() + " ms: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
