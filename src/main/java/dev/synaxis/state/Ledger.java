package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.state.QuotaTracker.Decision;
import dev.synaxis.state.QuotaTracker.Refused;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one provider's windows in memory, one for each unit and period, and
 * again for each model that has its own. The clock is read under the lock, so
 * that callers pass from one window to the next in the order in which they are counted.
 */
final class Ledger {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Slot, Count> counts = new HashMap<>();
    private final String provider;
    private final Clock clock;

    Ledger(String provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    Decision reserve(List<QuotaWindow> windows, Amount amount) {
        lock.lock();
        try {
            Instant now = clock.instant();
            QuotaWindow full = null;
            Instant fullUntil = Instant.MIN;
            for (QuotaWindow window : windows) {
                Count count = count(window, now);
                boolean refuses = Spending.full(window, count.used, Spending.taken(window, amount));
                if (refuses && window.roomAt(now).isAfter(fullUntil)) {
                    full = window;
                    fullUntil = window.roomAt(now);
                }
            }
            if (full != null) {
                return new Refused(full, Duration.between(now, fullUntil));
            }
            for (QuotaWindow window : windows) {
                count(window, now).used += Spending.taken(window, amount);
            }
            return new Reservation(provider, windows, now, amount, true);
        } finally {
            lock.unlock();
        }
    }

    /** Adds to each window's count, which does not fall below 0, where the window that held {@code at} has not ended. */
    void adjust(List<QuotaWindow> windows, Instant at, long[] change) {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (int i = 0; i < change.length; i++) {
                Count count = count(windows.get(i), now);
                if (count.holds(at)) {
                    count.used = Math.max(0, count.used + change[i]);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Replaces the counts by what a shared store said of the windows that held {@code at}. */
    void learn(List<QuotaWindow> windows, Instant at, long[] used) {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (int i = 0; i < used.length; i++) {
                Count count = count(windows.get(i), now);
                if (count.holds(at)) {
                    count.used = used[i];
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the vendor's own count of a window. What is more than we have counted is added at once. What is less counts
     * once it was said so often in a row: then the least difference is given back, of a window that somebody configured
     * at most what was added.
     *
     * @return the change of the count
     */
    long told(QuotaWindow window, long vendor) {
        lock.lock();
        try {
            return count(window, clock.instant()).told(vendor, window.origin() == QuotaWindow.Origin.VENDOR);
        } finally {
            lock.unlock();
        }
    }

    List<QuotaStatus.Window> status(List<QuotaWindow> windows) {
        lock.lock();
        try {
            Instant now = clock.instant();
            List<QuotaStatus.Window> status = new ArrayList<>(windows.size());
            for (QuotaWindow window : windows) {
                Count count = count(window, now);
                status.add(new QuotaStatus.Window(window, count.used, window.atOnce() ? null : count.end));
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    @Nullable Duration exhaustedFor(List<QuotaWindow> windows, Amount amount) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant until = now;
            for (QuotaWindow window : windows) {
                Count count = count(window, now);
                boolean spent = count.used >= window.limit() && Spending.taken(window, amount) > 0;
                if (spent && window.roomAt(now).isAfter(until)) {
                    until = window.roomAt(now);
                }
            }
            return until.equals(now) ? null : Duration.between(now, until);
        } finally {
            lock.unlock();
        }
    }

    private Count count(QuotaWindow window, Instant now) {
        Slot slot = new Slot(window.model(), window.unit(), window.period());
        Count last = counts.get(slot);
        if (last != null && last.holds(now)) {
            return last;
        }
        // a clock that is set right may go back over the end of a window, and comes to it again
        Count former = last == null ? null : last.other;
        Count count = former != null && former.holds(now) ? former : new Count(window.start(now), window.end(now));
        count.other = last;
        if (last != null) {
            last.other = null;
        }
        counts.put(slot, count);
        return count;
    }

    /** @param model null where the calls of all models count */
    private record Slot(@Nullable String model, Unit unit, Period period) {}

    private static final class Count {
        private final Instant start;
        private final Instant end;
        /** That of the window before, in time or by the clock. */
        private @Nullable Count other;
        private long used;
        /** What the vendor's counts have added. */
        private long added;
        /** How many times in a row the vendor has counted less, and by how much at least. */
        private int lessTold;
        private long leastLess;

        Count(Instant start, Instant end) {
            this.start = start;
            this.end = end;
        }

        long told(long vendor, boolean vendorsOwn) {
            long more = vendor - used;
            if (more >= 0) {
                used += more;
                added += more;
                lessTold = 0;
                return more;
            }
            leastLess = lessTold == 0 ? -more : Math.min(leastLess, -more);
            lessTold++;
            if (lessTold < LearnedModel.OFTEN) {
                return 0;
            }
            lessTold = 0;
            long back = vendorsOwn ? leastLess : Math.min(leastLess, added);
            used -= back;
            added = Math.max(0, added - back);
            return -back;
        }

        boolean holds(Instant instant) {
            return instant.isBefore(end) && !instant.isBefore(start);
        }
    }
}
