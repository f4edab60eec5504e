package dev.synaxis.camel;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long. One thread looks at all watches every 20 ms, so that a call needs no timer of its own.
 *
 * <p>A blocking vendor call is ended by interrupting its virtual thread: the JDK then closes the socket that the thread
 * waits on. A stream on an event loop is ended by its own action. Where the process itself stood still, see {@link Standstill}.
 */
public final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ConcurrentHashMap<Watch, Boolean> watches = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Thread, BlockingWatch> byThread = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    public Watchdog() {
        thread = Thread.ofPlatform().daemon().name("synaxis-watchdog").start(this::run);
    }

    /** Something with a deadline that is looked at until it is removed. */
    public interface Watch {
        /** Looks at the time and acts if it is up. */
        void look(long nowNanos);

        /** The gateway ends and has waited long enough. */
        void stop();
    }

    /** Ends what can be ended with a word to the client; what cannot is cut off with its connection. */
    public void stopAll() {
        watches.keySet().forEach(Watch::stop);
    }

    public void add(Watch watch) {
        watches.put(watch, Boolean.TRUE);
    }

    public void remove(Watch watch) {
        watches.remove(watch);
    }

    /** Starts the watch over the blocking vendor call that this thread is about to make. */
    BlockingWatch begin(Duration firstByte, Duration idle, Duration total) {
        BlockingWatch watch = new BlockingWatch(this, Thread.currentThread(), firstByte, idle, total);
        byThread.put(watch.caller, watch);
        add(watch);
        return watch;
    }

    /** Ends the watch over this thread's call, if there is one. */
    void end() {
        BlockingWatch watch = byThread.remove(Thread.currentThread());
        if (watch != null) {
            remove(watch);
            watch.close();
        }
    }

    /** The watch over this thread's call, null where there is none. */
    @Nullable BlockingWatch current() {
        return byThread.get(Thread.currentThread());
    }

    private void run() {
        Standstill standstill = new Standstill(System.nanoTime());
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            if (!standstill.judges(now)) {
                continue;
            }
            for (Watch watch : watches.keySet()) {
                look(watch, now);
            }
        }
    }

    /** One watch that fails must not end the time bounds of all others. */
    private void look(Watch watch, long now) {
        try {
            watch.look(now);
        } catch (RuntimeException e) {
            remove(watch);
            LOG.atError().setCause(e).log("A time bound could not be kept");
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** The watch over one blocking call. */
    static final class BlockingWatch implements Watch {

        private final Thread caller;
        private final long firstByteNanos;
        private final long idleNanos;
        private final long totalAt;
        private final Watchdog owner;
        private long idleAt;
        private boolean begun;
        private boolean over;
        private @Nullable ProviderException verdict;

        private BlockingWatch(Watchdog owner, Thread caller, Duration firstByte, Duration idle, Duration total) {
            long now = System.nanoTime();
            this.owner = owner;
            this.caller = caller;
            this.firstByteNanos = firstByte.toNanos();
            this.idleNanos = idle.toNanos();
            this.totalAt = now + total.toNanos();
            this.idleAt = now + firstByteNanos;
        }

        @Override
        public synchronized void look(long now) {
            if (over || verdict != null) {
                return;
            }
            if (now - totalAt >= 0) {
                end(FailureKind.TIMEOUT, "the provider's answer was not complete in time");
            } else if (now - idleAt >= 0) {
                end(FailureKind.TIMEOUT,
                        begun ? "the provider's answer stopped in the middle" : "the provider did not answer in time");
            }
        }

        /** A whole answer has no place for the word that it does not come; it ends with its connection. */
        @Override
        public void stop() {}

        /** Bytes of the request are leaving: until they have, nobody waits for an answer. */
        synchronized void sending() {
            if (!begun) {
                idleAt = System.nanoTime() + firstByteNanos;
            }
        }

        /** Bytes of the answer have come. */
        synchronized void progress() {
            begun = true;
            idleAt = System.nanoTime() + idleNanos;
        }

        /** The client has gone: there is nobody to answer. */
        synchronized void clientGone() {
            if (!over && verdict == null) {
                end(FailureKind.CLIENT_CLOSED, "the client closed the connection");
            }
        }

        private void end(FailureKind kind, String message) {
            verdict = new ProviderException(kind, message);
            owner.remove(this);
            caller.interrupt();
        }

        /** Why the call was ended from outside; null where it was not. */
        synchronized @Nullable ProviderException verdict() {
            return verdict;
        }

        private synchronized void close() {
            over = true;
            if (verdict != null) {
                Thread.interrupted();
            }
        }
    }
}
