package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.inbound.files.JobState.Halt;
import dev.synaxis.usage.JobMeter;
import dev.synaxis.wire.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a folder, as far as this gateway goes: takes files while it has room, takes up what others left, and tells
 * about all of them. Other gateways of the folder do the same; the folder itself is all that they share.
 */
public final class FileJobs implements Closeable {

    /** What became of an order to pause, resume or cancel. */
    public enum Ordered {
        DONE,
        UNKNOWN,
        /** The job has ended. */
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(FileJobs.class);
    private static final int MOST_ENDED = 100;

    private final InboundConfig.Files config;
    private final JobFolder folder;
    private final JobLocks locks;
    private final LineCalls calls;
    private final JobMeter meter;
    private final Clock clock;
    private final Semaphore room;
    private final Map<String, JobRunner> mine = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @throws dev.synaxis.failure.IllegalConfigException where the folders cannot be worked in */
    public FileJobs(InboundConfig.Files config, LineCalls calls, JobMeter meter, Clock clock) {
        this.config = config;
        this.folder = JobFolder.open(config);
        this.calls = calls;
        this.meter = meter;
        this.clock = clock;
        this.room = new Semaphore(config.jobs());
        try {
            locks = folder.locks();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the dropped file a job once there is room for one more; leaves it where another gateway took it meanwhile. */
    public void claim(Exchange exchange) throws IOException, InterruptedException {
        Path file = Path.of(exchange.getMessage().getHeader(Exchange.FILE_PATH, String.class));
        while (!stopping && Files.exists(file)) {
            if (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                continue;
            }
            JobFolder.Claimed claimed = null;
            try {
                // somebody may have begun to write it anew while it waited for room
                boolean same = SettledFiles.unchanged(file, exchange.getMessage());
                claimed = stopping || !same ? null : folder.claim(file, locks, clock.instant());
            } finally {
                if (claimed == null) {
                    room.release();
                }
            }
            if (claimed != null) {
                LOG.atInfo().addKeyValue("job", claimed.job().id()).log("Job begins");
                begin(claimed.job(), claimed.lock());
            }
            return;
        }
    }

    /** Takes up jobs that nobody works on: their gateway has died or stopped, or they were resumed. */
    public void takeOver() throws IOException {
        for (String id : folder.running()) {
            Job job = folder.job(id);
            boolean asleep = Files.exists(job.paused()) && !Files.exists(job.cancelled());
            if (stopping || asleep || mine.containsKey(id) || !room.tryAcquire()) {
                continue;
            }
            FileLock lock = null;
            try {
                lock = locks.tryLock(id);
            } finally {
                if (lock == null) {
                    room.release();
                }
            }
            if (lock != null) {
                if (Files.exists(job.path())) {
                    LOG.atInfo().addKeyValue("job", id).log("Job goes on");
                    begin(job, lock);
                } else {
                    end(lock);
                }
            }
        }
    }

    private void begin(Job job, FileLock lock) {
        JobRunner runner = new JobRunner(config, folder, job, calls, meter, clock);
        mine.put(job.id(), runner);
        meter.started();
        if (stopping) {
            runner.halt(Halt.STOP);
        }
        Thread.ofVirtual().name("job-" + job.id()).start(() -> {
            try {
                runner.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                mine.remove(job.id());
                meter.ended();
                end(lock);
            }
        });
    }

    private void end(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The lock of a job could not be released");
        } finally {
            room.release();
        }
    }

    /** A paused job gives up its place; it stays paused when gateways start again. */
    public Ordered pause(String id) throws IOException {
        return order(id, Halt.PAUSE);
    }

    /** Ends the job with what it has so far. */
    public Ordered cancel(String id) throws IOException {
        return order(id, Halt.CANCEL);
    }

    private Ordered order(String id, Halt halt) throws IOException {
        if (!JobFolder.isId(id)) {
            return Ordered.UNKNOWN;
        }
        Job job = folder.job(id);
        try {
            JobFolder.mark(halt == Halt.CANCEL ? job.cancelled() : job.paused());
        } catch (NoSuchFileException e) {
            return gone(id);
        }
        JobRunner runner = mine.get(id);
        if (runner != null) {
            runner.halt(halt);
        }
        return Ordered.DONE;
    }

    /** Lets a paused job go on, at the first gateway that has room. */
    public Ordered resume(String id) throws IOException {
        Job job = folder.job(id);
        if (!JobFolder.isId(id)) {
            return Ordered.UNKNOWN;
        }
        if (!Files.exists(job.path())) {
            return gone(id);
        }
        Files.deleteIfExists(job.paused());
        return Ordered.DONE;
    }

    private Ordered gone(String id) {
        return Files.exists(folder.results(id).path()) ? Ordered.ENDED : Ordered.UNKNOWN;
    }

    /** Files that nobody has taken yet. */
    public int waiting() throws IOException {
        return folder.waiting();
    }

    /** Every job that has not ended, and those that ended last. */
    public List<ObjectNode> jobs() throws IOException {
        List<ObjectNode> jobs = new ArrayList<>();
        for (String id : folder.running()) {
            add(jobs, job(id));
        }
        List<ObjectNode> ended = new ArrayList<>();
        for (String id : folder.ended()) {
            add(ended, ended(id));
        }
        ended.sort(Comparator.comparing((ObjectNode job) -> Json.textOrEmpty(job, "ended")).reversed());
        jobs.addAll(ended.subList(0, Math.min(MOST_ENDED, ended.size())));
        return jobs;
    }

    private static void add(List<ObjectNode> jobs, @Nullable ObjectNode job) {
        if (job != null) {
            jobs.add(job);
        }
    }

    /** How a job is doing or how it ended; null where there is none. */
    public @Nullable ObjectNode job(String id) throws IOException {
        if (!JobFolder.isId(id)) {
            return null;
        }
        Job job = folder.job(id);
        if (!Files.isDirectory(job.path())) {
            return ended(id);
        }
        JobRunner runner = mine.get(id);
        ObjectNode running = runner == null ? null : runner.shown();
        if (running != null) {
            return running;
        }
        ObjectNode told = read(job.progress());
        ObjectNode shown = told == null ? Json.object().put("id", id).put("state", "claimed") : told;
        if (Files.exists(job.paused()) && !Files.exists(job.cancelled())) {
            shown.put("state", "paused");
        }
        return shown;
    }

    private @Nullable ObjectNode ended(String id) throws IOException {
        return read(folder.results(id).manifest());
    }

    private static @Nullable ObjectNode read(Path file) throws IOException {
        try {
            return Json.parseObject(Files.readAllBytes(file)).orElse(null);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Takes no more work, and lets go of every job at its next checkpoint. */
    public void stop() {
        stopping = true;
        mine.values().forEach(runner -> runner.halt(Halt.STOP));
    }

    /** Waits until every job has let go, so long at most. */
    public void awaitStop(Duration most) throws InterruptedException {
        if (room.tryAcquire(config.jobs(), most.toNanos(), TimeUnit.NANOSECONDS)) {
            room.release(config.jobs());
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        // while a job still waits for a call nobody else may have it; its lock then ends with the process
        if (room.tryAcquire(config.jobs())) {
            locks.close();
        }
    }
}
