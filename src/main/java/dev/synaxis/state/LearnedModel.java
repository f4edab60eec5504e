package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Origin;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.VendorLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a vendor has said of the limits of one model with one key. */
final class LearnedModel {

    /** So many answers in a row must say that a limit is higher than was believed. */
    static final int OFTEN = 3;

    private record Slot(Unit unit, Period period) {}

    /** @param times how many answers in a row have said {@code higher} */
    private record Belief(long limit, long higher, int times) {}

    /** @param windows what becomes of the configured ones */
    private record Laid(List<QuotaWindow> configured, List<QuotaWindow> windows) {}

    private final Map<Slot, Belief> beliefs = new HashMap<>();
    /** Windows that nobody configured. */
    private final Map<Slot, QuotaWindow> found = new HashMap<>();

    private volatile Laid laid = new Laid(List.of(), List.of());

    /** The windows with what is believed; the given ones where another configuration has come. */
    List<QuotaWindow> over(List<QuotaWindow> configured) {
        Laid now = laid;
        return now.configured().equals(configured) ? now.windows() : configured;
    }

    /**
     * Takes what the vendor says.
     *
     * @param mayFind whether a window that nobody configured is to be learned
     * @return the window that it is about, as it holds now; null where there is none
     */
    synchronized @Nullable QuotaWindow heard(
            VendorLimit said, List<QuotaWindow> configured, String upstream, boolean mayFind) {
        if (!laid.configured().equals(configured)) {
            beliefs.clear();
            found.clear();
            laid = new Laid(configured, configured);
        }
        Slot slot = new Slot(said.unit(), said.period());
        QuotaWindow window = window(slot, configured);
        if (window == null && !mayFind) {
            return null;
        }
        Belief before = beliefs.get(slot);
        long base = window == null ? Long.MAX_VALUE : window.limit();
        Belief now = weighed(before == null ? new Belief(base, 0, 0) : before, said.limit());
        beliefs.put(slot, now);
        if (window == null) {
            found.putIfAbsent(
                    slot, new QuotaWindow(slot.unit(), slot.period(), now.limit(), upstream, said.reset(), Origin.VENDOR));
        }
        if (before == null || before.limit() != now.limit()) {
            laid = new Laid(configured, windows(configured));
        }
        return window(slot, laid.windows());
    }

    private static Belief weighed(Belief before, long said) {
        if (said <= before.limit()) {
            return new Belief(said, 0, 0);
        }
        int times = said == before.higher() ? before.times() + 1 : 1;
        return times >= OFTEN ? new Belief(said, 0, 0) : new Belief(before.limit(), said, times);
    }

    private List<QuotaWindow> windows(List<QuotaWindow> configured) {
        List<QuotaWindow> windows = new ArrayList<>(configured);
        beliefs.forEach((slot, belief) -> {
            QuotaWindow window = window(slot, configured);
            if (window == null) {
                windows.add(found.get(slot).withLimit(belief.limit()));
                return;
            }
            long limit = window.origin() == Origin.FILE ? Math.min(window.limit(), belief.limit()) : belief.limit();
            windows.set(windows.indexOf(window), window.withLimit(limit));
        });
        return List.copyOf(windows);
    }

    /** The model's own, else that of all models. */
    private static @Nullable QuotaWindow window(Slot slot, List<QuotaWindow> windows) {
        QuotaWindow found = null;
        for (QuotaWindow window : windows) {
            boolean fits = window.unit() == slot.unit() && window.period() == slot.period();
            if (fits && (found == null || window.model() != null)) {
                found = window;
            }
        }
        return found;
    }
}
