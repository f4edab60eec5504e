package dev.synaxis.inbound.files;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The results of a running job and the checkpoint that vouches for them. A checkpoint is written only once the results
 * that it speaks of are on the disk, so whatever it says after a power loss is there.
 */
final class JobWriter implements Closeable {

    private final Job job;
    private final JobOutput output;
    private final JobOutput errors;
    private final long everyNanos;
    private final Duration workedBefore;
    private final long started = System.nanoTime();
    private Checkpoint point;
    private boolean dirty;
    private long last = started;

    private JobWriter(Job job, JobOutput output, JobOutput errors, Checkpoint start, Duration every) {
        this.job = job;
        this.output = output;
        this.errors = errors;
        this.point = start;
        this.workedBefore = start.worked();
        this.everyNanos = every.toNanos();
    }

    static JobWriter open(Job job, Checkpoint start, Duration every) throws IOException {
        JobOutput output = JobOutput.open(job.output(), start.output());
        try {
            return new JobWriter(job, output, JobOutput.open(job.errors(), start.errors()), start, every);
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    void add(Unit unit, UnitResult result, JobState.@Nullable Pin pin) throws IOException {
        output.add(result.output());
        errors.add(result.errors());
        point = new Checkpoint(
                unit.end(),
                unit.nextLine(),
                output.length(),
                errors.length(),
                point.totals().plus(result.totals()),
                pin == null ? null : pin.model(),
                pin == null ? 0 : pin.dimension(),
                workedBefore.plusNanos(System.nanoTime() - started));
        dirty = true;
    }

    /** What has been written, on the disk or not. */
    Checkpoint point() {
        return point;
    }

    boolean due() {
        return System.nanoTime() - last >= everyNanos;
    }

    /** What has been written outlives a power loss when this returns; whether there was anything new. */
    boolean checkpoint() throws IOException {
        last = System.nanoTime();
        if (!dirty) {
            return false;
        }
        output.force();
        errors.force();
        Durable.write(job.checkpoint(), point.json());
        dirty = false;
        last = System.nanoTime();
        return true;
    }

    @Override
    public void close() throws IOException {
        output.close();
        errors.close();
    }
}
