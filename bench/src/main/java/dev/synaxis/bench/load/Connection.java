package dev.synaxis.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. Sent on by one thread at a time, read by its reactor. */
final class Connection {

    private final SocketChannel channel;
    private final Listener listener;
    private final HttpAnswer answer = new HttpAnswer();
    private volatile long sentAt;
    private boolean sawEvent;

    /** What comes of a request; called on the reactor's thread. Times are of {@link System#nanoTime}. */
    interface Listener {
        /** @param nanos from sending to the first event (or whole body) */
        default void firstEvent(Connection connection, long nanos) {}

        /** @param nanos from sending to the end of the answer */
        void complete(Connection connection, int status, long nanos);

        /** The connection ended before the answer did. */
        void broken(Connection connection);
    }

    Connection(InetSocketAddress address, Listener listener) throws IOException {
        this.listener = listener;
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    void send(ByteBuffer request) {
        answer.reset();
        sawEvent = false;
        ByteBuffer out = request.duplicate();
        sentAt = System.nanoTime();
        try {
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            listener.broken(this);
        }
    }

    /** Takes what has arrived; returns the events in it, or -1 where the connection is over. */
    int readable(ByteBuffer buffer) {
        long sent = sentAt;
        buffer.clear();
        int read;
        try {
            read = channel.read(buffer);
        } catch (IOException e) {
            read = -1;
        }
        if (read < 0) {
            close();
            listener.broken(this);
            return -1;
        }
        int before = answer.events();
        answer.feed(buffer.flip());
        long now = System.nanoTime();
        int events = answer.events() - before;
        if (events > 0 && !sawEvent) {
            sawEvent = true;
            listener.firstEvent(this, now - sent);
        }
        if (answer.isDone()) {
            listener.complete(this, answer.status(), now - sent);
        }
        return events;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
