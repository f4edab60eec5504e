package dev.synaxis.inbound.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of results that is only ever added to, from the length that the last checkpoint vouches for. */
final class JobOutput implements Closeable {

    private final FileChannel channel;
    private long length;

    private JobOutput(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /** @throws IOException also where the file is shorter than that: somebody has changed it */
    static JobOutput open(Path file, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.size() < length) {
                throw new IOException(file.getFileName() + " has " + channel.size() + " bytes where the checkpoint has "
                        + length);
            }
            channel.truncate(length);
            channel.position(length);
            return new JobOutput(channel, length);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void add(byte[] bytes) throws IOException {
        Durable.write(channel, bytes);
        length += bytes.length;
    }

    /** Bytes written, on the disk or not. */
    long length() {
        return length;
    }

    /** What was written is on the disk when this returns. */
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
