package dev.synaxis.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The one thread that reads all connections. */
final class Reactor implements AutoCloseable {

    private final Selector selector;
    private final Thread thread;
    private final Queue<Connection> fresh = new ConcurrentLinkedQueue<>();
    private final AtomicLong events = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private volatile boolean closed;

    Reactor() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().daemon().name("load-reactor").start(this::run);
    }

    Connection open(InetSocketAddress address, Connection.Listener listener) throws IOException {
        Connection connection = new Connection(address, listener);
        fresh.add(connection);
        selector.wakeup();
        return connection;
    }

    /** Server-sent events of all connections so far. */
    long events() {
        return events.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::readable);
                for (Connection c = fresh.poll(); c != null; c = fresh.poll()) {
                    register(c);
                }
            }
            for (SelectionKey key : selector.keys()) {
                ((Connection) key.attachment()).close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(Connection connection) {
        try {
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
        } catch (ClosedChannelException e) {
            // closed by its owner before its turn came
        }
    }

    private void readable(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        int read = ((Connection) key.attachment()).readable(buffer);
        if (read > 0) {
            events.lazySet(events.get() + read);
        }
    }
}
