package dev.synaxis.camel.queue;

import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * Places for messages that are worked on at once. One that waits for a provider lends its place to another, so that a
 * model that nobody can answer for does not hold up the rest; so many wait that way at most, and those after them keep
 * their places while they wait.
 */
final class Slots {

    /** Messages that wait aside for each place. */
    static final int ASIDE = 16;

    private static final long MOST_BYTES = 64 << 20;

    private final int width;
    private final Semaphore free;
    private final IntConsumer follower;
    private int lent;
    private long lentBytes;
    private int stuck;

    /** @param width places */
    Slots(int width) {
        this(width, lent -> {});
    }

    /** @param follower is told how many places are lent each time that this changes */
    Slots(int width, IntConsumer follower) {
        this.width = width;
        this.free = new Semaphore(width);
        this.follower = follower;
    }

    /** Waits for a place. */
    Slot take() {
        free.acquireUninterruptibly();
        return new Slot();
    }

    /** Whether every place is held by a message that waits. */
    synchronized boolean exhausted() {
        return stuck >= width;
    }

    private synchronized boolean room(int bytes) {
        if (lent >= width * ASIDE || lentBytes + bytes > MOST_BYTES) {
            return false;
        }
        lentBytes += bytes;
        follower.accept(++lent);
        return true;
    }

    private synchronized void back(int bytes) {
        lentBytes -= bytes;
        follower.accept(--lent);
    }

    private synchronized void stuck(int more) {
        stuck += more;
    }

    /** A message's place; of one thread. */
    final class Slot implements AutoCloseable {

        private enum State { HELD, STUCK, LENT }

        private State state = State.HELD;
        private int bytes;

        private Slot() {}

        /** Lends it where that may still be; to be called now and again while the message waits. */
        void lend(int size) {
            if (state == State.LENT) {
                return;
            }
            if (room(size)) {
                unstick();
                state = State.LENT;
                bytes = size;
                free.release();
            } else if (state == State.HELD) {
                state = State.STUCK;
                stuck(1);
            }
        }

        /** Takes it back, as soon as it is free. */
        void regain() {
            if (state == State.LENT) {
                back(bytes);
                free.acquireUninterruptibly();
            }
            unstick();
            state = State.HELD;
        }

        private void unstick() {
            if (state == State.STUCK) {
                stuck(-1);
            }
        }

        @Override
        public void close() {
            if (state == State.LENT) {
                back(bytes);
            } else {
                unstick();
                free.release();
            }
        }
    }
}
