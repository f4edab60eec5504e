package dev.synaxis.camel;

import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One vendor call on the Vert.x client, while the call's own thread waits. Everything but {@link #look} and
 * {@link #stop} runs on one event loop: that of the client's connection, so that an answer changes threads as seldom as
 * it can.
 */
abstract class VendorSession implements Watchdog.Watch {

    final CallContext call;
    final Context context;
    final Dialect dialect;
    final Timeouts timeouts;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final long startNanos = System.nanoTime();

    private final HttpClient http;
    private @Nullable HttpClientRequest upstream;
    boolean over;

    VendorSession(CallContext call, Context context, HttpClient http, Dialect dialect, Timeouts timeouts) {
        this.call = call;
        this.context = context;
        this.http = http;
        this.dialect = dialect;
        this.timeouts = timeouts;
    }

    /** Starts; the future ends when the call has, with a {@link ProviderException} where it failed. */
    final CompletableFuture<Void> run() {
        context.runOnContext(v -> start());
        return done;
    }

    private void start() {
        if (call.client != null) {
            call.client.onGone(() -> context.runOnContext(v -> clientGone()));
        }
        if (over) {
            return;
        }
        http.request(VendorTarget.post(call.wireRequest().url())
                        .setConnectTimeout(timeouts.connect().toMillis()))
                .onComplete(connected -> {
                    if (connected.failed()) {
                        fail(connectFailure(connected.cause()));
                    } else if (over) {
                        connected.result().reset();
                    } else {
                        send(connected.result());
                    }
                });
    }

    private void send(HttpClientRequest request) {
        upstream = request;
        request.putHeader("user-agent", VendorRelay.USER_AGENT);
        if (call.streamed()) {
            request.putHeader("accept", "text/event-stream");
        }
        VendorCall.headers(call).forEach(request::putHeader);
        request.exceptionHandler(e -> fail(network(e)));
        request.response().onComplete(answered -> {
            if (answered.failed()) {
                fail(network(answered.cause()));
            } else if (!over) {
                HttpClientResponse reply = answered.result();
                reply.exceptionHandler(e -> fail(network(e)));
                receive(reply);
            }
        });
        switch (call.wireRequest().content()) {
            case WireBody.Bytes body -> request.end(Buffer.buffer(body.bytes()));
            case WireBody.Streamed body ->
                BodyPump.start(request, body, e -> context.runOnContext(v -> fail(network(e))));
        }
    }

    /** The head of the answer has come. */
    abstract void receive(HttpClientResponse reply);

    /** Ends the call, unless it is over. */
    abstract void fail(ProviderException failure);

    final void upstreamReset() {
        if (upstream != null) {
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

    private static ProviderException connectFailure(Throwable cause) {
        return cause instanceof java.net.ConnectException && String.valueOf(cause.getMessage()).contains("timed out")
                ? new ProviderException(FailureKind.TIMEOUT, "no connection to the provider in time")
                : network(cause);
    }

    private static ProviderException network(Throwable cause) {
        return new ProviderException(
                FailureKind.NETWORK, "connection to the provider failed: " + VendorHttpClient.reason(cause));
    }
}
