package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.AttributeKey;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One vendor call on the Vert.x client, while the call's own thread waits. Everything but {@link #look} and
 * {@link #stop} runs on one event loop: that of the client's connection, so that an answer changes threads as seldom as
 * it can.
 */
abstract class VendorSession implements Watchdog.Watch {

    /** Set on connections that have carried a request. */
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf("synaxis.used");


    /** How long the answer of a vendor that reads no further may be on its way. */
    private static final long ANSWER_MILLIS = 250;

    final CallContext call;
    final Context context;
    final Dialect dialect;
    final Timeouts timeouts;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final long startNanos = System.nanoTime();
    /** When the last piece of the request left: until then nobody waits for an answer. */
    volatile long sentNanos = startNanos;

    private final VendorClients http;
    /** Of the current request: whether its connection has carried others before. */
    private boolean reused;
    /** When it began to leave. */
    private long headNanos;
    private boolean sentAgain;
    private @Nullable HttpClientRequest upstream;
    private boolean answered;
    /** The answer has come to its end: its connection may be another call's already. */
    boolean upstreamEnded;
    boolean over;

    VendorSession(CallContext call, Context context, VendorClients http, Dialect dialect, Timeouts timeouts) {
        this.call = call;
        this.context = context;
        this.http = http;
        this.dialect = dialect;
        this.timeouts = timeouts;
    }

    /** Starts; the future ends when the call has, with a {@link ProviderException} where it failed. */
    final CompletableFuture<Void> run() {
        context.runOnContext(v -> own(this::start));
        return done;
    }

    /** A step that the provider has no part in: what goes wrong in it is the gateway's mistake. */
    private void own(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            over = true;
            upstreamReset();
            if (call.client != null) {
                call.client.onGone(null);
            }
            done.completeExceptionally(e);
        }
    }

    private void start() {
        if (call.client != null) {
            call.client.onGone(() -> context.runOnContext(v -> clientGone()));
        }
        if (!over) {
            connect(http.kept());
        }
    }

    private void connect(HttpClient client) {
        client.request(VendorTarget.post(call.wireRequest().url())
                        .setConnectTimeout(timeouts.connect().toMillis()))
                .onComplete(connected -> {
                    if (connected.failed()) {
                        fail(connectFailure(connected.cause()));
                    } else if (over) {
                        connected.result().reset();
                    } else {
                        own(() -> send(connected.result()));
                    }
                });
    }

    private void send(HttpClientRequest request) {
        upstream = request;
        reused = channel(request).attr(USED).getAndSet(Boolean.TRUE) != null;
        headNanos = System.nanoTime();
        request.putHeader("user-agent", VendorRelay.USER_AGENT);
        if (call.streamed()) {
            request.putHeader("accept", "text/event-stream");
        }
        VendorCall.headers(call).forEach(request::putHeader);
        request.exceptionHandler(e -> unlessAnswered(request, e));
        request.response().onComplete(answered -> {
            if (answered.failed()) {
                unlessAnswered(request, answered.cause());
            } else if (!over) {
                this.answered = true;
                if (call.wireRequest().content() instanceof WireBody.Streamed) {
                    closesOnWriteErrors(request, true);
                }
                HttpClientResponse reply = answered.result();
                reply.exceptionHandler(e -> fail(network(e)));
                if (reply.statusCode() < 200) {
                    fail(interim(reply.statusCode()));
                } else {
                    receive(reply);
                }
            }
        });
        switch (call.wireRequest().content()) {
            case WireBody.Bytes body -> request.end(Buffer.buffer(body.bytes()));
            case WireBody.Streamed body -> {
                closesOnWriteErrors(request, false);
                BodyPump.start(
                        request, body, () -> sentNanos = System.nanoTime(), e -> context.runOnContext(v -> notSent(request, e)));
            }
        }
    }

    /** A vendor may answer and hang up before it has the whole body: what it said must not be thrown away with the rest. */
    private static void closesOnWriteErrors(HttpClientRequest request, boolean closes) {
        channel(request).config().setAutoClose(closes);
    }

    private static Channel channel(HttpClientRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    private void notSent(HttpClientRequest request, Throwable cause) {
        context.owner().setTimer(ANSWER_MILLIS, timer -> unlessAnswered(request, cause));
    }

    private void unlessAnswered(HttpClientRequest request, Throwable cause) {
        if (answered || over || request != upstream) {
            return;
        }
        if (stale(cause)) {
            sentAgain = true;
            upstream = null;
            own(() -> connect(http.fresh()));
        } else {
            fail(network(cause));
        }
    }

    /** Whether the vendor had closed the kept connection before the request came: then it knows nothing of the request. */
    private boolean stale(Throwable cause) {
        long now = System.nanoTime();
        return reused
                && !sentAgain
                && (cause instanceof IOException || cause instanceof HttpClosedException)
                && (now - headNanos < EarlyAnswers.STALE_NANOS || now - sentNanos < EarlyAnswers.STALE_NANOS);
    }

    /** The head of the answer has come. */
    abstract void receive(HttpClientResponse reply);

    /** Ends the call, unless it is over. */
    abstract void fail(ProviderException failure);

    final void upstreamReset() {
        if (upstream != null && !upstreamEnded) {
            upstream.reset();
        }
    }

    final void close(@Nullable ProviderException failure) {
        if (call.client != null) {
            call.client.onGone(null);
        }
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    final void late(String message) {
        context.runOnContext(v -> fail(new ProviderException(FailureKind.TIMEOUT, message)));
    }

    private void clientGone() {
        fail(new ProviderException(FailureKind.CLIENT_CLOSED, "the client closed the connection"));
    }

    /** Vert.x's own word for a connection that was not there in time, and that of Netty below it. */
    private static ProviderException connectFailure(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof ConnectTimeoutException
                ? new ProviderException(FailureKind.TIMEOUT, "no connection to the provider in time")
                : network(cause);
    }

    /** One that Vert.x does not pass over; what follows it on its connection would be taken for the next call's answer. */
    private static ProviderException interim(int status) {
        return new ProviderException(ProviderFailure.of(
                FailureKind.MALFORMED_REPLY, status, "the provider answered with HTTP status " + status));
    }

    private static ProviderException network(Throwable cause) {
        return new ProviderException(
                FailureKind.NETWORK, "connection to the provider failed: " + VendorHttpClient.reason(cause));
    }
}
