package dev.synaxis.camel;

import dev.synaxis.dialect.openai.OpenAiErrors;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.NoAvailableProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.inbound.AccessLog;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Plan;
import dev.synaxis.usage.Outcome;
import dev.synaxis.usage.Refusal;
import dev.synaxis.usage.UsageMeter;
import dev.synaxis.wire.SseWriter;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of an HTTP call: exactly one answer, in OpenAI's form, whatever happened. Bodies are ByteBuffers, which
 * platform-http sends with their length and without a type conversion.
 */
public final class HttpReplies {

    private static final Logger LOG = LoggerFactory.getLogger(HttpReplies.class);
    private static final String JSON = "application/json";
    /** What the routes of the front door are called, before the id of their capability. */
    private static final String ROUTE = "http-";

    private final UsageMeter meter;

    public HttpReplies(UsageMeter meter) {
        this.meter = meter;
    }

    /** Writes the answer of a call that went through its capability's route. */
    public void reply(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        if (call.client != null && (call.committed || call.clientGone())) {
            // Camel leaves an ended response alone
            call.client.finish();
            message.setBody(null);
            return;
        }
        ReplyHeaders.write(call, message::setHeader);
        CapabilityCall.Reply reply = call.reply;
        if (reply != null) {
            message.setHeader(Exchange.CONTENT_TYPE, reply.contentType());
            message.setBody(ByteBuffer.wrap(reply.body()));
        } else if (call.reported != null) {
            failed(message, call, call.reported);
        } else {
            unavailable(message, call, call.plan);
        }
    }

    /** Writes the answer to a call that ended in an exception: the client's mistake, or ours. */
    public void error(Exchange exchange) {
        CallContext call = CallContext.orNull(exchange);
        refuse(exchange, call == null ? capability(exchange.getFromRouteId()) : call.work.capability());
    }

    /**
     * The same where no route tells what the call was for.
     *
     * @param capability null where it had not come to one
     */
    void refuse(Exchange exchange, @Nullable ProviderCapability capability) {
        CallContext call = CallContext.orNull(exchange);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Message message = exchange.getMessage();
        String requestId = requestId(call, message);
        if (call != null) {
            call.errorWritten = true;
        }
        message.removeHeaders("*");
        switch (cause) {
            case InvalidRequestException e ->
                write(message, e.status(), OpenAiErrors.body(
                        String.valueOf(e.getMessage()), "invalid_request_error", e.param(), e.code(), List.of()));
            case NoAvailableProviderException e -> noProvider(message, e);
            case null, default -> {
                LOG.atError().addKeyValue("requestId", requestId).setCause(cause).log("A call failed inside the gateway");
                write(message, 500, OpenAiErrors.body(
                        "the gateway failed to handle this request; its log says why, under the request id",
                        "server_error", null, "internal_error", List.of()));
            }
        }
        if (call == null || !call.settled) {
            Outcome outcome = switch (cause) {
                case InvalidRequestException e -> Outcome.failed(FailureKind.INVALID_REQUEST);
                case NoAvailableProviderException e -> Outcome.NO_PROVIDER;
                case null, default -> Outcome.refused(Refusal.INTERNAL_ERROR);
            };
            meter.refused(capability, outcome);
            int status = (Integer) message.getHeader(Exchange.HTTP_RESPONSE_CODE);
            AccessLog.refused(requestId, outcome.id(), status, exchange.getClock().elapsed());
        }
    }

    private static @Nullable ProviderCapability capability(@Nullable String route) {
        for (ProviderCapability capability : ProviderCapability.values()) {
            if ((ROUTE + capability.id()).equals(route)) {
                return capability;
            }
        }
        return null;
    }

    private static @Nullable String requestId(@Nullable CallContext call, Message message) {
        if (call != null) {
            return call.caller.requestId();
        }
        return message instanceof HttpMessage http
                ? http.getResponse().headers().get(CallerHeaders.REQUEST_ID)
                : null;
    }

    private static void failed(Message message, CallContext call, ProviderFailure failure) {
        boolean vendors = failure.kind() == FailureKind.INVALID_REQUEST;
        // a filter's refusal that its capability has no answer for
        boolean filtered = failure.kind() == FailureKind.CONTENT_FILTERED;
        int status = ReplyStatus.of(call);
        Duration wait = failure.kind() == FailureKind.RATE_LIMITED && failure.retryAfter() == null
                ? call.candidate().provider().resilience().cooldown().rateLimited()
                : failure.retryAfter();
        if (wait != null && (status == 429 || status == 503)) {
            retryAfter(message, wait);
        }
        String type = filtered ? FailureKind.INVALID_REQUEST.type() : failure.kind().type();
        write(message, status, OpenAiErrors.body(
                failure.message(),
                vendors && failure.type() != null ? failure.type() : type,
                failure.param(),
                vendors ? failure.code() : failure.kind().code(),
                call.attempts));
    }

    private static void unavailable(Message message, CallContext call, @Nullable Plan plan) {
        FailureKind unfit = plan == null ? null : plan.unfit();
        if (unfit != null) {
            boolean incapable = plan.incapable();
            String what = incapable
                    ? "the model is there, but no configured provider offers " + call.work.capability().id() + " with it"
                    : "no configured provider can take this request";
            String param = incapable ? "model" : unfit == FailureKind.CONTEXT_LENGTH ? "messages" : null;
            write(message, unfit.clientStatus(), OpenAiErrors.body(
                    what + reasons(plan), unfit.type(), param, unfit.code(), List.of()));
            return;
        }
        if (plan != null && !plan.modelKnown()) {
            write(message, 404, OpenAiErrors.body(
                    "no configured provider knows the model; GET /v1/models lists those that are there,"
                            + " and provider/model names one that is not listed",
                    "invalid_request_error", "model", "model_not_found", List.of()));
            return;
        }
        noProvider(message, new NoAvailableProviderException(
                "no provider can take this request now" + reasons(plan),
                plan == null || plan.retryAfter() == null ? call.backIn : plan.retryAfter()));
    }

    private static String reasons(@Nullable Plan plan) {
        if (plan == null || plan.skipped().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(": ");
        int shown = Math.min(5, plan.skipped().size());
        for (Plan.Skipped skipped : plan.skipped().subList(0, shown)) {
            text.append(text.length() > 2 ? "; " : "").append(skipped.provider()).append(' ').append(skipped.reason());
        }
        return text.toString();
    }

    private static void noProvider(Message message, NoAvailableProviderException e) {
        retryAfter(message, e.retryAfter() == null ? Duration.ofSeconds(30) : e.retryAfter());
        write(message, 503, OpenAiErrors.body(
                String.valueOf(e.getMessage()), "provider_error", null, "no_available_provider", List.of()));
    }

    private static void retryAfter(Message message, Duration wait) {
        message.setHeader("retry-after", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
    }

    private static void write(Message message, int status, byte[] body) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, JSON);
        message.setBody(ByteBuffer.wrap(body));
    }

    /** Status and headers of a stream; its first piece follows. */
    static void openStream(CallContext call, HttpServerResponse response, StreamForm form) {
        response.setStatusCode(200);
        response.setChunked(true);
        response.putHeader("content-type", form.contentType());
        response.putHeader("cache-control", "no-cache");
        response.putHeader("x-accel-buffering", "no");
        ReplyHeaders.write(call, response::putHeader);
    }

    /** Data of the event that ends a broken stream. */
    static byte[] errorEvent(ProviderFailure failure) {
        return OpenAiErrors.event(failure.message(), failure.kind().type(), failure.param(), failure.kind().code(), List.of());
    }

    /** Data of the event that ends a stream which outlives the gateway. */
    static byte[] stoppingEvent() {
        return OpenAiErrors.event("the gateway is stopping", "server_error", null, "stopping", List.of());
    }

    static byte[] framedError(ProviderFailure failure) {
        SseWriter out = new SseWriter();
        out.event(errorEvent(failure));
        return out.take();
    }
}
