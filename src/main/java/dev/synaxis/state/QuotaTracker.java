package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own ledger of what each provider's windows still allow. A call is reserved before it is made, then settled with
 * what it really used, or refunded; however many callers there are, a window is never overspent.
 */
public interface QuotaTracker extends AutoCloseable {

    /**
     * Takes one request and the amount from every window, or nothing from any.
     *
     * @param windows the provider's limits; an empty list is always granted and costs nothing
     * @param amount  estimate; tokens are the input plus the output that is allowed
     */
    Decision reserve(String provider, List<QuotaWindow> windows, Amount amount);

    default Decision reserve(String provider, List<QuotaWindow> windows, long tokens) {
        return reserve(provider, windows, Amount.tokens(tokens));
    }

    /**
     * Replaces the estimate by what was used, in the windows of the reservation that have not ended; the call is no longer
     * under way.
     */
    void settle(Reservation reservation, Amount amount);

    default void settle(Reservation reservation, long tokens) {
        settle(reservation, Amount.tokens(tokens));
    }

    /** Gives everything back, in the windows of the reservation that have not ended. */
    void refund(Reservation reservation);

    /**
     * Takes what the vendor itself has counted in a window: more than here is added at once, less only once it was said
     * again and again. Never waits.
     */
    void told(String provider, QuotaWindow window, long used);

    /** What is used and left; a look spends nothing. */
    QuotaStatus status(String provider, List<QuotaWindow> windows);

    /**
     * How long until the provider can take another request, from what is known here without asking a shared store.
     *
     * @param amount windows from which it takes nothing are not looked at
     * @return null where it can now, as far as is known
     */
    @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows, Amount amount);

    /** The same for a request that takes no more than tokens. */
    default @Nullable Duration exhaustedFor(String provider, List<QuotaWindow> windows) {
        return exhaustedFor(provider, windows, Amount.tokens(1));
    }

    StoreState state();

    @Override
    void close();

    /** The answer to {@link #reserve}. */
    sealed interface Decision {}

    /**
     * Granted; to be settled or refunded once, when the call has ended.
     *
     * @param local whether a shared store was not asked
     * @param lease under which a shared store holds the call while it is under way; null where none does
     */
    record Reservation(
            String provider,
            List<QuotaWindow> windows,
            Instant at,
            Amount amount,
            boolean local,
            @Nullable String lease)
            implements Decision {

        public Reservation(String provider, List<QuotaWindow> windows, Instant at, Amount amount, boolean local) {
            this(provider, windows, at, amount, local, null);
        }
    }

    /** Refused: this window would be overspent until {@code retryAfter} has passed. */
    record Refused(QuotaWindow window, Duration retryAfter) implements Decision {}
}
