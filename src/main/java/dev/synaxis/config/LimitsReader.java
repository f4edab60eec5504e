package dev.synaxis.config;

import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code limits}: {@code requests-per-minute}, {@code tokens-per-day}, ... */
final class LimitsReader {

    private LimitsReader() {}

    static List<QuotaWindow> read(Section section) {
        List<QuotaWindow> windows = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            for (Period period : Period.values()) {
                Value value = section.get(new QuotaWindow(unit, period, 1).id());
                Long limit = value == null ? null : value.whole(1, Long.MAX_VALUE);
                if (limit != null) {
                    windows.add(new QuotaWindow(unit, period, limit));
                }
            }
        }
        section.end();
        return windows;
    }
}
