package dev.synaxis.state;

import java.time.Clock;

class MemoryQuotaTrackerTest extends QuotaTrackerContract {

    @Override
    QuotaTracker tracker(Clock clock) {
        return new MemoryQuotaTracker(clock);
    }
}
