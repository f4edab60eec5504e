package dev.synaxis.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The claims of one gateway alone. */
final class MemoryClaims implements Claims {

    private final Clock clock;
    private final Map<String, Instant> ends = new HashMap<>();

    MemoryClaims(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean take(String name, Duration length) {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !end.isAfter(now));
        return ends.putIfAbsent(name, now.plus(length)) == null;
    }
}
