package dev.synaxis.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record of the replies' log: CRC-32C of what follows (4 bytes), length of the key (4), length of the reply or -1 (4),
 * expiry in ms since 1970 (8), the key in UTF-8, the reply.
 *
 * @param reply null where the key is forgotten
 */
record LogRecord(String key, long expires, byte @Nullable [] reply) {

    private static final int HEAD = 20;

    int size() {
        return HEAD + key.getBytes(StandardCharsets.UTF_8).length + (reply == null ? 0 : reply.length);
    }

    ByteBuffer bytes() {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(size());
        bytes.position(4);
        bytes.putInt(name.length).putInt(reply == null ? -1 : reply.length).putLong(expires).put(name);
        if (reply != null) {
            bytes.put(reply);
        }
        return bytes.putInt(0, crc(bytes)).flip();
    }

    private static int crc(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 4, record.capacity() - 4);
        return (int) crc.getValue();
    }

    /** The record that begins there; null where there is no whole and sound one before the end. */
    static @Nullable LogRecord read(FileChannel log, long at, long end) throws IOException {
        if (end - at < HEAD) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        fill(log, head, at);
        int nameLength = head.getInt(4);
        int replyLength = head.getInt(8);
        long size = (long) HEAD + nameLength + Math.max(0, replyLength);
        if (nameLength < 0 || replyLength < -1 || size > end - at || size > Integer.MAX_VALUE) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.allocate((int) size);
        fill(log, whole, at);
        if (crc(whole) != whole.getInt(0)) {
            return null;
        }
        byte[] reply = replyLength < 0 ? null : new byte[replyLength];
        if (reply != null) {
            whole.get(HEAD + nameLength, reply);
        }
        return new LogRecord(
                new String(whole.array(), HEAD, nameLength, StandardCharsets.UTF_8), whole.getLong(12), reply);
    }

    private static void fill(FileChannel log, ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining() && log.read(buffer, at + buffer.position()) >= 0) {
            // until it is full
        }
    }
}
