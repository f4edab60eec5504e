package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.Timeouts;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The translating steps of a vendor route: the candidate's request onto the wire, and its whole answer off it. */
public final class VendorCall {

    /** Most bytes of a whole answer, however it comes. */
    static final int MAX_BODY = 256 * 1024 * 1024;

    private static final int TOO_LARGE = 413;

    private static final Logger LOG = LoggerFactory.getLogger(VendorCall.class);

    private final Dialects dialects;
    private final Watchdog watchdog;
    private final Clock clock;
    private final Credentials credentials;
    private final LimitListener limits;

    public VendorCall(
            Dialects dialects, Watchdog watchdog, Clock clock, Credentials credentials, LimitListener limits) {
        this.limits = limits;
        this.dialects = dialects;
        this.watchdog = watchdog;
        this.clock = clock;
        this.credentials = credentials;
    }

    /** Puts the candidate's request into the message: body, headers, credentials; the URL goes to the http step. */
    public void toWire(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Dialect dialect = dialects.of(call.candidate());
        call.background = null;
        WireRequest wire;
        try {
            wire = AzurePath.of(call.candidate(), call.work.toWire(call.candidate(), dialect));
        } catch (InvalidRequestException e) {
            throw unsupported(e);
        }
        call.wire = wire;
        call.warnings = wire.warnings();
        call.background = Background.of(dialect.background(Dialects.upstream(call.candidate())));
        call.credentials = credentials.of(
                call.candidate().provider(), call.providerKey(), dialect, "POST", wire.url(), wire.content());
        if (relayed(call)) {
            return;
        }
        Message message = exchange.getMessage();
        message.setBody(entity(wire));
        Map<String, Object> headers = message.getHeaders();
        headers.clear();
        headers.putAll(headers(call));
        headers.put(HttpConstants.HTTP_URI, wire.url());
        begin(call);
    }

    /** What this candidate cannot be sent, another one may take: the field is named, and the breaker does not count it. */
    static ProviderException unsupported(InvalidRequestException e) {
        return new ProviderException(new ProviderFailure(
                FailureKind.UNSUPPORTED, 0, String.valueOf(e.getMessage()), null, e.code(), e.param(), null));
    }

    private HttpEntity entity(WireRequest wire) {
        return switch (wire.content()) {
            case WireBody.Bytes body -> new ByteArrayEntity(body.bytes(), contentType(wire));
            case WireBody.Streamed body -> new StreamedEntity(body, contentType(wire), () -> {
                Watchdog.BlockingWatch watch = watchdog.current();
                if (watch != null) {
                    watch.sending();
                }
            });
        };
    }

    private static ContentType contentType(WireRequest wire) {
        String type = wire.headers().get("content-type");
        return type == null || type.equals("application/json")
                ? ContentType.APPLICATION_JSON
                : ContentType.parse(type);
    }

    private void begin(CallContext call) {
        Timeouts timeouts = AttemptTimes.of(call);
        Watchdog.BlockingWatch watch =
                watchdog.begin(timeouts.firstByte(), timeouts.idle(), timeouts.total());
        if (call.client != null) {
            call.client.onGone(watch::clientGone);
        }
    }

    /** Ends the watch over the blocking call of this thread. */
    void end(CallContext call) {
        if (call.client != null && !relayed(call)) {
            call.client.onGone(null);
        }
        watchdog.end();
    }

    /** Whether the {@link VendorRelay} asks the vendor, or the http step. */
    public boolean isRelayed(Exchange exchange) {
        return relayed(CallContext.of(exchange));
    }

    private static boolean relayed(CallContext call) {
        return call.background == null && (call.streamed() || switch (call.work.capability()) {
            case CHAT, EMBEDDING -> true;
            case IMAGE_GENERATION, IMAGE_EDIT, TRANSCRIPTION, SPEECH -> false;
        });
    }

    /**
     * Reads the vendor's whole answer and makes the client's of it.
     *
     * @throws ProviderException what the vendor's answer means, where it is not one
     */
    public void fromWire(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Dialect dialect = dialects.of(call.candidate());
        WireReply reply = read(exchange.getMessage());
        end(call);
        take(call, dialect, reply);
    }

    /**
     * Makes the client's answer of the vendor's.
     *
     * @throws ProviderException what the vendor's answer means, where it is not one
     */
    void take(CallContext call, Dialect dialect, WireReply reply) {
        heard(call, dialect, reply.headers().entrySet());
        try {
            if (reply.status() < 200 || reply.status() >= 300) {
                throw failure(call, dialect, reply);
            }
            call.take(call.work.fromWire(call.candidate(), dialect, reply));
        } catch (ProviderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(call, e, "the provider's answer cannot be read");
        }
    }

    /** An answer that a translator stumbles over: what no vendor should send, or a mistake that the log must tell of. */
    static ProviderException unreadable(CallContext call, RuntimeException cause, String told) {
        LOG.atError().addKeyValue("requestId", call.caller.requestId()).setCause(cause).log("A translator failed");
        return new ProviderException(FailureKind.MALFORMED_REPLY, told);
    }

    /** The whole answer that the http step left in the message. */
    WireReply read(Message message) {
        byte[] body;
        try {
            Watchdog.BlockingWatch watch = watchdog.current();
            if (watch != null) {
                watch.progress();
            }
            body = message.getBody() instanceof InputStream in ? readAll(in, watch) : new byte[0];
        } catch (IOException e) {
            throw VendorHttpClient.failure(e, watchdog);
        }
        Map<String, String> headers = new HashMap<>();
        int status = 0;
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (header.getKey().equals(HttpConstants.HTTP_RESPONSE_CODE)) {
                status = (Integer) header.getValue();
            } else if (header.getValue() instanceof String value) {
                headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), value);
            }
        }
        return new WireReply(status, headers, body);
    }

    private static byte[] readAll(InputStream in, Watchdog.BlockingWatch watch) throws IOException {
        try (in) {
            byte[] piece = new byte[8192];
            int n = in.read(piece);
            ByteArrayOutputStream whole = new ByteArrayOutputStream(Math.max(n, 32));
            while (n >= 0) {
                whole.write(piece, 0, n);
                if (watch != null) {
                    watch.progress();
                }
                if (whole.size() > MAX_BODY) {
                    throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is too large");
                }
                n = in.read(piece);
            }
            return whole.toByteArray();
        }
    }

    /** The headers of a vendor call: the vendor's own, the configured ones and the credentials; nothing of the client's. */
    static Map<String, String> headers(CallContext call) {
        ProviderConfig provider = call.candidate().provider();
        Map<String, String> headers = new LinkedHashMap<>(call.wireRequest().headers());
        headers.putAll(provider.headers());
        headers.putAll(call.credentials);
        return headers;
    }

    static WireReply reply(int status, Iterable<Map.Entry<String, String>> headers, byte[] body) {
        Map<String, String> byName = new HashMap<>();
        headers.forEach(h -> byName.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return new WireReply(status, byName, body);
    }

    /** The head of a vendor's answer has come. */
    void heard(CallContext call, Dialect dialect, Iterable<Map.Entry<String, String>> headers) {
        limits.heard(call, dialect, headers);
    }

    /**
     * The failure that a vendor's answer to this call means, having heard what it says of the vendor's limits. A file that
     * is too large for one vendor may suit the next.
     */
    ProviderException failure(CallContext call, Dialect dialect, WireReply reply) {
        limits.heard(call, dialect, reply);
        ProviderException exception = failure(dialect, reply, clock.instant());
        ProviderFailure failure = exception.failure();
        String upload = upload(call);
        return upload == null || failure.kind() != FailureKind.INVALID_REQUEST || failure.status() != TOO_LARGE
                ? exception
                : new ProviderException(new ProviderFailure(
                        FailureKind.UNSUPPORTED, TOO_LARGE, failure.message(), failure.type(), failure.code(), upload, null));
    }

    /** The part of the client's form that holds files; null where it has none. */
    private static @Nullable String upload(CallContext call) {
        return switch (call.work.capability()) {
            case TRANSCRIPTION -> "file";
            case IMAGE_EDIT -> "image";
            case CHAT, EMBEDDING, IMAGE_GENERATION, SPEECH -> null;
        };
    }

    /** The failure that a vendor's answer means, with the Retry-After of its headers. */
    private static ProviderException failure(Dialect dialect, WireReply reply, Instant now) {
        if (reply.status() < 400) {
            return new ProviderException(ProviderFailure.of(
                    FailureKind.MALFORMED_REPLY,
                    reply.status(),
                    "the provider answered with HTTP status " + reply.status()
                            + "; redirects are not followed: check its base-url"));
        }
        ProviderFailure failure = Disclosure.unlessPage(dialect.failure(reply), reply);
        if (failure.retryAfter() == null) {
            Duration wait = Failures.retryAfter(reply.headers(), now);
            if (wait != null) {
                failure = failure.withRetryAfter(wait);
            }
        }
        return new ProviderException(failure);
    }
}
