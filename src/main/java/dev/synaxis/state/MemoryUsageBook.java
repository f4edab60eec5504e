package dev.synaxis.state;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Accounts that end with the process. A day has up to 5,000 lines: callers name models as they like, so what comes after
 * that is counted under the model {@code (other)}.
 */
final class MemoryUsageBook implements UsageBook {

    private static final int MOST_LINES = 5_000;
    private static final String OTHER = "(other)";

    private final Clock clock;
    private final int keepDays;
    private final ConcurrentSkipListMap<LocalDate, ConcurrentMap<UsageKey, UsageSum>> days = new ConcurrentSkipListMap<>();

    /** @param keepDays days that are kept, the current one included */
    MemoryUsageBook(Clock clock, int keepDays) {
        this.clock = clock;
        this.keepDays = keepDays;
    }

    @Override
    public void add(UsageKey key, UsageSum used) {
        UsageKey line = line(key);
        day(key.day()).merge(line, used, UsageSum::plus);
    }

    /** The line that these calls are counted on. */
    UsageKey line(UsageKey key) {
        Map<UsageKey, UsageSum> day = day(key.day());
        return day.size() < MOST_LINES || day.containsKey(key) ? key : key.withModel(OTHER);
    }

    private ConcurrentMap<UsageKey, UsageSum> day(LocalDate day) {
        ConcurrentMap<UsageKey, UsageSum> lines = days.get(day);
        if (lines == null) {
            days.headMap(first()).clear();
            lines = days.computeIfAbsent(day, d -> new ConcurrentHashMap<>());
        }
        return lines;
    }

    @Override
    public Map<UsageKey, UsageSum> between(LocalDate from, LocalDate to) {
        Map<UsageKey, UsageSum> all = new HashMap<>();
        LocalDate begin = from.isBefore(first()) ? first() : from;
        if (!begin.isAfter(to)) {
            days.subMap(begin, true, to, true).values().forEach(all::putAll);
        }
        return all;
    }

    @Override
    public LocalDate first() {
        return today().minusDays(keepDays - 1L);
    }

    @Override
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void close() {}
}
