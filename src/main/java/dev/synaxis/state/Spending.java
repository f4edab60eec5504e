package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a call takes from a window, and what settling or refunding it changes. */
final class Spending {

    private Spending() {}

    /**
     * What a reservation of {@code tokens} takes. An estimate above a window's limit counts as the limit: the call can
     * run, alone, in a window that nobody has used; it is settled with what it really used.
     */
    static long taken(QuotaWindow window, long tokens) {
        return switch (window.unit()) {
            case REQUESTS -> 1;
            case TOKENS -> Math.clamp(tokens, 0, window.limit());
        };
    }

    /** Whether taking {@code more} would overspend the window. */
    static boolean full(QuotaWindow window, long used, long more) {
        return more > window.limit() - used;
    }

    /** The change of each window's count, by position, once the call is known to have used {@code tokens}. */
    static long[] settlement(Reservation reservation, long tokens) {
        return changes(reservation.windows(), window -> switch (window.unit()) {
            case REQUESTS -> 0;
            case TOKENS -> Math.max(0, tokens) - taken(window, reservation.tokens());
        });
    }

    /** The change of each window's count, by position, that takes the reservation back. */
    static long[] refund(Reservation reservation) {
        return changes(reservation.windows(), window -> -taken(window, reservation.tokens()));
    }

    /** What a reservation takes from each window, by position. */
    static long[] reservation(List<QuotaWindow> windows, long tokens) {
        return changes(windows, window -> taken(window, tokens));
    }

    private static long[] changes(List<QuotaWindow> windows, ToLongFunction<QuotaWindow> change) {
        return windows.stream().mapToLong(change).toArray();
    }
}
