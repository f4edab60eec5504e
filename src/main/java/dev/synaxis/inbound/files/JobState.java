package dev.synaxis.inbound.files;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the threads of one running job share. */
final class JobState {

    /** Why a job stops working before its end. */
    enum Halt {
        /** The gateway stops; another one, or this one when it is back, goes on. */
        STOP,
        PAUSE,
        CANCEL
    }

    /** The model and the width of a job's vectors. */
    record Pin(String model, int dimension) {}

    private static final Duration GLANCE = Duration.ofMillis(200);

    private final AtomicReference<@Nullable Halt> halt = new AtomicReference<>();
    private final CountDownLatch halted = new CountDownLatch(1);
    private final AtomicReference<@Nullable Pin> pin = new AtomicReference<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable String reason;

    /** The first halt counts. */
    void halt(Halt why) {
        if (halt.compareAndSet(null, why)) {
            halted.countDown();
        }
    }

    @Nullable Halt halt() {
        return halt.get();
    }

    void check() throws Halted {
        if (halt.get() != null) {
            throw new Halted();
        }
    }

    /** Waits; ends early with an exception where the job is halted. */
    void pause(Duration time) throws Halted, InterruptedException {
        if (halted.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Halted();
        }
    }

    /** Waits for an answer, and gives it up where the job is halted meanwhile. */
    <T> T await(CompletableFuture<T> answer) throws Halted, InterruptedException {
        while (true) {
            try {
                return answer.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (halt.get() != null) {
                    answer.cancel(true);
                    throw new Halted();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer could not be read", e.getCause());
            }
        }
    }

    /** The pin that holds: the given one where there was none. */
    Pin pin(Pin first) {
        Pin held = pin.compareAndExchange(null, first);
        return held == null ? first : held;
    }

    @Nullable Pin pin() {
        return pin.get();
    }

    /** Calls that were answered. */
    long answered() {
        return answered.get();
    }

    void answeredOne() {
        answered.incrementAndGet();
    }

    /** A call waits for a provider; {@link #waitingEnded} follows, whatever happens. */
    void waiting(String why) {
        reason = why;
        waiting.incrementAndGet();
    }

    void waitingEnded() {
        if (waiting.decrementAndGet() == 0) {
            reason = null;
        }
    }

    /** Why calls wait; null where none does. */
    @Nullable String waitingFor() {
        return waiting.get() > 0 ? reason : null;
    }
}
