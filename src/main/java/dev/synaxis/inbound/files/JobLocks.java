package dev.synaxis.inbound.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who works on which job: a lock of the operating system on one byte, chosen by the job's id, of a file that all gateways
 * of a folder share. The system lets go of it when its owner's process ends, in whatever way; nobody else can. The file is
 * opened once, since POSIX drops a process's locks on a file as soon as it closes the file anywhere.
 */
final class JobLocks implements Closeable {

    private final FileChannel channel;

    private JobLocks(FileChannel channel) {
        this.channel = channel;
    }

    static JobLocks open(Path file) throws IOException {
        return new JobLocks(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** Null where another gateway, or another thread of this one, has it. */
    @Nullable FileLock tryLock(String job) throws IOException {
        long place = UUID.nameUUIDFromBytes(job.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits()
                & (Long.MAX_VALUE >> 1);
        try {
            return channel.tryLock(place, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
