package dev.synaxis.inbound;

import dev.synaxis.dialect.openai.OpenAiErrors;
import dev.synaxis.usage.Outcome;
import dev.synaxis.usage.Refusal;
import dev.synaxis.usage.UsageMeter;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of the HTTP server itself, in OpenAI's form. */
public final class HttpErrors {

    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    private static final String TOO_LONG = "the request line or the headers are too long";
    private static final String UNREADABLE = "the request cannot be read as HTTP";

    private final UsageMeter meter;
    private final RandomGenerator random;

    public HttpErrors(UsageMeter meter, RandomGenerator random) {
        this.meter = meter;
        this.random = random;
    }

    /** Answers, and closes the connection once the client has sent what it is sending. */
    void writeAndClose(RoutingContext ctx, int status, String message, String type, Refusal refusal) {
        ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        write(ctx, status, message, type, refusal);
        HttpServerRequest request = ctx.request();
        Leftovers.discard(request, ctx.vertx(), request.connection()::close);
    }

    void write(RoutingContext ctx, int status, String message, String type, Refusal refusal) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        Long started = ctx.get(HttpFront.STARTED);
        long latency = started == null ? 0 : (System.nanoTime() - started) / 1_000_000;
        refuse(ctx.request(), status, latency, message, type, refusal);
    }

    /** Counts, logs and answers; with an id of its own where the request never came to its {@link HttpFront}. */
    private Future<Void> refuse(
            HttpServerRequest request, int status, long latencyMs, String message, String type, Refusal refusal) {
        HttpServerResponse response = request.response();
        String id = response.headers().get(CallerHeaders.REQUEST_ID);
        if (id == null) {
            id = CallerHeaders.requestId(request.getHeader(CallerHeaders.REQUEST_ID), random);
            response.putHeader(CallerHeaders.REQUEST_ID, id);
        }
        meter.refused(null, Outcome.refused(refusal));
        AccessLog.refused(id, refusal.id(), status, latencyMs);
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(OpenAiErrors.body(message, type, null, refusal.id(), List.of())));
    }

    void notFound(RoutingContext ctx) {
        write(ctx, 404, "there is no " + ctx.request().method() + " " + shown(ctx.request().path()),
                "invalid_request_error", Refusal.UNKNOWN_URL);
    }

    void wrongMethod(RoutingContext ctx, List<Route> routes) {
        ctx.response().putHeader(HttpHeaders.ALLOW, allowed(ctx.request().path(), routes));
        write(ctx, 405, ctx.request().method() + " is not allowed on " + shown(ctx.request().path()),
                "invalid_request_error", Refusal.METHOD_NOT_ALLOWED);
    }

    /** The methods of the routes that have the path, as {@code Allow} lists them. */
    private static String allowed(String path, List<Route> routes) {
        return routes.stream()
                .filter(route -> route.methods() != null && route.getPath() != null)
                .filter(route -> route.isExactPath() ? path.equals(route.getPath()) : path.startsWith(route.getPath()))
                .flatMap(route -> route.methods().stream().map(HttpMethod::name))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    void tooLarge(RoutingContext ctx, long limit) {
        writeAndClose(ctx, 413, "the request body is larger than the limit of " + limit + " bytes (server.max-body)",
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
        write(ctx, 400, UNREADABLE, "invalid_request_error", Refusal.BAD_REQUEST);
    }

    /** The answer to a head that cannot be read, before there is a route for it; nothing more is read from its connection. */
    void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = switch (cause) {
            case TooLongHttpLineException _ -> 414;
            case TooLongHttpHeaderException _ -> 431;
            case StrictRequestDecoder.OtherVersionException _ -> 505;
            case null, default -> 400;
        };
        String message = switch (cause) {
            case TooLongHttpLineException _ -> TOO_LONG;
            case TooLongHttpHeaderException _ -> TOO_LONG;
            case StrictRequestDecoder.OtherVersionException _ -> "HTTP/1.1 is what the gateway speaks";
            case StrictRequestDecoder.AmbiguousLengthException _ ->
                "the length of the body is ambiguous: send content-length, or transfer-encoding: chunked alone";
            case null, default -> UNREADABLE;
        };
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        refuse(request, status, 0, message, "invalid_request_error", Refusal.BAD_REQUEST)
                .onComplete(v -> request.connection().close());
    }

    void broken(RoutingContext ctx) {
        write(ctx, 500, "the gateway failed to handle this request; its log says why", "server_error", Refusal.INTERNAL_ERROR);
    }

    private static String shown(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "...";
    }
}
