package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Instant;
import java.util.List;

/** What a provider's windows have used. */
public record QuotaStatus(String provider, List<Window> windows) {

    /** @param resetsAt the end of the window */
    public record Window(QuotaWindow window, long used, Instant resetsAt) {
        public long left() {
            return Math.max(0, window.limit() - used);
        }
    }
}
