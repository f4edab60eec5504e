package dev.synaxis.inbound;

import dev.synaxis.config.GatewayConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clients' connections of one listener, looked at once a second: one that brings no request, leaves one unfinished,
 * or takes nothing of its answer for too long is closed. A request costs one look into a map; a call that is under way
 * may be silent for as long as its own bounds allow. Everything here runs on the listener's event loop.
 */
final class ClientConnections {

    private static final long LONGEST_TICK = 1_000;

    private final GatewayConfig.ClientTimeouts bounds;
    private final Map<HttpConnection, Client> open = new ConcurrentHashMap<>();

    ClientConnections(GatewayConfig.ClientTimeouts bounds) {
        this.bounds = bounds;
    }

    /** Begins to look; to be called on the event loop. */
    void watch(Vertx vertx) {
        long shortest = Math.min(
                bounds.request().toMillis(),
                Math.min(bounds.keepAlive().toMillis(), bounds.stalledReader().toMillis()));
        vertx.setPeriodic(Math.clamp(shortest / 4, 1, LONGEST_TICK), timer -> {
            long now = System.nanoTime();
            open.values().forEach(client -> client.look(now));
        });
    }

    void opened(HttpConnection connection) {
        open.put(connection, new Client(((HttpServerConnection) connection).channelHandlerContext(), bounds));
        connection.closeHandler(v -> open.remove(connection));
    }

    /** The head of a request is complete. */
    void requested(HttpServerRequest request) {
        Client client = open.get(request.connection());
        if (client != null) {
            client.begin(request);
        }
    }

    private static final class Client {

        private final ChannelHandlerContext connection;
        private final GatewayConfig.ClientTimeouts bounds;
        /** Null while a request is waited for. */
        private @Nullable HttpServerRequest request;
        /** When what is waited for was last seen to make progress. */
        private long since = System.nanoTime();
        private Duration patience;
        private long bodyBytes;
        private @Nullable Object writing;
        private long written;
        private long takenAt = since;

        Client(ChannelHandlerContext connection, GatewayConfig.ClientTimeouts bounds) {
            this.connection = connection;
            this.bounds = bounds;
            this.patience = bounds.request();
        }

        void begin(HttpServerRequest begun) {
            request = begun;
            bodyBytes = 0;
            since = System.nanoTime();
            patience = bounds.request();
        }

        void look(long now) {
            boolean stalled = stalled(now);
            HttpServerRequest current = request;
            if (writing != null) {
                since = now;
            } else if (current != null && current.response().ended()) {
                request = null;
                since = now;
                patience = bounds.keepAlive();
            } else if (current != null && (current.isEnded() || current.bytesRead() != bodyBytes)) {
                since = now;
                bodyBytes = current.bytesRead();
            }
            if (stalled || now - since >= patience.toNanos()) {
                // past Vert.x, whose own close waits until everything is written
                connection.close();
            }
        }

        /** Whether the answer has waited for too long without a byte of it being taken. */
        private boolean stalled(long now) {
            ChannelOutboundBuffer waiting = connection.channel().unsafe().outboundBuffer();
            Object first = waiting == null ? null : waiting.current();
            long progress = first == null ? 0 : waiting.currentProgress();
            if (first == null || first != writing || progress != written) {
                writing = first;
                written = progress;
                takenAt = now;
            }
            return now - takenAt >= bounds.stalledReader().toNanos();
        }
    }
}
