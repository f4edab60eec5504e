package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;

/**
 * The step of a vendor route that asks the vendor: takes a whole answer, or relays a stream to the client. The call's
 * own thread waits; the work is done on the event loop of the client's connection, so that what has arrived leaves
 * without changing threads.
 */
public final class VendorRelay implements AutoCloseable {

    static final String USER_AGENT = "synaxis";

    private final VendorClients http;
    private final VertxInternal vertx;
    private final VendorCall vendorCall;
    private final Dialects dialects;
    private final Watchdog watchdog;
    private final Breakers breakers;
    private final UsageMeter meter;
    private final Duration heartbeat;

    public VendorRelay(
            Vertx vertx,
            VendorCall vendorCall,
            Dialects dialects,
            Watchdog watchdog,
            Breakers breakers,
            UsageMeter meter,
            Duration heartbeat) {
        this.vertx = (VertxInternal) vertx;
        this.vendorCall = vendorCall;
        this.http = new VendorClients(vertx);
        this.dialects = dialects;
        this.watchdog = watchdog;
        this.breakers = breakers;
        this.meter = meter;
        this.heartbeat = heartbeat;
    }

    /**
     * Asks the vendor and waits until the call is over.
     *
     * @throws ProviderException where it failed; a stream before or after its first event reached the client
     */
    public void relay(Exchange exchange) throws InterruptedException {
        CallContext call = CallContext.of(exchange);
        Dialect dialect = dialects.of(call.candidate());
        Timeouts timeouts = AttemptTimes.of(call);
        if (call.streamed()) {
            stream(call, dialect, timeouts);
            return;
        }
        WholeSession session = new WholeSession(call, context(call), http, dialect, timeouts);
        await(session);
        vendorCall.take(call, dialect, session.answer());
    }

    private void stream(CallContext call, Dialect dialect, Timeouts timeouts) throws InterruptedException {
        if (call.client == null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "a stream needs a client that reads it");
        }
        await(new StreamSession(call, call.client, http, dialect, timeouts, heartbeat, breakers, meter, vendorCall));
    }

    /** The event loop of the client's connection; any for a call that did not come over HTTP. */
    private Context context(CallContext call) {
        return call.client == null ? vertx.createEventLoopContext() : call.client.context();
    }

    private void await(VendorSession session) throws InterruptedException {
        watchdog.add(session);
        try {
            session.run().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException failure) {
                throw failure;
            }
            throw new IllegalStateException("vendor call failed", e.getCause());
        } finally {
            watchdog.remove(session);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
