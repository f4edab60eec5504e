package dev.synaxis.inbound;

import dev.synaxis.usage.Refusal;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * What every HTTP request passes before its route: the request id, which every answer carries, the door that closes
 * when the gateway stops, and the caller's key. The body has not been read yet.
 */
public final class HttpFront implements Handler<RoutingContext> {

    /** Key of the moment, in the routing context, at which the request came: {@link System#nanoTime}. */
    static final String STARTED = "synaxis.started";

    /** Paths for which no key is asked, to the letter: routes match what is left of a path without its dots. */
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

    private final Callers callers;
    private final HttpErrors errors;
    private final UsageMeter meter;
    private final RandomGenerator random;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean stopping;

    public HttpFront(Callers callers, HttpErrors errors, UsageMeter meter, RandomGenerator random) {
        this.callers = callers;
        this.errors = errors;
        this.meter = meter;
        this.random = random;
    }

    @Override
    public void handle(RoutingContext ctx) {
        ctx.put(STARTED, System.nanoTime());
        ctx.response()
                .putHeader(
                        CallerHeaders.REQUEST_ID,
                        CallerHeaders.requestId(ctx.request().getHeader(CallerHeaders.REQUEST_ID), random));
        if (OPEN.contains(ctx.request().path())) {
            letIn(ctx);
            return;
        }
        // counted before it is let in: who sees no call in flight after stop() has nobody coming
        inFlight.incrementAndGet();
        meter.requestStarted();
        ctx.addEndHandler(v -> {
            inFlight.decrementAndGet();
            meter.requestEnded();
        });
        if (stopping) {
            ctx.response().putHeader("retry-after", "1");
            errors.writeAndClose(ctx, 503, "the gateway is stopping", "server_error", Refusal.STOPPING);
            return;
        }
        if (!callers.known(ctx.request().headers())) {
            ctx.response().putHeader("www-authenticate", "Bearer");
            errors.write(
                    ctx,
                    401,
                    "missing or unknown API key: send it as 'Authorization: Bearer KEY' or as 'x-api-key: KEY'",
                    "authentication_error",
                    Refusal.INVALID_API_KEY);
            return;
        }
        letIn(ctx);
    }

    /** Only now is a client that waits for leave to send its body given it. */
    private void letIn(RoutingContext ctx) {
        String expected = ctx.request().getHeader(HttpHeaders.EXPECT);
        if ("100-continue".equalsIgnoreCase(expected)) {
            ctx.response().writeContinue();
        } else if (expected != null) {
            errors.writeAndClose(
                    ctx, 417, "the only expectation that is met is 100-continue", "invalid_request_error", Refusal.BAD_REQUEST);
            return;
        }
        ctx.next();
    }

    /** From now on new calls are told 503. */
    public void stop() {
        stopping = true;
    }

    public boolean stopping() {
        return stopping;
    }

    /** Calls that have not been answered to the end. */
    public int inFlight() {
        return inFlight.get();
    }
}
