package dev.synaxis.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link ScriptedVendor}. Its reading thread goes on listening while the writing one answers: so a
 * peer that hangs up is noticed at once, also in the middle of a pause.
 */
final class VendorConnection {

    private final ScriptedVendor vendor;
    private final Socket socket;
    private final int number;
    private final BlockingQueue<RecordedRequest> pending = new LinkedBlockingQueue<>();
    private volatile @Nullable Exchange current;
    private @Nullable Thread writer;

    VendorConnection(ScriptedVendor vendor, Socket socket, int number) {
        this.vendor = vendor;
        this.socket = socket;
        this.number = number;
    }

    void start(InputStream in) {
        writer = Thread.ofVirtual().name("vendor-write-" + number).start(this::write);
        Thread.ofVirtual().name("vendor-read-" + number).start(() -> read(in));
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void read(InputStream in) {
        try {
            RequestReader reader = new RequestReader(in, socket.getOutputStream());
            for (RequestReader.Raw raw = reader.next(); raw != null; raw = reader.next()) {
                Exchange exchange = new Exchange();
                current = exchange;
                pending.add(vendor.arrived(raw, number, exchange));
            }
        } catch (IOException e) {
            // the peer is gone, as at the end of the stream
        } finally {
            vendor.peerClosed(current);
            Thread writing = writer;
            if (writing != null) {
                writing.interrupt();
            }
        }
    }

    private void write() {
        try {
            while (true) {
                RecordedRequest request = pending.take();
                if (!answer(request)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // the reading side has ended
        } finally {
            for (RecordedRequest left = pending.poll(); left != null; left = pending.poll()) {
                vendor.answerOver();
            }
            closeQuietly();
            vendor.connectionClosed(this);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(RecordedRequest request) throws InterruptedException {
        Exchange exchange = request.exchange();
        try {
            return switch (new ReplyWriter(socket.getOutputStream(), exchange).write(vendor.reply(request))) {
                case KEEP -> true;
                case CLOSE -> false;
                case RESET -> {
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                    yield false;
                }
            };
        } catch (Exchange.PeerGone e) {
            return false;
        } catch (IOException e) {
            vendor.peerClosed(exchange);
            return false;
        } finally {
            vendor.answerOver();
        }
    }

    private void closeQuietly() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed either way
        }
    }
}
