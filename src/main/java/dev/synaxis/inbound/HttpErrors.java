package dev.synaxis.inbound;

import dev.synaxis.dialect.openai.OpenAiErrors;
import dev.synaxis.usage.Outcome;
import dev.synaxis.usage.Refusal;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of the HTTP server itself, in OpenAI's form. */
public final class HttpErrors {

    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    private final UsageMeter meter;

    public HttpErrors(UsageMeter meter) {
        this.meter = meter;
    }

    void write(RoutingContext ctx, int status, String message, String type, Refusal refusal) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        meter.refused(null, Outcome.refused(refusal));
        Long started = ctx.get(HttpFront.STARTED);
        AccessLog.refused(
                ctx.response().headers().get(CallerHeaders.REQUEST_ID),
                refusal.id(),
                status,
                started == null ? 0 : (System.nanoTime() - started) / 1_000_000);
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(OpenAiErrors.body(message, type, null, refusal.id(), List.of())));
    }

    void notFound(RoutingContext ctx) {
        write(ctx, 404, "there is no " + ctx.request().method() + " " + shown(ctx.request().path()),
                "invalid_request_error", Refusal.UNKNOWN_URL);
    }

    void wrongMethod(RoutingContext ctx) {
        write(ctx, 405, ctx.request().method() + " is not allowed on " + shown(ctx.request().path()),
                "invalid_request_error", Refusal.METHOD_NOT_ALLOWED);
    }

    void tooLarge(RoutingContext ctx, long limit) {
        ctx.response().putHeader("connection", "close");
        write(ctx, 413, "the request body is larger than the limit of " + limit + " bytes (server.max-body)",
                "invalid_request_error", Refusal.REQUEST_TOO_LARGE);
    }

    /** A request whose body cannot be read is the client's mistake; anything else is ours. */
    void failed(RoutingContext ctx) {
        Throwable cause = ctx.failure();
        if (cause == null || cause instanceof HttpException) {
            ctx.next();
        } else if (!ctx.request().isEnded()) {
            badRequest(ctx);
        } else {
            LOG.atError()
                    .addKeyValue("requestId", ctx.response().headers().get(CallerHeaders.REQUEST_ID))
                    .setCause(cause)
                    .log("A request failed before its route");
            broken(ctx);
        }
    }

    void badRequest(RoutingContext ctx) {
        write(ctx, 400, "the request cannot be read as HTTP", "invalid_request_error", Refusal.BAD_REQUEST);
    }

    void broken(RoutingContext ctx) {
        write(ctx, 500, "the gateway failed to handle this request; its log says why", "server_error", Refusal.INTERNAL_ERROR);
    }

    private static String shown(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "...";
    }
}
