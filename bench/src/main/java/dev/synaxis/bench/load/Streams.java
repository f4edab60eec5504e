package dev.synaxis.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many streams at the same time, opened one after the other so that their events do not come in step. */
public final class Streams implements Connection.Listener, AutoCloseable {

    private final Reactor reactor = new Reactor();
    private final List<Connection> connections = new ArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /** @param ramp time over which they are opened */
    public Streams(Request request, int count, Duration ramp) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + ramp.toNanos() * i / count;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            Connection connection = reactor.open(request.address(), this);
            connections.add(connection);
            connection.send(request.bytes());
        }
    }

    /** Events of all streams so far. */
    public long events() {
        return reactor.events();
    }

    public int complete() {
        return complete.get();
    }

    public int failed() {
        return failed.get();
    }

    /** Waits until every stream has had an event or has failed; returns how many have had one. */
    public int awaitStarted(Duration deadline) throws InterruptedException {
        await(() -> started.get() + failed.get() >= connections.size(), deadline);
        return started.get();
    }

    /** Waits until every stream has ended; returns how many ended as they should. */
    public int awaitComplete(Duration deadline) throws InterruptedException {
        await(() -> complete.get() + failed.get() >= connections.size(), deadline);
        return complete.get();
    }

    /** Closes every connection in mid-stream, as clients do that go away. */
    public void hangUp() {
        connections.forEach(Connection::close);
    }

    @Override
    public void firstEvent(Connection connection, long nanos) {
        started.incrementAndGet();
    }

    @Override
    public void complete(Connection connection, int status, long nanos) {
        (status == 200 ? complete : failed).incrementAndGet();
    }

    @Override
    public void broken(Connection connection) {
        failed.incrementAndGet();
    }

    @Override
    public void close() throws InterruptedException {
        reactor.close();
    }

    private static void await(java.util.function.BooleanSupplier condition, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
