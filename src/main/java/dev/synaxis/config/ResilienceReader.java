package dev.synaxis.config;

import dev.synaxis.config.Resilience.Breaker;
import dev.synaxis.config.Resilience.Cooldowns;
import dev.synaxis.config.Resilience.Probe;
import dev.synaxis.config.Resilience.Retry;
import java.time.Duration;

/** Reads {@code resilience}: of the gateway, and of one provider, which has no say in the bounds of a whole call. */
final class ResilienceReader {

    private static final int MOST = 1000;

    private ResilienceReader() {}

    static Resilience gateway(Section section) {
        Resilience base = Resilience.DEFAULT;
        return read(
                section,
                base,
                section.whole("max-attempts", 1, MOST, base.maxAttempts()),
                section.duration("deadline", base.deadline()));
    }

    /** @param gateway what holds where the section is silent */
    static Resilience provider(Section section, Resilience gateway) {
        return read(section, gateway, gateway.maxAttempts(), gateway.deadline());
    }

    private static Resilience read(Section section, Resilience base, int maxAttempts, Duration deadline) {
        Resilience read = new Resilience(
                breaker(section.section("breaker"), base.breaker()),
                cooldowns(section.section("cooldown"), base.cooldown()),
                probe(section.section("probe"), base.probe()),
                retry(section.section("retry"), base.retry()),
                section.whole("max-retries", 0, MOST, base.maxRetries()),
                maxAttempts,
                deadline);
        section.end();
        return read;
    }

    private static Breaker breaker(Section section, Breaker base) {
        Breaker read = new Breaker(
                section.flag("enabled", base.enabled()),
                section.whole("failures", 1, MOST, base.failures()),
                section.whole("window", 1, MOST, base.window()),
                section.duration("open", base.open()));
        if (read.failures() > read.window() && !read.equals(base)) {
            section.problem("failures", "is " + read.failures() + " and can never be reached in a window of "
                    + read.window() + " calls");
        }
        section.end();
        return read;
    }

    private static Cooldowns cooldowns(Section section, Cooldowns base) {
        Cooldowns read = new Cooldowns(
                section.flag("enabled", base.enabled()),
                section.pause("rate-limited", base.rateLimited()),
                section.pause("authentication", base.authentication()),
                section.pause("model-not-found", base.modelNotFound()),
                section.pause("overloaded", base.overloaded()),
                section.pause("quota-exhausted", base.quotaExhausted()));
        section.end();
        return read;
    }

    private static Probe probe(Section section, Probe base) {
        Probe read = new Probe(
                section.flag("enabled", base.enabled()),
                section.duration("timeout", base.timeout()),
                section.flag("paid", base.paid()));
        section.end();
        return read;
    }

    private static Retry retry(Section section, Retry base) {
        Retry read = new Retry(
                section.pause("shortest", base.shortest()),
                section.pause("longest", base.longest()),
                section.pause("short-wait", base.shortWait()),
                section.pause("longest-wait", base.longestWait()));
        if (read.shortest().compareTo(read.longest()) > 0 && !read.equals(base)) {
            section.problem("shortest", "is longer than longest (" + Quantities.text(read.longest()) + ")");
        }
        section.end();
        return read;
    }
}
