package dev.synaxis.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the lines of batch jobs, and the jobs that this gateway works on. */
public final class JobMeter {

    private final Counter done;
    private final Counter failed;
    private final AtomicInteger active = new AtomicInteger();

    public JobMeter(MeterRegistry registry) {
        done = lines(registry, "done");
        failed = lines(registry, "failed");
        Gauge.builder("synaxis.jobs.active", active, AtomicInteger::get)
                .description("Batch jobs being worked on")
                .register(registry);
    }

    private static Counter lines(MeterRegistry registry, String result) {
        return Counter.builder("synaxis.job.lines")
                .description("Settled lines of batch jobs")
                .tag("result", result)
                .register(registry);
    }

    public void lines(long answered, long refused) {
        done.increment(answered);
        failed.increment(refused);
    }

    /** A job has been begun or taken up; {@link #ended} follows, whatever happens. */
    public void started() {
        active.incrementAndGet();
    }

    public void ended() {
        active.decrementAndGet();
    }
}
