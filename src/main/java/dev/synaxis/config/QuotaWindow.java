package dev.synaxis.config;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * One limit of a provider: so many requests, tokens or other units in each minute, hour, day or month (UTC, by the calendar).
 *
 * @param limit at least 1
 */
public record QuotaWindow(Unit unit, Period period, long limit) {

    public enum Unit {
        REQUESTS,
        TOKENS,
        IMAGES,
        /** Of sound that is listened to. */
        AUDIO_SECONDS,
        /** Of text that is spoken. */
        CHARACTERS
    }

    public enum Period {
        MINUTE,
        HOUR,
        DAY,
        MONTH
    }

    /** The name in configuration: {@code requests-per-minute}. */
    public String id() {
        return (unit + "-per-" + period).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The first instant of the window that holds {@code now}. */
    public Instant start(Instant now) {
        return switch (period) {
            case MINUTE -> now.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> now.truncatedTo(ChronoUnit.HOURS);
            case DAY -> now.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> month(now).toInstant();
        };
    }

    /** The first instant after the window that holds {@code now}. */
    public Instant end(Instant now) {
        return switch (period) {
            case MINUTE -> start(now).plus(1, ChronoUnit.MINUTES);
            case HOUR -> start(now).plus(1, ChronoUnit.HOURS);
            case DAY -> start(now).plus(1, ChronoUnit.DAYS);
            case MONTH -> month(now).plusMonths(1).toInstant();
        };
    }

    private static ZonedDateTime month(Instant now) {
        return now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    }
}
