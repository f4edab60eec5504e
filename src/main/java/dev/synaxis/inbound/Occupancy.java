package dev.synaxis.inbound;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls are within one configuration. Once it is closed nobody gets in any more, so that whoever finds it
 * {@link #empty} then knows that the last call has ended.
 */
public final class Occupancy {

    private static final long CLOSED = 1L << 62;

    private final AtomicLong state = new AtomicLong();

    /** Counts one call more; false, and nothing counted, where it is closed. {@link #leave} follows. */
    public boolean enter() {
        while (true) {
            long seen = state.get();
            if ((seen & CLOSED) != 0) {
                return false;
            }
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /** Counts what somebody who is within begins there, closed or not. {@link #leave} follows. */
    public void stay() {
        state.incrementAndGet();
    }

    public void leave() {
        state.decrementAndGet();
    }

    public void close() {
        state.getAndUpdate(seen -> seen | CLOSED);
    }

    public boolean empty() {
        return (state.get() & ~CLOSED) == 0;
    }
}
