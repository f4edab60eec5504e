package dev.synaxis.camel.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs work at once up to a bound, and what has the same key one after the other, in the order in which it came. */
final class KafkaLanes {

    private final int width;
    private final Semaphore permits;
    private final Map<Object, Deque<Runnable>> lanes = new HashMap<>();
    private int queued;

    KafkaLanes(int width) {
        this.width = width;
        this.permits = new Semaphore(width);
    }

    /** @param key null for work whose order does not matter */
    synchronized void submit(@Nullable Object key, Runnable work) {
        Object lane = key == null ? new Object() : key;
        Deque<Runnable> waiting = lanes.get(lane);
        queued++;
        if (waiting != null) {
            waiting.add(work);
            return;
        }
        Deque<Runnable> own = new ArrayDeque<>();
        own.add(work);
        lanes.put(lane, own);
        Thread.ofVirtual().name("kafka-lane").start(() -> run(lane, own));
    }

    /** Whether enough is waiting for its turn. */
    synchronized boolean full() {
        return queued >= width;
    }

    private void run(Object lane, Deque<Runnable> work) {
        Runnable next;
        while ((next = next(lane, work)) != null) {
            permits.acquireUninterruptibly();
            try {
                started();
                next.run();
            } finally {
                permits.release();
            }
        }
    }

    private synchronized @Nullable Runnable next(Object lane, Deque<Runnable> work) {
        Runnable next = work.poll();
        if (next == null) {
            lanes.remove(lane);
        }
        return next;
    }

    private synchronized void started() {
        queued--;
    }
}
