package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a call takes from a window, and what settling or refunding it changes. */
final class Spending {

    private Spending() {}

    /**
     * What a reservation takes. An estimate above a window's limit counts as the limit: the call can run, alone, in a
     * window that nobody has used; it is settled with what it really used. A token is the least that a call takes; of
     * the units that are none of its own it takes nothing.
     */
    static long taken(QuotaWindow window, Amount amount) {
        long least = switch (window.unit()) {
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> 1;
            case REQUESTS, IMAGES, AUDIO_SECONDS, CHARACTERS, NEURONS -> 0;
        };
        return Math.clamp(used(window, amount), least, window.limit());
    }

    private static long used(QuotaWindow window, Amount amount) {
        return Math.max(0, switch (window.unit()) {
            case REQUESTS -> 1;
            case TOKENS -> amount.tokens();
            case INPUT_TOKENS -> amount.usage().input() - amount.usage().cachedInput();
            case OUTPUT_TOKENS -> amount.usage().output();
            case IMAGES -> amount.units().images();
            case AUDIO_SECONDS -> (long) Math.ceil(amount.units().audioSeconds());
            case CHARACTERS -> amount.units().characters();
            case NEURONS -> window.neurons(amount.usage(), amount.units());
        });
    }

    /** Whether taking {@code more} would overspend the window; who takes nothing never does. */
    static boolean full(QuotaWindow window, long used, long more) {
        return more > 0 && more > window.limit() - used;
    }

    /** The change of each window's count, by position, once the call has ended and it is known what it used. */
    static long[] settlement(Reservation reservation, Amount amount) {
        return changes(
                reservation.windows(),
                window -> (window.atOnce() ? 0 : used(window, amount)) - taken(window, reservation.amount()));
    }

    /** The change of each window's count, by position, that takes the reservation back. */
    static long[] refund(Reservation reservation) {
        return changes(reservation.windows(), window -> -taken(window, reservation.amount()));
    }

    /** What a reservation takes from each window, by position. */
    static long[] reservation(List<QuotaWindow> windows, Amount amount) {
        return changes(windows, window -> taken(window, amount));
    }

    private static long[] changes(List<QuotaWindow> windows, ToLongFunction<QuotaWindow> change) {
        return windows.stream().mapToLong(change).toArray();
    }
}
