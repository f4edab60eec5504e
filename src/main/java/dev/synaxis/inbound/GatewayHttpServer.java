package dev.synaxis.inbound;

import dev.synaxis.config.GatewayConfig;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The HTTP server that the platform-http routes are served by: one listener for each event loop, the {@link HttpFront}
 * before all routes, and errors in OpenAI's form.
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
    private final HttpFront front;
    private final HttpErrors errors;
    private final Router router;
    private final List<HttpServer> servers = new ArrayList<>();

    public GatewayHttpServer(Vertx vertx, GatewayConfig.Server config, HttpFront front, HttpErrors errors) {
        this.vertx = vertx;
        this.config = config;
        this.front = front;
        this.errors = errors;
        this.router = Router.router(vertx);
        router.route().order(-1).handler(front).failureHandler(errors::failed);
        router.errorHandler(400, errors::badRequest);
        router.errorHandler(404, errors::notFound);
        router.errorHandler(405, ctx -> errors.wrongMethod(ctx, router.getRoutes()));
        router.errorHandler(413, ctx -> errors.tooLarge(ctx, config.maxBodyBytes()));
        router.errorHandler(500, errors::broken);
    }

    /** Makes the server known to the context's platform-http routes; to be called before they are started. */
    public void attachTo(CamelContext camel) {
        camel.getRegistry()
                .bind(
                        VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO,
                        new VertxPlatformHttpRouter(
                                null, vertx, router, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
                            @Override
                            public Handler<RoutingContext> bodyHandler() {
                                return GatewayHttpServer.this.bodyHandler();
                            }
                        });
    }

    private Handler<RoutingContext> bodyHandler() {
        return BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()).setMergeFormAttributes(false);
    }

    /** Starts to listen. */
    public void start() throws InterruptedException {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setMaxHeaderSize(32 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setHttp2ClearTextEnabled(false)
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
                        router.handle(request);
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

    public HttpFront front() {
        return front;
    }

    /**
     * Tells new calls 503, waits for those in flight as long as the configuration allows, and stops to listen.
     *
     * @param last ends what is still in flight then; it gets a moment more
     */
    public void stop(Runnable last) throws InterruptedException {
        front.stop();
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
        while (front.inFlight() > 0) {
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
