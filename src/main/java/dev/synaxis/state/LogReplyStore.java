package dev.synaxis.state;

import dev.synaxis.failure.IllegalConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Replies in a file of this gateway that is only ever appended to, and written anew without the old ones when these
 * are the larger part. The keys are in memory, the replies are not. A reply is on the disk (fsync) when it is kept;
 * those that arrive together share one fsync. What a kill left half-written at the end is cut off at the next start.
 */
final class LogReplyStore implements ReplyStore {

    private static final long COMPACT_ABOVE = 16L << 20;

    private record Place(long at, int length, long expires) {}

    private final Path file;
    private final FileChannel lockFile;
    private final FileLock fileLock;
    private final Clock clock;
    private final Duration keep;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private FileChannel log;
    private long end;
    private long live;
    private volatile long synced;

    private LogReplyStore(Path file, FileChannel lockFile, FileLock fileLock, Clock clock, Duration keep) throws IOException {
        this.file = file;
        this.lockFile = lockFile;
        this.fileLock = fileLock;
        this.clock = clock;
        this.keep = keep;
        this.log = open(file);
        load();
    }

    /** @throws IllegalConfigException where the directory cannot be used, or another gateway uses it */
    static LogReplyStore open(Path directory, Clock clock, Duration keep) {
        try {
            Files.createDirectories(directory);
            FileChannel lockFile = open(directory.resolve("lock"));
            FileLock held;
            try {
                held = lockFile.tryLock();
            } catch (OverlappingFileLockException e) {
                held = null;
            }
            if (held == null) {
                lockFile.close();
                throw refuse("is used by another gateway; give each its own");
            }
            return new LogReplyStore(directory.resolve("replies.log"), lockFile, held, clock, keep);
        } catch (IOException e) {
            throw refuse("cannot be written to: " + e.getClass().getSimpleName());
        }
    }

    private static IllegalConfigException refuse(String why) {
        return new IllegalConfigException(List.of("inbound.replies.directory: " + why));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void load() throws IOException {
        long size = log.size();
        LogRecord record;
        while ((record = LogRecord.read(log, end, size)) != null) {
            remember(record, end);
            end += record.size();
        }
        log.truncate(end);
        if (2 * live < end) {
            compact();
        }
        synced = end;
    }

    private void remember(LogRecord record, long at) {
        Place before = places.remove(record.key());
        if (before != null) {
            live -= before.length();
        }
        if (record.reply() != null && record.expires() > clock.millis()) {
            places.put(record.key(), new Place(at, record.size(), record.expires()));
            live += record.size();
        }
    }

    @Override
    public Look claim(String key) throws IOException {
        lock.lock();
        try {
            Place place = places.get(key);
            if (place != null && place.expires() > clock.millis()) {
                LogRecord record = LogRecord.read(log, place.at(), end);
                if (record == null || record.reply() == null) {
                    throw new IOException("a reply in " + file.getFileName() + " cannot be read any more");
                }
                return new Known(record.reply());
            }
            return claimed.add(key) ? new Yours() : new Taken();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void keep(String key, byte[] reply) throws IOException {
        LogRecord record = new LogRecord(key, clock.millis() + keep.toMillis(), reply);
        long upTo;
        lock.lock();
        try {
            upTo = append(record);
            claimed.remove(key);
        } finally {
            lock.unlock();
        }
        sync(upTo);
    }

    private long append(LogRecord record) throws IOException {
        ByteBuffer bytes = record.bytes();
        long at = end;
        while (bytes.hasRemaining()) {
            log.write(bytes, at + bytes.position());
        }
        end = at + record.size();
        remember(record, at);
        return end;
    }

    /** One fsync for all that waited while the last one ran. */
    private void sync(long upTo) throws IOException {
        syncing.lock();
        try {
            if (synced < upTo) {
                lock.lock();
                long reached;
                FileChannel current;
                try {
                    reached = end;
                    current = log;
                } finally {
                    lock.unlock();
                }
                current.force(false);
                synced = reached;
            }
        } finally {
            syncing.unlock();
        }
    }

    @Override
    public void release(String key) {
        lock.lock();
        try {
            claimed.remove(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(String key) {
        syncing.lock();
        lock.lock();
        try {
            if (places.containsKey(key)) {
                append(new LogRecord(key, 0, null));
                if (end > COMPACT_ABOVE && 4 * live < end) {
                    compact();
                }
            }
        } catch (IOException e) {
            // it is forgotten when it expires
        } finally {
            lock.unlock();
            syncing.unlock();
        }
    }

    /** Writes what is live into a new file that takes the place of the old one in one step. */
    private void compact() throws IOException {
        long now = clock.millis();
        places.values().removeIf(place -> place.expires() <= now);
        Path fresh = file.resolveSibling("replies.new");
        Files.deleteIfExists(fresh);
        FileChannel out = open(fresh);
        long at = 0;
        for (Map.Entry<String, Place> entry : places.entrySet()) {
            Place place = entry.getValue();
            long copied = 0;
            out.position(at);
            while (copied < place.length()) {
                copied += log.transferTo(place.at() + copied, place.length() - copied, out);
            }
            entry.setValue(new Place(at, place.length(), place.expires()));
            at += place.length();
        }
        out.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        log.close();
        log = out;
        end = at;
        live = at;
        synced = at;
    }

    @Override
    public @Nullable String trouble() {
        return null;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            log.close();
            fileLock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }
}
