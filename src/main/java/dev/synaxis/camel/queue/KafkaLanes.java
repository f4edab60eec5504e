package dev.synaxis.camel.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs work at once up to a bound, and what has the same key one after the other, in the order in which it came. */
final class KafkaLanes {

    /** Beyond the width: so many of one key may wait before others are not read any more. */
    private static final int BACKLOG = 256;

    private static final long MOST_BYTES = 64 << 20;

    private record Work(int bytes, Consumer<Slots.Slot> task) {}

    private final int width;
    private final Slots slots;
    private final Map<Object, Deque<Work>> lanes = new HashMap<>();
    private int queued;
    private long queuedBytes;

    KafkaLanes(int width) {
        this.width = width;
        this.slots = new Slots(width);
    }

    /**
     * @param key   null for work whose order does not matter
     * @param bytes that it holds while it waits
     */
    synchronized void submit(@Nullable Object key, int bytes, Consumer<Slots.Slot> task) {
        Work work = new Work(bytes, task);
        Object lane = key == null ? new Object() : key;
        Deque<Work> waiting = lanes.get(lane);
        queued++;
        queuedBytes += bytes;
        if (waiting != null) {
            waiting.add(work);
            return;
        }
        Deque<Work> own = new ArrayDeque<>();
        own.add(work);
        lanes.put(lane, own);
        Thread.ofVirtual().name("kafka-lane").start(() -> run(lane, own));
    }

    /** Whether enough is waiting for its turn. */
    synchronized boolean full() {
        return queued >= width + BACKLOG || queuedBytes >= MOST_BYTES;
    }

    /** Whether all that may be worked on waits for a provider, and enough beside it. */
    boolean blocked() {
        return slots.exhausted();
    }

    private void run(Object lane, Deque<Work> work) {
        Work next;
        while ((next = next(lane, work)) != null) {
            try (Slots.Slot slot = slots.take()) {
                started(next);
                next.task().accept(slot);
            }
        }
    }

    private synchronized @Nullable Work next(Object lane, Deque<Work> work) {
        Work next = work.poll();
        if (next == null) {
            lanes.remove(lane);
        }
        return next;
    }

    private synchronized void started(Work work) {
        queued--;
        queuedBytes -= work.bytes();
    }
}
