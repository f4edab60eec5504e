package dev.synaxis.camel;

import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.inbound.HttpClientEnd;
import dev.synaxis.usage.UsageMeter;
import dev.synaxis.wire.SseWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;

/**
 * The steps of a vendor route whose vendor makes its answers in the background: the route asks, looks again and again with
 * pauses between, within the time of one attempt, and delivers. Where the attempt ends before the answer is there, because
 * the client has left or the time is up, the vendor is told to stop.
 */
public final class BackgroundCalls implements AutoCloseable {

    private final VendorCall vendorCall;
    private final Dialects dialects;
    private final Credentials credentials;
    private final Watchdog watchdog;
    private final Breakers breakers;
    private final UsageMeter meter;
    private final Failover.Waiting waiting;
    private final Cancellations cancellations;

    public BackgroundCalls(
            VendorCall vendorCall,
            Dialects dialects,
            Credentials credentials,
            Watchdog watchdog,
            Breakers breakers,
            UsageMeter meter,
            Failover.Waiting waiting) {
        this.vendorCall = vendorCall;
        this.dialects = dialects;
        this.credentials = credentials;
        this.watchdog = watchdog;
        this.breakers = breakers;
        this.meter = meter;
        this.waiting = waiting;
        this.cancellations = new Cancellations(dialects, credentials);
    }

    /**
     * Takes the vendor's word on the request.
     *
     * @throws ProviderException where the vendor refused it
     */
    public void asked(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        WireReply reply = vendorCall.read(exchange.getMessage());
        if (!ok(reply)) {
            throw vendorCall.failure(call, dialects.of(call.candidate()), reply);
        }
        background(call).take(reply);
    }

    /** Whether the answer is not there yet. */
    public boolean isUnderWay(Exchange exchange) {
        return switch (background(CallContext.of(exchange)).step()) {
            case BackgroundAnswer.Look _ -> true;
            case BackgroundAnswer.Ready _ -> false;
        };
    }

    /**
     * Waits, then makes the message the next look.
     *
     * @throws ProviderException TIMEOUT or CLIENT_CLOSED where the attempt is over
     */
    public void look(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        if (!(background(call).step() instanceof BackgroundAnswer.Look(String url, String json, Duration pause))) {
            throw new IllegalStateException("the answer is there");
        }
        pause(pause);
        Message message = exchange.getMessage();
        byte[] question = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        message.setBody(question);
        Map<String, Object> headers = message.getHeaders();
        headers.clear();
        Dialect dialect = dialects.of(call.candidate());
        if (question == null) {
            headers.putAll(credentials.withHeaders(
                    call.candidate().provider(), call.providerKey(), dialect, "GET", url));
        } else {
            headers.putAll(WireRequest.JSON);
            headers.putAll(credentials.withHeaders(
                    call.candidate().provider(), call.providerKey(), dialect, "POST", url, new WireBody.Bytes(question)));
        }
        headers.put(HttpConstants.HTTP_URI, url);
    }

    private void pause(Duration time) {
        try {
            waiting.pause(time);
        } catch (InterruptedException e) {
            Watchdog.BlockingWatch watch = watchdog.current();
            ProviderException verdict = watch == null ? null : watch.verdict();
            Thread.currentThread().interrupt();
            throw verdict == null
                    ? new ProviderException(FailureKind.CLIENT_CLOSED, "the call was broken off")
                    : verdict;
        }
    }

    /**
     * Takes the answer to a look. One that fails for the moment is made again.
     *
     * @throws ProviderException where the vendor gave the answer up, or looks fail again and again
     */
    public void seen(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Background background = background(call);
        WireReply reply = vendorCall.read(exchange.getMessage());
        if (ok(reply)) {
            background.take(reply);
            return;
        }
        ProviderException failure = vendorCall.failure(call, dialects.of(call.candidate()), reply);
        boolean passing = switch (failure.failure().kind()) {
            case RATE_LIMITED, OVERLOADED -> background.again(failure.failure().retryAfter());
            case INVALID_REQUEST, CONTEXT_LENGTH, UNSUPPORTED, AUTHENTICATION, MODEL_NOT_FOUND, QUOTA_EXHAUSTED, TIMEOUT,
                    NETWORK, MALFORMED_REPLY, CONTENT_FILTERED, CLIENT_CLOSED, INTERNAL_ERROR -> false;
        };
        if (!passing) {
            throw failure;
        }
    }

    /**
     * Makes the client's answer of the vendor's, as a stream where the client wants one.
     *
     * @throws ProviderException what the vendor's answer means, where it is not one
     */
    public void deliver(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        if (!(background(call).step() instanceof BackgroundAnswer.Ready(WireReply reply))) {
            throw new IllegalStateException("the answer is not there");
        }
        vendorCall.end(call);
        Dialect dialect = dialects.of(call.candidate());
        if (call.streamed()) {
            stream(call, dialect, reply);
        } else {
            vendorCall.take(call, dialect, reply);
        }
        call.background = null;
    }

    private void stream(CallContext call, Dialect dialect, WireReply reply) {
        HttpClientEnd client = call.client;
        if (client == null) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "a stream needs a client that reads it");
        }
        StreamTranslation translation = call.work.openStream(call.candidate(), dialect);
        SseWriter out = new SseWriter();
        translation.whole(reply, out);
        call.committed = true;
        call.streamEnded = true;
        call.firstTokenNanos = System.nanoTime();
        call.usage = translation.usage();
        call.units = translation.units();
        call.deliveredTokens = translation.deliveredTokens();
        breakers.streamBegan(call);
        meter.streamStarted();
        HttpReplies.openStream(call, client.response(), translation.form());
        client.response().end(Buffer.buffer(out.take()));
        meter.streamEnded();
    }

    /** Tells the vendor to stop what it makes for nobody; what comes of that changes nothing for the call. */
    public void cancel(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        BackgroundAnswer.Cancel cancel = call.background == null ? null : call.background.cancel();
        call.background = null;
        if (cancel != null) {
            cancellations.send(call, cancel);
        }
    }

    private static boolean ok(WireReply reply) {
        return reply.status() >= 200 && reply.status() < 300;
    }

    private static Background background(CallContext call) {
        Background background = call.background;
        if (background == null) {
            throw new IllegalStateException("this vendor answers at once");
        }
        return background;
    }

    @Override
    public void close() {
        cancellations.close();
    }
}
