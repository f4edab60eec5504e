package dev.synaxis.usage;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The meters of one provider and capability. */
final class ProviderMeters {

    private enum Type {
        INPUT,
        CACHED_INPUT,
        OUTPUT,
        REASONING
    }

    private enum Unit {
        IMAGES("Images made"),
        AUDIO_SECONDS("Seconds of sound listened to"),
        CHARACTERS("Characters spoken");

        private final String description;

        Unit(String description) {
            this.description = description;
        }
    }

    private enum Money {
        COST("What calls cost, in USD, as far as prices are known"),
        SAVED("What calls saved, in USD, against the cheapest candidate of their plan that costs anything");

        private final String description;

        Money(String description) {
            this.description = description;
        }
    }

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(300)
    };

    private static final int REQUEST = 0;
    private static final int FIRST_TOKEN = 1;

    private final Slots<Counter> attempts;
    private final Slots<Counter> probes;
    private final Slots<Counter> tokens;
    private final Slots<Counter> estimated;
    private final Slots<Counter> units;
    private final Slots<Counter> money;
    private final Slots<Timer> timers;

    ProviderMeters(MeterRegistry registry, String provider, ProviderCapability capability) {
        Tags tags = Tags.of("provider", provider, "capability", capability.id());
        attempts = new Slots<>(UsageMeter.OUTCOMES, slot -> Counter.builder("synaxis.attempts")
                .description("Calls to providers")
                .tags(tags)
                .tag("outcome", UsageMeter.outcome(slot).id())
                .register(registry));
        probes = new Slots<>(UsageMeter.OUTCOMES, slot -> Counter.builder("synaxis.probes")
                .description("Small calls that asked a provider whether it is back")
                .tags(tags)
                .tag("outcome", UsageMeter.outcome(slot).id())
                .register(registry));
        tokens = new Slots<>(Type.values().length, slot -> Counter.builder("synaxis.tokens")
                .description("Tokens used; cached input is a part of input, reasoning a part of output")
                .tags(tags)
                .tag("type", Type.values()[slot].name().toLowerCase(Locale.ROOT))
                .register(registry));
        estimated = new Slots<>(Type.values().length, slot -> Counter.builder("synaxis.tokens.estimated")
                .description("The part of the tokens that providers did not count, but the gateway estimated")
                .tags(tags)
                .tag("type", Type.values()[slot].name().toLowerCase(Locale.ROOT))
                .register(registry));
        units = new Slots<>(Unit.values().length, slot -> Counter.builder(
                        "synaxis." + Unit.values()[slot].name().toLowerCase(Locale.ROOT).replace('_', '.'))
                .description(Unit.values()[slot].description)
                .tags(tags)
                .register(registry));
        money = new Slots<>(Money.values().length, slot -> Counter.builder(
                        "synaxis." + Money.values()[slot].name().toLowerCase(Locale.ROOT) + ".usd")
                .description(Money.values()[slot].description)
                .tags(tags)
                .register(registry));
        timers = new Slots<>(2, slot -> Timer.builder(slot == REQUEST ? "synaxis.request" : "synaxis.time.to.first.token")
                .description(
                        slot == REQUEST
                                ? "From the request to the end of the reply"
                                : "From the request to the first event of a stream")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    void attempt(int outcome) {
        attempts.get(outcome).increment();
    }

    void probe(int outcome) {
        probes.get(outcome).increment();
    }

    void tokens(TokenUsage usage) {
        add(tokens, Type.INPUT, usage.input());
        add(tokens, Type.CACHED_INPUT, usage.cachedInput());
        add(tokens, Type.OUTPUT, usage.output());
        add(tokens, Type.REASONING, usage.reasoning());
    }

    /** The part of them that nobody counted. */
    void estimated(TokenUsage usage) {
        add(estimated, Type.INPUT, usage.input());
        add(estimated, Type.OUTPUT, usage.output());
    }

    private static void add(Slots<Counter> counters, Type type, long count) {
        if (count > 0) {
            counters.get(type.ordinal()).increment(count);
        }
    }

    void units(Units used) {
        add(Unit.IMAGES, used.images());
        add(Unit.AUDIO_SECONDS, used.audioSeconds());
        add(Unit.CHARACTERS, used.characters());
    }

    private void add(Unit unit, double count) {
        if (count > 0) {
            units.get(unit.ordinal()).increment(count);
        }
    }

    /** In USD; null counts nothing. */
    void money(@Nullable Double cost, @Nullable Double saved) {
        add(Money.COST, cost);
        add(Money.SAVED, saved);
    }

    private void add(Money kind, @Nullable Double usd) {
        if (usd != null && usd > 0) {
            money.get(kind.ordinal()).increment(usd);
        }
    }

    void request(Duration latency) {
        timers.get(REQUEST).record(latency);
    }

    void firstToken(Duration time) {
        timers.get(FIRST_TOKEN).record(time);
    }
}
