package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.files.JobState.Halt;
import dev.synaxis.usage.JobMeter;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one job from its last checkpoint: reads units, has several of them settled at once, and writes what became of
 * them in their order. What is not written yet is bounded, whatever the size of the file.
 */
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final InboundConfig.Files config;
    private final JobFolder folder;
    private final Job job;
    private final LineCalls calls;
    private final JobMeter meter;
    private final Clock clock;
    private final AtomicReference<@Nullable Halt> told = new AtomicReference<>();
    private volatile JobState state = new JobState();
    private volatile @Nullable JobReport report;
    /** Why its files cannot be read or written; null where they can. */
    private volatile @Nullable String trouble;

    JobRunner(InboundConfig.Files config, JobFolder folder, Job job, LineCalls calls, JobMeter meter, Clock clock) {
        this.config = config;
        this.folder = folder;
        this.job = job;
        this.calls = calls;
        this.meter = meter;
        this.clock = clock;
    }

    /** The first halt counts. */
    void halt(Halt why) {
        told.compareAndSet(null, why);
        state.halt(why);
    }

    /** How the job is doing; null before it has begun. */
    @Nullable ObjectNode shown() {
        JobReport begun = report;
        String why = trouble;
        if (begun != null) {
            return begun.json();
        }
        return why == null ? null : Json.object().put("id", job.id()).put("state", "waiting").put("waiting-for", why);
    }

    /** Works until the job has ended or is halted; the caller holds its lock. */
    void run() throws InterruptedException {
        boolean ended = false;
        Duration pause = SHORTEST;
        while (!ended) {
            state = new JobState();
            Halt earlier = told.get();
            if (earlier != null) {
                state.halt(earlier);
            }
            try {
                if (trouble != null && Files.exists(job.path())) {
                    // nobody is asked, and paid, for what could not be kept
                    Durable.probe(job.path());
                }
                ended = attempt();
            } catch (IOException | RuntimeException e) {
                Duration longer = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
                pause = trouble == null ? SHORTEST : longer;
                tell(e, pause);
                ended = !pauseAfterTrouble(pause);
            }
        }
    }

    private void tell(Exception e, Duration pause) {
        boolean first = trouble == null;
        String why = "its files cannot be read or written: " + e.getClass().getSimpleName()
                + (e.getMessage() == null ? "" : ": " + e.getMessage());
        trouble = why;
        JobReport begun = report;
        if (begun != null) {
            begun.troubled(job, why);
        }
        var line = first ? LOG.atError().setCause(e) : LOG.atWarn().addKeyValue("error", why);
        line.addKeyValue("job", job.id()).addKeyValue("pauseMs", pause.toMillis())
                .log("A job cannot read or write its files; after a pause it goes on from its last checkpoint");
    }

    /** Whether the job may go on. */
    private boolean pauseAfterTrouble(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        while (told.get() == null && System.nanoTime() < until) {
            Thread.sleep(GLANCE);
        }
        return told.get() == null;
    }

    /** Whether nothing is left to do for this gateway. */
    private boolean attempt() throws IOException, InterruptedException {
        Path input = job.input();
        if (Files.exists(job.manifest()) || input == null) {
            if (input == null && !Files.exists(job.manifest())) {
                folder.clear(job);
            } else {
                folder.publish(job);
            }
            return true;
        }
        JobSettings settings = folder.settings(job, input, clock.instant());
        Checkpoint start = Files.exists(job.checkpoint())
                ? Checkpoint.read(Files.readAllBytes(job.checkpoint()))
                : Checkpoint.START;
        JobReport shown = new JobReport(job.id(), settings, Files.size(input), start, clock, config.progress());
        report = shown;
        try (JobWriter writer = JobWriter.open(job, start, config.checkpoint())) {
            String failure = null;
            try {
                lookAtMarkers();
                work(input, settings, writer, shown);
            } catch (JobFailure e) {
                failure = e.reason();
            }
            writer.checkpoint();
            lookAtMarkers();
            Halt halt = state.halt();
            if (failure == null && (halt == Halt.STOP || halt == Halt.PAUSE)) {
                shown.halted(job, writer.point());
                return true;
            }
            shown.ended(writer.point(), halt == Halt.CANCEL ? "cancelled" : failure == null ? "finished" : "failed", failure);
            Durable.write(job.manifest(), shown.manifest(clock.instant()));
        }
        folder.publish(job);
        return true;
    }

    private void work(Path input, JobSettings settings, JobWriter writer, JobReport shown)
            throws IOException, JobFailure, InterruptedException {
        Checkpoint start = writer.point();
        if (start.model() != null) {
            state.pin(new JobState.Pin(start.model(), start.dimension()));
        }
        String name = job.id() + "@" + settings.claimed().toEpochMilli();
        LineWorker worker = new LineWorker(calls, state, name, settings.model(), config.patience());
        LineCalls.Limits limits = calls.limits(settings.model());
        var bounded = new LineCalls.Limits(Math.min(config.batch(), limits.texts()), limits.tokens());
        Deque<Pending> window = new ArrayDeque<>();
        ExecutorService threads = Executors.newFixedThreadPool(
                config.inFlight(), Thread.ofVirtual().name("job-" + job.id() + "-", 0).factory());
        try (JobInput lines = JobInput.open(input, settings, start.offset(), start.line())) {
            Unit.Source source = new Unit.Source(lines, bounded);
            boolean more = true;
            JobFailure broken = null;
            while (more || !window.isEmpty()) {
                while (more && state.halt() == null && window.size() < config.inFlight() * 2) {
                    try {
                        Unit unit = source.next();
                        more = unit != null;
                        if (unit != null) {
                            window.add(new Pending(unit, threads.submit(() -> worker.work(unit))));
                        }
                    } catch (JobFailure e) {
                        broken = e;
                        more = false;
                    }
                }
                Pending first = window.peek();
                if (first == null) {
                    break;
                }
                if (settled(first, writer)) {
                    window.remove();
                }
                look(writer, shown, lines.bytesRead());
            }
            if (broken != null) {
                throw broken;
            }
        } catch (Halted e) {
            // the units behind the halted one are asked for again by whoever goes on
        } finally {
            if (!window.isEmpty()) {
                state.halt(Halt.STOP);
            }
            threads.shutdown();
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.atInfo().addKeyValue("job", job.id()).log("A job waits for its last calls to end");
            }
        }
    }

    /** A unit and its result to come. */
    private record Pending(Unit unit, Future<UnitResult> result) {}

    /** Whether the unit has its result, which is written then. */
    private boolean settled(Pending pending, JobWriter writer)
            throws IOException, Halted, JobFailure, InterruptedException {
        try {
            UnitResult result = pending.result().get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            writer.add(pending.unit(), result, state.pin());
            meter.lines(result.totals().done(), result.totals().failed());
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Halted halted -> throw halted;
                case JobFailure failure -> throw failure;
                case null, default -> throw new IllegalStateException("a line could not be worked on", e.getCause());
            }
        }
    }

    private void look(JobWriter writer, JobReport shown, long bytesRead) throws IOException {
        if (writer.due()) {
            if (writer.checkpoint()) {
                trouble = null;
            }
            lookAtMarkers();
        }
        shown.at(writer.point(), bytesRead, state.waitingFor());
        shown.showIfDue(job);
    }

    private void lookAtMarkers() {
        if (Files.exists(job.cancelled())) {
            state.halt(Halt.CANCEL);
        } else if (Files.exists(job.paused())) {
            state.halt(Halt.PAUSE);
        }
    }
}
