package dev.synaxis.camel.queue;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a partition are dealt with, while this gateway has the partition. They end in any order; what is
 * committed is the first one that is not dealt with, and in the commit's metadata a bit for each later one that is, so
 * that no message is taken twice after a restart.
 */
final class PartitionWindow {

    /** Offsets from the first open one on; a bit each in the commit's metadata, of which a broker takes 4,096 characters. */
    static final int WIDEST = 8_192;

    private static final String FORM = "synaxis1:";

    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> done = new TreeSet<>();
    private long next;
    private int busy;
    private boolean leaving;
    private boolean closed;

    private PartitionWindow(long next) {
        this.next = next;
    }

    /** @param committed null where nothing was committed yet */
    static PartitionWindow from(@Nullable OffsetAndMetadata committed) {
        PartitionWindow window = new PartitionWindow(committed == null ? 0 : committed.offset());
        if (committed != null && committed.metadata() != null && committed.metadata().startsWith(FORM)) {
            byte[] bits = Base64.getDecoder().decode(committed.metadata().substring(FORM.length()));
            BitSet.valueOf(bits).stream().forEach(bit -> window.done.add(committed.offset() + bit));
        }
        return window;
    }

    /** Whether the message that was just read is to be dealt with; false where it was before. */
    synchronized boolean begin(long offset) {
        next = Math.max(next, offset + 1);
        if (done.contains(offset)) {
            return false;
        }
        if (open.add(offset)) {
            busy++;
        }
        return true;
    }

    /** What to commit once these are dealt with too. */
    synchronized OffsetAndMetadata position(Collection<Long> more) {
        TreeSet<Long> left = new TreeSet<>(open);
        left.removeAll(more);
        long first = left.isEmpty() ? next : left.first();
        BitSet bits = new BitSet();
        done.tailSet(first).forEach(offset -> bits.set((int) (offset - first)));
        more.stream().filter(offset -> offset > first).forEach(offset -> bits.set((int) (offset - first)));
        return new OffsetAndMetadata(
                first, bits.isEmpty() ? "" : FORM + Base64.getEncoder().encodeToString(bits.toByteArray()));
    }

    /** They are dealt with, and the broker knows it. */
    synchronized void done(Collection<Long> offsets) {
        open.removeAll(offsets);
        done.addAll(offsets);
        done.headSet(open.isEmpty() ? next : open.first()).clear();
        busy -= offsets.size();
        notifyAll();
    }

    /** Nobody works on it any more, and it is not dealt with. */
    synchronized void abandon() {
        busy--;
        notifyAll();
    }

    synchronized boolean full() {
        return !open.isEmpty() && next - open.first() >= WIDEST - 1_000;
    }

    /** Lets nobody wait or begin with a message, and waits until nobody works on one, or the time is over. */
    synchronized void awaitIdle(long untilNanos) throws InterruptedException {
        leaving = true;
        long left;
        while (busy > 0 && (left = untilNanos - System.nanoTime()) > 0) {
            wait(Math.max(1, left / 1_000_000));
        }
    }

    /** The partition is another gateway's. */
    synchronized void close() {
        leaving = true;
        closed = true;
    }

    /** Whether it is another gateway's, or is about to be. */
    synchronized boolean leaving() {
        return leaving;
    }

    synchronized boolean closed() {
        return closed;
    }
}
