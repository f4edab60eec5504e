package dev.synaxis.inbound.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Changes to files that are on the disk, names included, when the call returns. */
final class Durable {

    private static final int CHUNK = 1 << 20;
    private static final int PROBE = 8 * CHUNK;

    private Durable() {}

    /** Replaces the file as a whole: whoever reads it, or the start after a power loss, sees the old one or the new one. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = replacement(file);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, bytes);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.getParent());
    }

    /** Replaces the file as a whole, for readers alone: it need not outlive a power loss. */
    static void show(Path file, byte[] bytes) throws IOException {
        Path fresh = replacement(file);
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path replacement(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** @throws IOException where the folder has no room for some megabytes, or cannot be written to */
    static void probe(Path folder) throws IOException {
        Path file = folder.resolve(".probe");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int written = 0; written < PROBE; written += CHUNK) {
                write(channel, new byte[CHUNK]);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Renames; both names must be on one file system. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.getParent());
        sync(from.getParent());
    }

    /** Makes the names in a folder last. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            // Windows opens no folder, and needs none opened
            if (!System.getProperty("os.name").startsWith("Windows")) {
                throw e;
            }
        }
    }
}
