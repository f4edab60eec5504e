package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one gateway alone. A provider has at most one window for each unit and period, and so
 * has each of its models. An estimate above a
 * window's limit counts as the limit; settling may take a count above it, and then the next caller is refused.
 */
public final class MemoryQuotaTracker implements QuotaTracker {

    private final Clock clock;
    private final ConcurrentMap<String, Ledger> ledgers = new ConcurrentHashMap<>();

    public MemoryQuotaTracker(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Decision reserve(String provider, List<QuotaWindow> windows, Amount amount) {
        return windows.isEmpty()
                ? new Reservation(provider, windows, clock.instant(), amount, true)
                : ledger(provider).reserve(windows, amount);
    }

    @Override
    public void settle(Reservation reservation, Amount amount) {
        adjust(reservation, Spending.settlement(reservation, amount));
    }

    @Override
    public void refund(Reservation reservation) {
        adjust(reservation, Spending.refund(reservation));
    }

    void adjust(Reservation reservation, long[] change) {
        if (change.length > 0) {
            ledger(reservation.provider()).adjust(reservation.windows(), reservation.at(), change);
        }
    }

    @Override
    public void told(String provider, QuotaWindow window, long used) {
        change(provider, window, used);
    }

    /** The change of the count. */
    long change(String provider, QuotaWindow window, long told) {
        return ledger(provider).told(window, told);
    }

    /** Takes over what a shared store said of the windows that held {@code at}. */
    void learn(String provider, List<QuotaWindow> windows, Instant at, long[] used) {
        ledger(provider).learn(windows, at, used);
    }

    @Override
    public QuotaStatus status(String provider, List<QuotaWindow> windows) {
        return new QuotaStatus(provider, ledger(provider).status(windows));
    }

    @Override
    public @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows, Amount amount) {
        return windows.isEmpty() ? null : ledger(provider).exhaustedFor(windows, amount);
    }

    @Override
    public StoreState state() {
        return StoreState.LOCAL;
    }

    @Override
    public void close() {}

    private Ledger ledger(String provider) {
        Ledger ledger = ledgers.get(provider);
        return ledger != null ? ledger : ledgers.computeIfAbsent(provider, id -> new Ledger(id, clock));
    }
}
