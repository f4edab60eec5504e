package dev.synaxis.inbound;

import dev.synaxis.config.GatewayConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** The HTTP side of one configuration: the router of its platform-http routes behind its {@link HttpFront}. */
public final class HttpSite {

    private final Vertx vertx;
    private final GatewayConfig.Server config;
    private final HttpFront front;
    private final Occupancy occupancy;
    private final Router router;

    /** @param occupancy counts every request until it is answered */
    public HttpSite(
            Vertx vertx, GatewayConfig.Server config, HttpFront front, HttpErrors errors, Occupancy occupancy) {
        this.vertx = vertx;
        this.config = config;
        this.front = front;
        this.occupancy = occupancy;
        this.router = Router.router(vertx);
        router.route().order(-1).handler(ctx -> {
            occupancy.stay();
            ctx.addEndHandler(v -> occupancy.leave());
            front.handle(ctx);
        }).failureHandler(errors::failed);
        router.errorHandler(400, errors::badRequest);
        router.errorHandler(404, errors::notFound);
        router.errorHandler(405, ctx -> errors.wrongMethod(ctx, router.getRoutes()));
        router.errorHandler(413, ctx -> errors.tooLarge(ctx, config.maxBodyBytes()));
        router.errorHandler(500, errors::broken);
    }

    /** Makes the router known to the context's platform-http routes; to be called before they are started. */
    public void attachTo(CamelContext camel) {
        camel.getRegistry()
                .bind(
                        VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO,
                        new VertxPlatformHttpRouter(
                                null, vertx, router, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
                            @Override
                            public Handler<RoutingContext> bodyHandler() {
                                return HttpSite.this.bodyHandler();
                            }
                        });
    }

    private Handler<RoutingContext> bodyHandler() {
        return BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()).setMergeFormAttributes(false);
    }

    /** Answers the request; false, and nothing done, where the configuration has been left for another. */
    boolean handle(HttpServerRequest request) {
        if (!occupancy.enter()) {
            return false;
        }
        try {
            router.handle(request);
        } finally {
            occupancy.leave();
        }
        return true;
    }

    HttpFront front() {
        return front;
    }
}
