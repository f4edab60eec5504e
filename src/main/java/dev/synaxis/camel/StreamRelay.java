package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;

/**
 * The step of a vendor route that relays a stream to the client. The call's own thread waits; the work is done on the
 * event loop of the client's connection, so that what has arrived leaves without changing threads.
 */
public final class StreamRelay implements AutoCloseable {

    static final String USER_AGENT = "synaxis";
    private static final int MAX_CONNECTIONS = 50_000;

    private final HttpClient http;
    private final Dialects dialects;
    private final Watchdog watchdog;
    private final UsageMeter meter;
    private final Clock clock;
    private final Duration heartbeat;

    public StreamRelay(Vertx vertx, Dialects dialects, Watchdog watchdog, UsageMeter meter, Clock clock, Duration heartbeat) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(60)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(32 * 1024),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        this.dialects = dialects;
        this.watchdog = watchdog;
        this.meter = meter;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** @throws ProviderException where the stream failed, before or after its first event reached the client */
    public void relay(Exchange exchange) throws InterruptedException {
        CallContext call = CallContext.of(exchange);
        if (call.client == null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "a stream needs a client that reads it");
        }
        Timeouts timeouts = AttemptTimes.of(call);
        StreamSession session = new StreamSession(
                call, call.client, http, dialects.of(call.candidate()), timeouts, heartbeat, meter, clock);
        watchdog.add(session);
        try {
            session.run().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException failure) {
                throw failure;
            }
            throw new IllegalStateException("stream relay failed", e.getCause());
        } finally {
            watchdog.remove(session);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
