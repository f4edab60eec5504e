package dev.synaxis.state;

import dev.synaxis.config.QuotaWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider's windows have used. */
public record QuotaStatus(String provider, List<Window> windows) {

    /** @param resetsAt the end of the window; null where it has none, but holds calls that are under way */
    public record Window(QuotaWindow window, long used, @Nullable Instant resetsAt) {
        public long left() {
            return Math.max(0, window.limit() - used);
        }
    }
}
