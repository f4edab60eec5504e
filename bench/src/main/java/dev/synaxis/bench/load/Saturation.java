package dev.synaxis.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** As many requests as the server takes: n connections, each sending its next request as the last is answered. */
public final class Saturation implements Connection.Listener, AutoCloseable {

    private final Request request;
    private final Reactor reactor = new Reactor();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean over;

    public Saturation(Request request, int connections) throws IOException {
        this.request = request;
        for (int i = 0; i < connections; i++) {
            reactor.open(request.address(), this).send(request.bytes());
        }
    }

    /** Requests answered with 200 so far. */
    public long answered() {
        return answered.get();
    }

    /** Other answers and broken connections so far. */
    public long failed() {
        return failed.get();
    }

    /** Lets it run on. */
    public void hold(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Override
    public void complete(Connection connection, int status, long nanos) {
        AtomicLong counter = status == 200 ? answered : failed;
        counter.lazySet(counter.get() + 1);
        if (!over) {
            connection.send(request.bytes());
        }
    }

    @Override
    public void broken(Connection connection) {
        failed.lazySet(failed.get() + 1);
        if (over) {
            return;
        }
        try {
            reactor.open(request.address(), this).send(request.bytes());
        } catch (IOException e) {
            over = true;
        }
    }

    /** Ends after the answers under way. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        TimeUnit.MILLISECONDS.sleep(200);
        reactor.close();
    }
}
