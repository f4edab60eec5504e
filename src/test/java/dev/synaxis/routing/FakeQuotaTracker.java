package dev.synaxis.routing;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.Amount;
import dev.synaxis.state.QuotaStatus;
import dev.synaxis.state.QuotaTracker;
import dev.synaxis.state.StoreState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger of requests only: so many in each window of each provider. */
final class FakeQuotaTracker implements QuotaTracker {

    private record Key(String provider, QuotaWindow window, Instant start) {}

    private final Map<Key, Long> used = new HashMap<>();
    private final Clock clock;

    FakeQuotaTracker(Clock clock) {
        this.clock = clock;
    }

    private Key key(String provider, QuotaWindow window) {
        return new Key(provider, window, window.start(clock.instant()));
    }

    private long used(String provider, QuotaWindow window) {
        return used.getOrDefault(key(provider, window), 0L);
    }

    @Override
    public Decision reserve(String provider, List<QuotaWindow> windows, Amount amount) {
        Instant now = clock.instant();
        for (QuotaWindow window : windows) {
            if (used(provider, window) >= window.limit()) {
                return new Refused(window, Duration.between(now, window.end(now)));
            }
        }
        windows.forEach(window -> used.merge(key(provider, window), 1L, Long::sum));
        return new Reservation(provider, windows, now, amount, true);
    }

    @Override
    public void settle(Reservation reservation, Amount amount) {}

    @Override
    public void refund(Reservation reservation) {
        reservation.windows().forEach(window -> used.merge(
                new Key(reservation.provider(), window, window.start(reservation.at())), -1L, Long::sum));
    }

    @Override
    public void told(String provider, QuotaWindow window, long count) {
        used.merge(key(provider, window), count, Math::max);
    }

    @Override
    public QuotaStatus status(String provider, List<QuotaWindow> windows) {
        Instant now = clock.instant();
        return new QuotaStatus(provider, windows.stream()
                .map(window -> new QuotaStatus.Window(window, used(provider, window), window.end(now)))
                .toList());
    }

    @Override
    public @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows, Amount amount) {
        Instant now = clock.instant();
        return windows.stream()
                .filter(window -> used(provider, window) >= window.limit())
                .map(window -> Duration.between(now, window.end(now)))
                .max(Duration::compareTo)
                .orElse(null);
    }

    @Override
    public StoreState state() {
        return StoreState.LOCAL;
    }

    @Override
    public void close() {}
}
