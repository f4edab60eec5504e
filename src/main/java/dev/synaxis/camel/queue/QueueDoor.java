package dev.synaxis.camel.queue;

import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.QueueReply;
import dev.synaxis.camel.QueueRequest;
import dev.synaxis.dialect.openai.OpenAiErrors;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.state.ReplyStore;
import dev.synaxis.usage.QueueMeter;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all queues have in common: a message becomes one answer, asked for once however often it is delivered, or a dead
 * letter. Where every candidate is cooling down or out of quota, the thread of the message waits until one is back, and
 * lends its place to another message meanwhile; where the store of replies does not answer, until it does.
 */
public final class QueueDoor {

    private static final long LOOK_MS = 200;
    private static final int LONGEST_KEY = 512;
    private static final long SHORTEST_REST_MS = 100;
    private static final long LONGEST_REST_MS = 5_000;

    private final QueueCalls calls;
    private final ReplyStore replies;
    private final QueueMeter meter;
    private final long maxMessage;
    private final Clock clock;
    private final RandomGenerator random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param maxMessage bytes of the largest request */
    public QueueDoor(
            QueueCalls calls, ReplyStore replies, QueueMeter meter, long maxMessage, Clock clock, RandomGenerator random) {
        this.calls = calls;
        this.replies = replies;
        this.meter = meter;
        this.maxMessage = maxMessage;
        this.clock = clock;
        this.random = random;
        meter.gauges(inFlight::get, waiting::get);
    }

    /** Those of the messages that come in by this door. */
    Returns returns() {
        return new Returns(replies);
    }

    int inFlight() {
        return inFlight.get();
    }

    int waiting() {
        return waiting.get();
    }

    @Nullable String trouble() {
        return replies.trouble();
    }

    /** Lets nobody wait any longer. */
    void stop() {
        stopped.countDown();
    }

    /** @throws QueueStopped where the gateway stops, or the message leaves it, before there is an answer */
    Handled handle(Delivery message, Slots.Slot slot) throws InterruptedException {
        inFlight.incrementAndGet();
        try {
            Handled.Dead dead = unreadable(message);
            Handled handled = dead == null ? answer(message, slot) : dead;
            meter.handled(switch (handled) {
                case Handled.Dead d -> QueueMeter.Outcome.DEAD_LETTER;
                case Handled.Answered(Answer answer, String key, boolean lasting) ->
                    answer.ok() ? QueueMeter.Outcome.ANSWERED : QueueMeter.Outcome.FAILED;
            });
            return handled;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** Puts a message aside that does not get as far as to be handled, or whose reply nobody takes. */
    Handled.Dead dead(String code, String reason) {
        meter.handled(QueueMeter.Outcome.DEAD_LETTER);
        return new Handled.Dead(code, reason);
    }

    /** Puts a message aside whose body need not be read. */
    Handled.Dead tooLarge(long bytes) {
        meter.handled(QueueMeter.Outcome.DEAD_LETTER);
        return large(bytes);
    }

    private Handled.Dead large(long bytes) {
        return new Handled.Dead("too_large", "the message has " + bytes + " bytes, more than " + maxMessage);
    }

    /** Waits a moment, longer the more often it is called for the same message, before that is given back. */
    void rest(int deliveries) throws InterruptedException {
        stopped.await(Math.min(LONGEST_REST_MS, SHORTEST_REST_MS << Math.min(deliveries - 1, 10)), TimeUnit.MILLISECONDS);
    }

    /** The broker has the answer: it is remembered only where the client may ask under its own key again. */
    void settled(Handled handled) {
        if (handled instanceof Handled.Answered(Answer answer, String key, boolean lasting) && !(lasting && answer.ok())) {
            replies.forget(key);
        }
    }

    private Handled.@Nullable Dead unreadable(Delivery message) {
        if (message.body().length > maxMessage) {
            return large(message.body().length);
        }
        if (capability(message) == null) {
            String named = message.header(QueueHeaders.CAPABILITY);
            return new Handled.Dead("unknown_capability", named == null
                    ? "no header 'capability' says what is asked for"
                    : "the header 'capability' names none that there is");
        }
        String type = message.header(QueueHeaders.CONTENT_TYPE);
        boolean json = type == null || type.startsWith("application/json");
        if (json && Json.parseObject(message.body()).isEmpty()) {
            return new Handled.Dead("bad_json", "the message is not a JSON object");
        }
        return null;
    }

    private static @Nullable ProviderCapability capability(Delivery message) {
        String named = message.header(QueueHeaders.CAPABILITY);
        return message.capability() != null || named == null
                ? message.capability()
                : ProviderCapability.byId(named).orElse(null);
    }

    private Handled answer(Delivery message, Slots.Slot slot) throws InterruptedException {
        String own = message.header(QueueHeaders.IDEMPOTENCY_KEY);
        QueueRequest request;
        try {
            request = request(message, own);
        } catch (InvalidRequestException e) {
            return new Handled.Answered(refusal(e), message.id(), false);
        }
        String key = own == null ? message.id() : "key:" + request.capability().id() + ":" + own;
        while (true) {
            switch (claim(message, key)) {
                case ReplyStore.Known(byte[] reply) -> {
                    meter.handled(QueueMeter.Outcome.REPEATED);
                    return new Handled.Answered(stored(reply), key, own != null);
                }
                case ReplyStore.Taken() -> {
                    slot.lend(message.body().length);
                    pause(message);
                    slot.regain();
                }
                case ReplyStore.Yours() -> {
                    return new Handled.Answered(ask(message, request, key, slot), key, own != null);
                }
            }
        }
    }

    private QueueRequest request(Delivery message, @Nullable String own) {
        if (own != null && own.length() > LONGEST_KEY) {
            throw new InvalidRequestException(
                    QueueHeaders.IDEMPOTENCY_KEY, "an idempotency key has at most " + LONGEST_KEY + " characters");
        }
        String id = CallerHeaders.requestId(message.header(CallerHeaders.REQUEST_ID), random);
        return new QueueRequest(
                capability(message),
                message.header(QueueHeaders.CONTENT_TYPE),
                message.body(),
                CallerHeaders.read(id, message::header),
                expires(message));
    }

    /** The earlier of the header's time and the broker's. */
    private static @Nullable Instant expires(Delivery message) {
        String text = message.header(QueueHeaders.DEADLINE);
        if (text == null) {
            return message.expires();
        }
        Instant deadline;
        try {
            deadline = text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRequestException(QueueHeaders.DEADLINE,
                    "header deadline must be a time such as 2026-11-22T12:00:00Z, or milliseconds since 1970");
        }
        return message.expires() != null && message.expires().isBefore(deadline) ? message.expires() : deadline;
    }

    private static Answer refusal(InvalidRequestException e) {
        byte[] body = OpenAiErrors.body(
                String.valueOf(e.getMessage()), "invalid_request_error", e.param(), e.code(), List.of());
        return new Answer(
                Map.of(QueueHeaders.STATUS, Integer.toString(e.status()), QueueHeaders.CONTENT_TYPE, "application/json"), body);
    }

    private Answer ask(Delivery message, QueueRequest request, String key, Slots.Slot slot) throws InterruptedException {
        boolean kept = false;
        try {
            Answer answer = Answer.of(patiently(message, request, slot));
            keep(key, answer.bytes());
            kept = true;
            return answer;
        } finally {
            if (!kept) {
                replies.release(key);
            }
        }
    }

    private QueueReply patiently(Delivery message, QueueRequest request, Slots.Slot slot) throws InterruptedException {
        BooleanSupplier available = calls.availability(request);
        BooleanSupplier due = () -> expired(request) || available.getAsBoolean();
        while (true) {
            // others may have had the candidate by the time that there is a place to ask it from
            while (!due.getAsBoolean()) {
                waitAside(message, slot, due);
            }
            QueueReply reply = calls.ask(request);
            if (!reply.unavailable()) {
                return reply;
            }
        }
    }

    private boolean expired(QueueRequest request) {
        return request.expires() != null && !clock.instant().isBefore(request.expires());
    }

    private void waitAside(Delivery message, Slots.Slot slot, BooleanSupplier due) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            do {
                slot.lend(message.body().length);
                pause(message);
            } while (!due.getAsBoolean());
        } finally {
            waiting.decrementAndGet();
        }
        slot.regain();
    }

    /** Waits in its place: nothing can be done for any other message either. */
    private void waitForStore() throws InterruptedException {
        waiting.incrementAndGet();
        try {
            do {
                pause();
            } while (replies.trouble() != null);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void pause(Delivery message) throws InterruptedException {
        pause();
        if (message.leaving().getAsBoolean()) {
            throw new QueueStopped();
        }
    }

    private void pause() throws InterruptedException {
        if (stopped.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            throw new QueueStopped();
        }
    }

    private ReplyStore.Look claim(Delivery message, String key) throws InterruptedException {
        while (true) {
            try {
                return replies.claim(key);
            } catch (IOException e) {
                waitForStore();
                if (message.leaving().getAsBoolean()) {
                    throw new QueueStopped();
                }
            }
        }
    }

    private void keep(String key, byte[] reply) throws InterruptedException {
        while (true) {
            try {
                replies.keep(key, reply);
                return;
            } catch (IOException e) {
                waitForStore();
            }
        }
    }

    private static Answer stored(byte[] reply) {
        try {
            return Answer.read(reply);
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
