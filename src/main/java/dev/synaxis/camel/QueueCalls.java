package dev.synaxis.camel;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.Occupancy;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import dev.synaxis.routing.ProviderSelectionCriteria;
import dev.synaxis.routing.ProviderSelector;
import dev.synaxis.usage.Outcome;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call that nobody waits for at the end of a connection: the capability's own route, and its one answer as
 * a value. A spent quota is not passed over for it as it is for a waiting person: there is time.
 */
public final class QueueCalls {

    private final HttpReplies replies;
    private final Clock clock;
    private volatile @Nullable Way current;

    public QueueCalls(HttpReplies replies, Clock clock) {
        this.replies = replies;
        this.clock = clock;
    }

    /**
     * What one configuration has for such calls.
     *
     * @param routes    of the context whose routes are asked
     * @param deadline  of a call that names none
     * @param occupancy counts every call until it is answered
     */
    public record Way(
            ProducerTemplate routes,
            CapabilityCalls calls,
            ProviderSelector selector,
            Duration deadline,
            Occupancy occupancy) {}

    /** Sends every call from now on this way; to be called before the first question. */
    public void use(Way way) {
        current = way;
    }

    private Way way() {
        return Objects.requireNonNull(current, "no configuration is at work");
    }

    /** Asks, and gives the answer whatever comes of it; never throws for what the request or a provider did. */
    public QueueReply ask(QueueRequest request) {
        Way way = way();
        while (!way.occupancy().enter()) {
            // closed just now: its successor is there already
            Thread.onSpinWait();
            way = way();
        }
        try {
            return ask(request, way);
        } finally {
            way.occupancy().leave();
        }
    }

    private QueueReply ask(QueueRequest request, Way way) {
        long started = System.nanoTime();
        Exchange exchange = new DefaultExchange(way.routes().getCamelContext());
        CallContext call;
        try {
            call = new CallContext(request.caller(), read(request, way), null, started, left(request, way.deadline()));
        } catch (InvalidRequestException e) {
            exchange.getMessage().setHeader("x-request-id", request.caller().requestId());
            return refused(exchange, request, e);
        }
        call.patient = true;
        call.attachTo(exchange);
        way.routes().send("direct:" + request.capability().id(), exchange);
        Message message = exchange.getMessage();
        if (exchange.getException() != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException());
            exchange.setException(null);
            replies.error(exchange);
        } else if (!call.errorWritten) {
            replies.reply(exchange);
        }
        return reply(call, message);
    }

    /**
     * Reads the request without asking anybody.
     *
     * @throws InvalidRequestException where it is not one of its capability, or wants a stream
     */
    public CapabilityCall read(QueueRequest request) {
        return read(request, way());
    }

    private static CapabilityCall read(QueueRequest request, Way way) {
        CapabilityCall call = way.calls().read(request.capability(), request.contentType(), request.body());
        if (call.stream()) {
            throw new InvalidRequestException("stream", "a stream needs an HTTP client: leave stream out or send false");
        }
        return call;
    }

    /**
     * Whether a candidate can be asked now within its quota; also where none ever will be, so that the caller is told.
     *
     * @throws InvalidRequestException where it is not one of its capability
     */
    public boolean available(QueueRequest request) {
        return available(read(request).criteria(request.caller()));
    }

    /** The same as a question for again and again; always yes where the request is wrong, so that the caller is told. */
    public BooleanSupplier availability(QueueRequest request) {
        try {
            ProviderSelectionCriteria criteria = read(request).criteria(request.caller());
            way().selector().select(criteria);
            return () -> available(criteria);
        } catch (InvalidRequestException e) {
            return () -> true;
        }
    }

    private boolean available(ProviderSelectionCriteria criteria) {
        Plan plan = way().selector().select(criteria);
        for (Candidate candidate : plan.candidates()) {
            if (!candidate.ignoresQuota()) {
                return true;
            }
        }
        for (Plan.Skipped skipped : plan.skipped()) {
            switch (skipped.cause()) {
                case MODEL, CAPABILITY, ABILITY, CONTEXT_WINDOW -> {}
                case KEY_REFUSED, COOLDOWN, BREAKER_OPEN, QUOTA -> {
                    return false;
                }
            }
        }
        return true;
    }

    private Duration left(QueueRequest request, Duration deadline) {
        if (request.expires() == null) {
            return deadline;
        }
        Duration left = Duration.between(clock.instant(), request.expires());
        if (left.isNegative() || left.isZero()) {
            throw new InvalidRequestException(408, "the deadline had passed before a provider could be asked", "deadline",
                    "deadline_exceeded");
        }
        return left.compareTo(deadline) < 0 ? left : deadline;
    }

    private QueueReply refused(Exchange exchange, QueueRequest request, InvalidRequestException e) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
        replies.refuse(exchange, request.capability());
        Message message = exchange.getMessage();
        return new QueueReply(
                e.status(),
                Map.of("x-request-id", request.caller().requestId()),
                ChatCall.JSON,
                bytes(message),
                null,
                null,
                null,
                0,
                null,
                Units.NONE,
                Outcome.failed(FailureKind.INVALID_REQUEST).id(),
                false);
    }

    private QueueReply reply(CallContext call, Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel") && !name.equals(Exchange.CONTENT_TYPE)) {
                headers.put(name, text);
            }
        });
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE) instanceof Integer code ? code : 200;
        Candidate candidate = call.answered() && status == 200 ? call.current : null;
        boolean unavailable = status != 200 && temporary(call) && !available(call.work.criteria(call.caller));
        return new QueueReply(
                status,
                headers,
                message.getHeader(Exchange.CONTENT_TYPE) instanceof String type ? type : ChatCall.JSON,
                bytes(message),
                candidate == null ? null : candidate.provider().id(),
                candidate == null ? null : candidate.upstreamModel(),
                candidate == null ? null : candidate.tier(),
                call.calls,
                candidate == null ? null : call.usage,
                candidate == null ? Units.NONE : call.units,
                outcome(call, status),
                unavailable);
    }

    /** Whether what kept everybody from answering passes with time. */
    private static boolean temporary(CallContext call) {
        ProviderFailure failure = call.reported;
        if (failure == null) {
            Plan plan = call.plan;
            return plan != null && plan.modelKnown() && plan.unfit() == null;
        }
        return switch (failure.kind()) {
            case AUTHENTICATION, RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, TIMEOUT, NETWORK, MALFORMED_REPLY -> true;
            case INVALID_REQUEST, CONTEXT_LENGTH, UNSUPPORTED, MODEL_NOT_FOUND, CONTENT_FILTERED, CLIENT_CLOSED, INTERNAL_ERROR ->
                false;
        };
    }

    private static String outcome(CallContext call, int status) {
        if (status == 200) {
            return Outcome.OK.id();
        }
        return call.reported == null ? Outcome.NO_PROVIDER.id() : Outcome.failed(call.reported.kind()).id();
    }

    private static byte[] bytes(Message message) {
        return message.getBody() instanceof ByteBuffer body ? body.array() : new byte[0];
    }
}
