package dev.synaxis.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at fixed moments, whatever the server does: where no connection is idle, another is opened, so a slow answer
 * never holds the next request back and no wait is left out of the percentiles. How late the generator itself was is
 * kept apart.
 */
public final class FixedRate implements Connection.Listener {

    private static final int MAX_CONNECTIONS = 4000;

    private final Request request;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Histogram whole = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private final Histogram first = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private FixedRate(Request request) {
        this.request = request;
    }

    /**
     * What was measured.
     *
     * @param whole nanoseconds from sending to the end of the answer
     * @param first nanoseconds from sending to the first event; empty for answers without events
     * @param lag   nanoseconds by which the generator was late
     */
    public record Result(Histogram whole, Histogram first, Histogram lag, long sent, long failed) {}

    public static Result run(Request request, int perSecond, Duration time) throws IOException, InterruptedException {
        return new FixedRate(request).run(perSecond, time);
    }

    private Result run(int perSecond, Duration time) throws IOException, InterruptedException {
        Histogram lag = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        long count = time.toMillis() * perSecond / 1000;
        long sent = 0;
        int open = 0;
        try (Reactor reactor = new Reactor()) {
            long start = System.nanoTime();
            for (; sent < count; sent++) {
                long due = start + sent * 1_000_000_000L / perSecond;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                lag.recordValue(Math.max(0, System.nanoTime() - due));
                Connection connection = idle.pollFirst();
                if (connection == null && open < MAX_CONNECTIONS) {
                    connection = reactor.open(request.address(), this);
                    open++;
                }
                if (connection == null) {
                    throw new IOException(MAX_CONNECTIONS + " requests under way: the server does not keep up");
                }
                connection.send(request.bytes());
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (done.get() + failed.get() < sent && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        return new Result(whole, first, lag, sent, sent - done.get());
    }

    @Override
    public void firstEvent(Connection connection, long nanos) {
        first.recordValue(nanos);
    }

    @Override
    public void complete(Connection connection, int status, long nanos) {
        if (status == 200) {
            whole.recordValue(nanos);
            done.lazySet(done.get() + 1);
        } else {
            failed.lazySet(failed.get() + 1);
        }
        idle.addFirst(connection);
    }

    @Override
    public void broken(Connection connection) {
        failed.lazySet(failed.get() + 1);
    }
}
