package dev.synaxis.config;

import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Reset;
import dev.synaxis.config.QuotaWindow.Unit;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code limits}: {@code requests-per-minute}, ..., {@code concurrent-requests}, and {@code reset}. */
final class LimitsReader {

    /** In {@code model-limits}: every model that has no entry of its own. */
    static final String EVERY = "*";

    private LimitsReader() {}

    static List<QuotaWindow> read(Section section, QuotaWindow.Origin origin) {
        Reset reset = reset(section);
        List<QuotaWindow> windows = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            for (Period period : Period.values()) {
                if (period == Period.AT_ONCE && unit != Unit.REQUESTS) {
                    continue;
                }
                Value value = section.get(new QuotaWindow(unit, period, 1).id());
                Long limit = value == null ? null : value.whole(1, Long.MAX_VALUE / unit.counts());
                if (limit != null) {
                    windows.add(new QuotaWindow(unit, period, limit * unit.counts(), null, reset, origin));
                }
            }
        }
        section.end();
        return windows;
    }

    /** {@code model-limits}: limits by the name of a model, that of clients or the provider's own. */
    static Map<String, List<QuotaWindow>> byModel(Section section, QuotaWindow.Origin origin) {
        Map<String, List<QuotaWindow>> limits = new LinkedHashMap<>();
        for (Value value : section.all()) {
            Section entry = value.section();
            if (entry != null) {
                limits.put(value.field(), read(entry, origin));
            }
        }
        return limits;
    }

    private static Reset reset(Section section) {
        String text = section.text("reset");
        if (text == null) {
            return Reset.UTC;
        }
        String[] parts = text.strip().split(" +");
        try {
            if (parts.length == 2) {
                return new Reset(LocalTime.parse(parts[0]), ZoneId.of(parts[1]));
            }
        } catch (DateTimeException e) {
            // said below
        }
        section.problem("reset", "\"" + text + "\" is not a time and a zone, such as 00:00 America/Los_Angeles");
        return Reset.UTC;
    }
}
