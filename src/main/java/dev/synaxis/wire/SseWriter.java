package dev.synaxis.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects events, or bare bytes, for the client, so that those which arrive together leave in one write. */
public final class SseWriter {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;

    /** One event with this data; a line feed in it starts another data line. */
    public void event(byte[] data) {
        put(DATA, 0, DATA.length);
        int from = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                put(data, from, i + 1);
                put(DATA, 0, DATA.length);
                from = i + 1;
            }
        }
        put(data, from, data.length);
        put(END, 0, END.length);
    }

    /** Bytes that are no event, for a stream that has none. */
    public void bytes(byte[] bare) {
        put(bare, 0, bare.length);
    }

    /** One event with a name; null for none. */
    public void event(@Nullable String name, byte[] data) {
        if (name != null) {
            byte[] line = ("event: " + name + "\n").getBytes(StandardCharsets.UTF_8);
            put(line, 0, line.length);
        }
        event(data);
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Everything collected since the last take. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }

    private void put(byte[] from, int start, int end) {
        int more = end - start;
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
    }
}
