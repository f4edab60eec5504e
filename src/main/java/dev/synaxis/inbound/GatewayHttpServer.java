package dev.synaxis.inbound;

import dev.synaxis.config.GatewayConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: one listener for each event loop, for as long as the process runs. What a request finds behind them is
 * the current {@link HttpSite}.
 */
public final class GatewayHttpServer {

    private static final int LISTENERS = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 16));

    /** Vert.x takes a negative port for one free port that all listeners of an instance share. */
    private static final int SHARED_FREE_PORT = -1;

    /** What Vert.x calls the decoder of requests in a connection's pipeline. */
    private static final String DECODER = "httpDecoder";

    /** For the last word of a stream to reach its client. */
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private final Vertx vertx;
    private final GatewayConfig.Server config;
    private final HttpErrors errors;
    /** The current one, and those before it whose calls have not ended. */
    private final Set<HttpSite> sites = ConcurrentHashMap.newKeySet();

    private volatile @Nullable HttpSite current;
    private final List<HttpServer> servers = new ArrayList<>();

    public GatewayHttpServer(Vertx vertx, GatewayConfig.Server config, HttpErrors errors) {
        this.vertx = vertx;
        this.config = config;
        this.errors = errors;
    }

    /** Gives every request from now on to this site; those before it stay where they are. */
    public void serve(HttpSite site) {
        sites.add(site);
        current = site;
    }

    /** Forgets a site that has no more calls. */
    public void left(HttpSite site) {
        sites.remove(site);
    }

    private void handle(HttpServerRequest request) {
        HttpSite site = current;
        while (site != null && !site.handle(request)) {
            // closed just now: its successor is there already
            Thread.onSpinWait();
            site = current;
        }
    }

    /** Starts to listen. */
    public void start() throws InterruptedException {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setMaxHeaderSize(32 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setCompressionSupported(false);
        int port = config.port() == 0 ? SHARED_FREE_PORT : config.port();
        for (int i = 0; i < LISTENERS; i++) {
            servers.add(listen(options, port));
        }
    }

    private HttpServer listen(HttpServerOptions options, int port) throws InterruptedException {
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        Context eventLoop = ((VertxInternal) vertx).createEventLoopContext();
        eventLoop.runOnContext(v -> {
            ClientConnections clients = new ClientConnections(config.timeouts());
            clients.watch(vertx);
            vertx.createHttpServer(options)
                    .connectionHandler(connection -> {
                        clients.opened(connection);
                        ((HttpServerConnection) connection)
                                .channel()
                                .pipeline()
                                .replace(DECODER, DECODER, new StrictRequestDecoder(options));
                    })
                    .requestHandler(request -> {
                        clients.requested(request);
                        handle(request);
                    })
                    .invalidRequestHandler(errors::unreadable)
                    .exceptionHandler(e -> {})
                    .listen(port, config.host())
                    .onSuccess(listening::complete)
                    .onFailure(listening::completeExceptionally);
        });
        try {
            return listening.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** The port that is listened on, which is another than the configured one where that is 0. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /**
     * Tells new calls 503, waits for those in flight as long as the configuration allows, and stops to listen.
     *
     * @param last ends what is still in flight then; it gets a moment more
     */
    public void stop(Runnable last) throws InterruptedException {
        sites.forEach(site -> site.front().stop());
        if (!idleWithin(config.shutdown())) {
            last.run();
            idleWithin(LAST_MOMENT);
        }
        for (HttpServer server : servers) {
            try {
                server.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                continue;
            }
        }
        servers.clear();
    }

    private boolean idleWithin(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (sites.stream().mapToInt(site -> site.front().inFlight()).sum() > 0) {
            if (System.nanoTime() >= until) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
