package dev.synaxis.config;

import java.time.Duration;

/** Reads {@code timeouts} of a provider. */
final class TimeoutsReader {

    private TimeoutsReader() {}

    static Timeouts read(Section section) {
        Timeouts base = Timeouts.DEFAULT;
        Duration firstToken = section.duration("first-token", base.firstToken());
        Timeouts read = new Timeouts(
                section.duration("connect", base.connect()),
                firstToken,
                section.has("first-token") ? firstToken : base.firstByte(),
                section.duration("idle", base.idle()),
                section.duration("total", base.total()));
        section.end();
        return read;
    }
}
