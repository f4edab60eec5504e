package dev.synaxis.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Counts the messages of one queue's door, and shows how many are under way. */
public final class QueueMeter {

    /** What came of a message. */
    public enum Outcome {
        ANSWERED,
        /** Answered with an error. */
        FAILED,
        /** Answered with what was stored when it came before; counted beside what the answer was. */
        REPEATED,
        DEAD_LETTER
    }

    private final MeterRegistry registry;
    private final String door;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    /** @param door {@code kafka} or {@code jms} */
    public QueueMeter(MeterRegistry registry, String door) {
        this.registry = registry;
        this.door = door;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, Counter.builder("synaxis.queue.messages")
                    .description("Messages from a queue that were dealt with")
                    .tag("door", door)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry));
        }
    }

    public void handled(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    /** @param waiting those in flight that wait until a provider is back */
    public void gauges(IntSupplier inFlight, IntSupplier waiting) {
        gauge("synaxis.queue.in.flight", "Messages that are being worked on", inFlight);
        gauge("synaxis.queue.waiting", "Messages in flight that wait until a provider is back", waiting);
    }

    public void up(BooleanSupplier up) {
        gauge("synaxis.queue.up", "1 while the broker answers", () -> up.getAsBoolean() ? 1 : 0);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .tag("door", door)
                .strongReference(true)
                .register(registry);
    }
}
