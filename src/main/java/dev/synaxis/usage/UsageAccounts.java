package dev.synaxis.usage;

import dev.synaxis.model.TokenUsage;
import dev.synaxis.state.UsageBook;
import dev.synaxis.state.UsageKey;
import dev.synaxis.state.UsageSum;
import dev.synaxis.state.UsageSum.Measure;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enters finished calls into the accounts. */
public final class UsageAccounts {

    private static final double PICO = 1e12;

    private final UsageBook book;

    public UsageAccounts(UsageBook book) {
        this.book = book;
    }

    public void finished(UsageRecord call) {
        book.add(
                new UsageKey(
                        LocalDate.ofInstant(call.at(), ZoneOffset.UTC),
                        call.capability().id(),
                        call.provider() == null ? UsageKey.NONE : call.provider(),
                        call.model() == null ? UsageKey.NONE : call.model(),
                        call.tier() == null ? UsageKey.NONE : call.tier().id(),
                        call.key()),
                sum(call));
    }

    private static UsageSum sum(UsageRecord call) {
        TokenUsage tokens = call.tokens();
        Map<Measure, Long> used = new EnumMap<>(Measure.class);
        used.put(Measure.CALLS, 1L);
        used.put(Measure.FAILED, call.outcome() instanceof Outcome.Answered ? 0L : 1L);
        used.put(Measure.UNPRICED, call.cost() == null ? 1L : 0L);
        used.put(Measure.INPUT, tokens.input());
        used.put(Measure.CACHED_INPUT, tokens.cachedInput());
        used.put(Measure.OUTPUT, tokens.output());
        used.put(Measure.REASONING, tokens.reasoning());
        used.put(Measure.IMAGES, call.units().images());
        used.put(Measure.AUDIO_MILLIS, Math.round(call.units().audioSeconds() * 1_000));
        used.put(Measure.CHARACTERS, call.units().characters());
        used.put(Measure.COST_PICO, pico(call.cost()));
        used.put(Measure.SAVED_PICO, pico(call.saved()));
        return UsageSum.of(used);
    }

    private static long pico(@Nullable Double usd) {
        return usd == null ? 0 : Math.round(usd * PICO);
    }
}
