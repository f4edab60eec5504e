package dev.synaxis.inbound.files;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.failure.IllegalConfigException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of jobs as gateways share it: {@code running/<job>/} while it is worked on, {@code outbox/<job>/} afterwards,
 * the dropped file in {@code done/}. A job moves by one rename, so that it is in exactly one place whoever dies when.
 */
final class JobFolder {

    /** What a job may be called: what a file may be called, less what a URL would need escaped. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final int LONGEST_NAME = 120;
    private static final int MOST_NAMESAKES = 100_000;

    private final InboundConfig.Files config;
    private final Path running;

    private JobFolder(InboundConfig.Files config, Path running) {
        this.config = config;
        this.running = running;
    }

    /** @throws IllegalConfigException where files cannot be moved from one of the folders to another */
    static JobFolder open(InboundConfig.Files config) {
        JobFolder folder = new JobFolder(config, config.directory().resolve("running"));
        List<String> problems = new ArrayList<>();
        folder.probe("directory", folder.running, problems);
        folder.probe("outbox", config.outbox(), problems);
        folder.probe("done", config.done(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalConfigException(problems);
        }
        return folder;
    }

    private void probe(String field, Path target, List<String> problems) {
        String name = ".probe-" + UUID.randomUUID();
        Path there = target.resolve(name);
        Path here = config.directory().resolve(name);
        try {
            Files.createDirectories(config.directory());
            Files.createDirectories(target);
            Files.createFile(here);
            Durable.move(here, there);
            Files.delete(there);
        } catch (IOException e) {
            problems.add("inbound.files." + field + ": files cannot be moved to it from the watched folder ("
                    + e.getClass().getSimpleName() + "); both must be writable and on one file system");
            try {
                Files.deleteIfExists(here);
            } catch (IOException again) {
                // it could not be written in the first place
            }
        }
    }

    JobLocks locks() throws IOException {
        return JobLocks.open(running.resolve(".locks"));
    }

    Job job(String id) {
        return new Job(id, running.resolve(id));
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** The job that a file has become, its lock held; null where somebody else has taken the file. */
    @Nullable Claimed claim(Path file, JobLocks locks, Instant now) throws IOException {
        String name = file.getFileName().toString();
        String base = base(name);
        for (int n = 1; n < MOST_NAMESAKES && Files.exists(file); n++) {
            String id = n == 1 ? base : base + "-" + n;
            FileLock lock = locks.tryLock(id);
            if (lock == null) {
                if (!taken(id)) {
                    // another gateway is about to take this very file
                    return null;
                }
                continue;
            }
            boolean kept = false;
            try {
                if (free(id)) {
                    kept = take(file, job(id), now);
                    if (!kept) {
                        return null;
                    }
                    return new Claimed(job(id), lock);
                }
            } finally {
                if (!kept) {
                    lock.release();
                }
            }
        }
        return null;
    }

    /** A job and the lock of the gateway that works on it. */
    record Claimed(Job job, FileLock lock) {}

    /** Whether nothing has this name; the caller holds its lock, so a folder without a file is what a dead claim left. */
    private boolean free(String id) throws IOException {
        Job job = job(id);
        if (Files.exists(job.path()) && job.input() == null && !Files.exists(job.manifest())) {
            clear(job);
        }
        return !Files.exists(running.resolve(id)) && !ended(id);
    }

    private boolean ended(String id) {
        return Files.exists(config.outbox().resolve(id)) || Files.exists(config.done().resolve(id));
    }

    /** Whether a job has this name; a folder without a file is none yet. */
    private boolean taken(String id) throws IOException {
        Job job = job(id);
        return job.input() != null || Files.exists(job.manifest()) || ended(id);
    }

    private boolean take(Path file, Job job, Instant now) throws IOException {
        Path input = job.inputs().resolve(file.getFileName());
        Files.createDirectories(job.inputs());
        try {
            Durable.move(file, input);
        } catch (NoSuchFileException e) {
            clear(job);
            return false;
        }
        Durable.sync(job.path());
        Durable.sync(running);
        Durable.write(job.settings(), JobSettings.of(file.getFileName().toString(), config, now).json());
        return true;
    }

    /** Removes what a claim left that came to nothing. */
    void clear(Job job) throws IOException {
        try {
            Files.deleteIfExists(job.inputs());
            Files.deleteIfExists(job.path());
        } catch (DirectoryNotEmptyException e) {
            throw new IOException("job " + job.id() + " has no file to work on; look into " + job.path(), e);
        }
    }

    private static String base(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(plain.length() - LONGEST_NAME);
    }

    /** Settings of a job; made anew where its gateway died before it had written them. */
    JobSettings settings(Job job, Path input, Instant now) throws IOException {
        if (Files.exists(job.settings())) {
            return JobSettings.read(Files.readAllBytes(job.settings()));
        }
        JobSettings settings = JobSettings.of(input.getFileName().toString(), config, now);
        Durable.write(job.settings(), settings.json());
        return settings;
    }

    /** Moves a job whose results are complete, and its file, to where they stay; goes on where an earlier try ended. */
    void publish(Job job) throws IOException {
        Files.createDirectories(config.done());
        Files.createDirectories(config.outbox());
        Path input = job.input();
        if (input != null) {
            Durable.move(input, config.done().resolve(job.id()));
        }
        for (Path file : job.scaffolding()) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(job.inputs());
        Durable.sync(job.path());
        Durable.move(job.path(), config.outbox().resolve(job.id()));
    }

    /** Ids of jobs that are being worked on, paused or left by a dead gateway. */
    List<String> running() throws IOException {
        return names(running);
    }

    /** Ids of jobs that have ended. */
    List<String> ended() throws IOException {
        return names(config.outbox());
    }

    /** Where the results of a job that has ended are. */
    Job results(String id) {
        return new Job(id, config.outbox().resolve(id));
    }

    /** Files that nobody has taken yet; those that nobody will take, since they are empty or links, are not counted. */
    int waiting() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(config.directory())) {
            for (Path file : files) {
                count += SettledFiles.batch(file.getFileName().toString()) && filled(file) ? 1 : 0;
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return count;
    }

    private static boolean filled(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() && found.size() > 0;
        } catch (NoSuchFileException e) {
            // taken just now
            return false;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> jobs = Files.newDirectoryStream(folder, Files::isDirectory)) {
            jobs.forEach(job -> names.add(job.getFileName().toString()));
        } catch (NoSuchFileException e) {
            // somebody has cleared it away; it is made again when it is needed
        }
        names.removeIf(name -> !isId(name));
        Collections.sort(names);
        return names;
    }

    /** Marks a running job; whoever works on it sees it within a second. */
    static void mark(Path marker) throws IOException {
        try {
            Files.createFile(marker);
            Durable.sync(marker.getParent());
        } catch (FileAlreadyExistsException e) {
            // it was told before
        }
    }
}
