package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a job is doing, for the log, the progress file and {@code /admin/jobs}; at its end, the manifest. Rate and time
 * left are those of this gateway since it has the job.
 */
final class JobReport {

    private static final Logger LOG = LoggerFactory.getLogger("dev.synaxis.job");

    private final String id;
    private final JobSettings settings;
    private final long size;
    private final Checkpoint start;
    private final Clock clock;
    private final long everyNanos;
    private final long began = System.nanoTime();

    private volatile Checkpoint point;
    private volatile long bytesRead;
    private volatile long firstBytes = -1;
    private volatile @Nullable String waitingFor;
    private volatile String state = "running";
    private volatile @Nullable String reason;
    private long shown = began;

    /** @param size bytes of the dropped file */
    JobReport(String id, JobSettings settings, long size, Checkpoint start, Clock clock, Duration every) {
        this.id = id;
        this.settings = settings;
        this.size = size;
        this.start = start;
        this.point = start;
        this.clock = clock;
        this.everyNanos = every.toNanos();
    }

    void at(Checkpoint now, long read, @Nullable String waiting) {
        point = now;
        // of a packed file only what was read is known, not what of it is settled
        bytesRead = settings.gzip() ? read : now.offset();
        if (firstBytes < 0) {
            firstBytes = settings.gzip() ? read : start.offset();
        }
        waitingFor = waiting;
    }

    /** Writes the progress file, and the line in the log, every few seconds. */
    void showIfDue(Job job) throws IOException {
        if (System.nanoTime() - shown < everyNanos) {
            return;
        }
        shown = System.nanoTime();
        Durable.show(job.progress(), Json.bytes(json()));
        Totals totals = point.totals();
        String waiting = waitingFor;
        var line = LOG.atInfo().addKeyValue("job", id)
                .addKeyValue("done", totals.done())
                .addKeyValue("failed", totals.failed())
                .addKeyValue("linesPerSecond", Math.round(rate()))
                .addKeyValue("percent", percent())
                .addKeyValue("secondsLeft", secondsLeft());
        if (waiting == null) {
            line.log("Job running");
        } else {
            line.addKeyValue("error", waiting).log("Job waiting for a provider");
        }
    }

    /** It waits for its files; shown where that can be written. */
    void troubled(Job job, String why) {
        state = "running";
        waitingFor = why;
        try {
            Durable.show(job.progress(), Json.bytes(json()));
        } catch (IOException e) {
            // what keeps its files from being written keeps this one, too
        }
    }

    void halted(Job job, Checkpoint now) throws IOException {
        at(now, bytesRead, null);
        state = "halted";
        Durable.show(job.progress(), Json.bytes(json()));
        LOG.atInfo().addKeyValue("job", id).addKeyValue("done", now.totals().done()).log("Job halted; it can go on");
    }

    void ended(Checkpoint now, String how, @Nullable String why) {
        point = now;
        state = how;
        reason = why;
        var line = LOG.atInfo().addKeyValue("job", id).addKeyValue("outcome", how)
                .addKeyValue("done", now.totals().done())
                .addKeyValue("failed", now.totals().failed())
                .addKeyValue("seconds", seconds(now.worked()))
                .addKeyValue("linesPerSecond", Math.round(rate()));
        // the reason may quote the file
        line.log(why == null ? "Job ended" : "Job ended; its manifest says why");
    }

    /** Lines per second. */
    private double rate() {
        Checkpoint now = point;
        return (now.line() - start.line()) * 1e9 / Math.max(1, System.nanoTime() - began);
    }

    private long percent() {
        return size == 0 ? 100 : Math.clamp(bytesRead * 100 / size, 0, 100);
    }

    /** By the bytes that are left; null where nothing has been settled yet. */
    private @Nullable Long secondsLeft() {
        long settled = bytesRead - Math.max(0, firstBytes);
        if (settled <= 0) {
            return null;
        }
        double perByte = (System.nanoTime() - began) / 1e9 / settled;
        return Math.round(Math.max(0, size - bytesRead) * perByte);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private ObjectNode head() {
        ObjectNode object = Json.object().put("id", id).put("file", settings.file());
        String waiting = waitingFor;
        object.put("state", waiting != null && state.equals("running") ? "waiting" : state);
        if (waiting != null && state.equals("running")) {
            object.put("waiting-for", waiting);
        }
        if (reason != null) {
            object.put("reason", reason);
        }
        return object.put("format", settings.format().name().toLowerCase(Locale.ROOT))
                .put("claimed", settings.claimed().toString());
    }

    private void results(ObjectNode object) {
        Checkpoint now = point;
        Totals totals = now.totals();
        object.put("lines", totals.done() + totals.failed() + totals.blank());
        totals.write(object);
        object.put("model", now.model()).put("dimension", now.model() == null ? null : now.dimension());
        object.put("seconds", seconds(now.worked()));
    }

    ObjectNode json() {
        ObjectNode object = head();
        results(object);
        object.put("bytes", bytesRead).put("size", size).put("percent", percent());
        object.put("lines-per-second", Math.round(rate() * 10) / 10.0).put("seconds-left", secondsLeft());
        return object.put("updated", clock.instant().toString());
    }

    byte[] manifest(Instant ended) {
        ObjectNode object = head().put("ended", ended.toString());
        results(object);
        return (object.toPrettyString() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
