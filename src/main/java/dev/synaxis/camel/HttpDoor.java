package dev.synaxis.camel;

import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.inbound.HttpClientEnd;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/** The first step of an HTTP call: who asks, what for, and the {@link CallContext} that the call lives in. */
public final class HttpDoor {

    private final Vertx vertx;
    private final MediaFetcher media;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration deadline;

    public HttpDoor(Vertx vertx, MediaFetcher media, Clock clock, RandomGenerator random, Duration deadline) {
        this.vertx = vertx;
        this.media = media;
        this.clock = clock;
        this.random = random;
        this.deadline = deadline;
    }

    /** @throws InvalidRequestException where the request is not a chat completion */
    public void admitChat(Exchange exchange) {
        long now = System.nanoTime();
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        CallerHeaders caller = caller(message, exchange);
        byte[] body = body(message, "application/json");
        CapabilityCall work = new ChatCall(OpenAiChatRequest.read(body), media, clock);
        admit(exchange, message, caller, work, now);
    }

    private void admit(Exchange exchange, HttpMessage message, CallerHeaders caller, CapabilityCall work, long now) {
        HttpClientEnd client = new HttpClientEnd(message.getRequest(), vertx.getOrCreateContext());
        new CallContext(caller, work, client, now, deadline).attachTo(exchange);
        message.setBody(null);
    }

    /** The caller's headers; the request id is kept for the answer even where the rest is wrong. */
    private CallerHeaders caller(HttpMessage message, Exchange exchange) {
        MultiMap headers = message.getRequest().headers();
        String id = CallerHeaders.requestId(headers.get(CallerHeaders.REQUEST_ID), random);
        message.setHeader(CallerHeaders.REQUEST_ID, id);
        return CallerHeaders.read(
                name -> name.equals(CallerHeaders.REQUEST_ID) ? id : headers.get(name), random);
    }

    private static byte[] body(HttpMessage message, String wanted) {
        String type = message.getRequest().getHeader("content-type");
        if (type != null && !isType(type, wanted)) {
            throw new InvalidRequestException(
                    415, "the content type must be " + wanted, "content-type", "unsupported_media_type");
        }
        @Nullable Object body = message.getBody();
        return body instanceof Buffer buffer ? buffer.getBytes() : new byte[0];
    }

    private static boolean isType(String sent, String wanted) {
        int end = sent.indexOf(';');
        return (end < 0 ? sent : sent.substring(0, end)).strip().equalsIgnoreCase(wanted);
    }
}
