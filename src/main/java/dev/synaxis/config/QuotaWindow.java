package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a provider, or of one of its models: so many requests, tokens or other units in each minute, hour, day or
 * month (by the calendar), or so many requests under way at once.
 *
 * @param limit at least 1
 * @param model the upstream model whose calls alone count; null where those of all models do
 * @param reset when days and months end
 * @param origin who says so
 * @param price  what the model's use costs, for a unit that counts costs; null where nobody knows, and for other units
 */
public record QuotaWindow(
        Unit unit,
        Period period,
        long limit,
        @Nullable String model,
        Reset reset,
        Origin origin,
        @Nullable Price price) {

    /** Who says that there is a limit. */
    public enum Origin {
        /** The file: nothing raises it. */
        FILE,
        /** The catalogue, which may be out of date. */
        CATALOGUE,
        /** The vendor's answers alone. */
        VENDOR
    }

    /** A window of a unit that counts no costs, or of a model whose price is not known. */
    public QuotaWindow(
            Unit unit, Period period, long limit, @Nullable String model, Reset reset, Origin origin) {
        this(unit, period, limit, model, reset, origin, null);
    }

    /** A window of the file. */
    public QuotaWindow(Unit unit, Period period, long limit, @Nullable String model, Reset reset) {
        this(unit, period, limit, model, reset, Origin.FILE);
    }

    /** A window of all models, by the calendar in UTC. */
    public QuotaWindow(Unit unit, Period period, long limit) {
        this(unit, period, limit, null, Reset.UTC);
    }

    /**
     * The time of day at which a vendor's days end.
     *
     * @param time on the clocks of {@code zone}
     */
    public record Reset(LocalTime time, ZoneId zone) {

        public static final Reset UTC = new Reset(LocalTime.MIDNIGHT, ZoneOffset.UTC);

        private LocalDate day(Instant now) {
            LocalDateTime there = LocalDateTime.ofInstant(now, zone);
            LocalDate date = there.toLocalDate();
            return now.isBefore(start(date)) ? date.minusDays(1) : date;
        }

        private Instant start(LocalDate date) {
            return ZonedDateTime.of(date, time, zone).toInstant();
        }
    }

    public enum Unit {
        REQUESTS,
        TOKENS,
        /** Of the request, but those read from the vendor's cache. */
        INPUT_TOKENS,
        /** Of the answer. */
        OUTPUT_TOKENS,
        IMAGES,
        /** Of sound that is listened to. */
        AUDIO_SECONDS,
        /** Of text that is spoken. */
        CHARACTERS,
        /**
         * In which Cloudflare counts the cost of all models, 0.000011 USD each; counted in thousandths. Source:
         * https://developers.cloudflare.com/workers-ai/platform/pricing/ (read 2026-11-29).
         */
        NEURONS;

        /** Of how many counts one of it is made: limits and what was used are in counts. */
        public long counts() {
            return this == NEURONS ? 1_000 : 1;
        }

        /** So many counts in the unit itself; what is begun is full. */
        public long whole(long count) {
            return Math.ceilDiv(count, counts());
        }
    }

    /** USD. */
    private static final double NEURON = 0.000011;

    public enum Period {
        /** Of requests alone: a call counts while it is under way. */
        AT_ONCE,
        MINUTE,
        HOUR,
        DAY,
        MONTH
    }

    private static final String CONCURRENT = "concurrent-requests";
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    /** Nobody knows when a call under way will end. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Whether it holds calls that are under way, and no time. */
    public boolean atOnce() {
        return period == Period.AT_ONCE;
    }

    /** The name in configuration: {@code requests-per-minute}, {@code concurrent-requests}. */
    public String id() {
        return atOnce() ? CONCURRENT : (unit + "-per-" + period).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name, and the model where it is one model's: {@code requests-per-day of gpt-oss-120b}. */
    public String label() {
        return model == null ? id() : id() + " of " + model;
    }

    /** The same limit for one model alone. */
    public QuotaWindow of(String upstream) {
        return new QuotaWindow(unit, period, limit, upstream, reset, origin, price);
    }

    /** The same window with another limit. */
    public QuotaWindow withLimit(long other) {
        return other == limit ? this : new QuotaWindow(unit, period, other, model, reset, origin, price);
    }

    /** The same window for calls of a model with this price. */
    public QuotaWindow priced(Price price) {
        return new QuotaWindow(unit, period, limit, model, reset, origin, price);
    }

    /** The counts of neurons that so much costs; 0 where no price is known. */
    public long neurons(TokenUsage usage, Units units) {
        return price == null ? 0 : (long) Math.ceil((price.of(usage) + price.of(units)) / NEURON * Unit.NEURONS.counts() - 1e-6);
    }

    /** Whether both are limits of the same count. */
    public boolean sameCount(QuotaWindow other) {
        return unit == other.unit && period == other.period && Objects.equals(model, other.model);
    }

    /** The first instant of the window that holds {@code now}. */
    public Instant start(Instant now) {
        return switch (period) {
            case AT_ONCE -> Instant.EPOCH;
            case MINUTE -> now.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> now.truncatedTo(ChronoUnit.HOURS);
            case DAY -> reset.equals(Reset.UTC) ? now.truncatedTo(ChronoUnit.DAYS) : reset.start(reset.day(now));
            case MONTH -> reset.start(reset.day(now).withDayOfMonth(1));
        };
    }

    /** The first instant after the window that holds {@code now}. */
    public Instant end(Instant now) {
        return switch (period) {
            case AT_ONCE -> NEVER;
            case MINUTE -> start(now).plus(1, ChronoUnit.MINUTES);
            case HOUR -> start(now).plus(1, ChronoUnit.HOURS);
            case DAY -> reset.equals(Reset.UTC)
                    ? start(now).plus(1, ChronoUnit.DAYS)
                    : reset.start(reset.day(now).plusDays(1));
            case MONTH -> reset.start(reset.day(now).withDayOfMonth(1).plusMonths(1));
        };
    }

    /** When it is worth while to ask again for one that is full now: its end, or a moment later. */
    public Instant roomAt(Instant now) {
        return atOnce() ? now.plus(A_MOMENT) : end(now);
    }
}
