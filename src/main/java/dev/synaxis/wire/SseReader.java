package dev.synaxis.wire;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an event stream into events, whatever way they are cut.
 *
 * <p>Follows the WHATWG rules: lines end with CR LF, LF or CR; a leading byte order mark is dropped; comments, {@code id}
 * and {@code retry} are passed over; an event is complete at its blank line. Source:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html (read 2026-11-22). One difference: {@link #end} gives
 * out a last event that lacks its blank line, which several vendors leave out.
 */
public final class SseReader implements EventReader {

    /** As many bytes as it takes to tell an event stream by its beginning. */
    public static final int OPENING = 16;

    private static final Pattern OPENS =
            Pattern.compile("(\u00EF\u00BB\u00BF)?\\s*(data:|event:|id:|retry:|:).*", Pattern.DOTALL);

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventBytes;
    private byte[] line = new byte[256];
    private int lineLength;
    private byte[] data = new byte[512];
    private int dataLength;
    private boolean hasData;
    private @Nullable String event;
    private boolean afterCr;
    private boolean atStart = true;

    /** @param maxEventBytes longest event; a longer one is a MALFORMED_REPLY */
    public SseReader(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    public SseReader() {
        this(64 * 1024 * 1024);
    }

    /** Whether a body that begins so is an event stream, whatever its content type says. */
    public static boolean opens(byte[] first) {
        return OPENS.matcher(new String(first, StandardCharsets.ISO_8859_1)).matches();
    }

    @Override
    public void feed(byte[] bytes, Consumer<SseEvent> out) {
        int from = 0;
        int length = bytes.length;
        if (afterCr && length > 0) {
            afterCr = false;
            if (bytes[0] == '\n') {
                from = 1;
            }
        }
        int i = from;
        while (i < length) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                i++;
                continue;
            }
            if (lineLength == 0) {
                endLine(bytes, from, i, out);
            } else {
                keep(bytes, from, i);
                endLine(line, 0, lineLength, out);
                lineLength = 0;
            }
            i++;
            if (b == '\r') {
                if (i == length) {
                    afterCr = true;
                } else if (bytes[i] == '\n') {
                    i++;
                }
            }
            from = i;
        }
        if (from < length) {
            keep(bytes, from, length);
        }
    }

    /** The stream is over: gives out an event that was not closed by a blank line. */
    @Override
    public void end(Consumer<SseEvent> out) {
        if (lineLength > 0) {
            endLine(line, 0, lineLength, out);
            lineLength = 0;
        }
        dispatch(out);
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = to - from;
        checkSize((long) lineLength + more);
        if (line.length < lineLength + more) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + more));
        }
        System.arraycopy(bytes, from, line, lineLength, more);
        lineLength += more;
    }

    private void endLine(byte[] bytes, int from, int to, Consumer<SseEvent> out) {
        if (atStart) {
            atStart = false;
            if (to - from >= 3 && Arrays.equals(bytes, from, from + 3, BOM, 0, 3)) {
                from += 3;
            }
        }
        if (from == to) {
            dispatch(out);
            return;
        }
        if (bytes[from] == ':') {
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (isField(bytes, from, colon, "data")) {
            append(bytes, value, to);
        } else if (isField(bytes, from, colon, "event")) {
            event = new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
    }

    private static boolean isField(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void append(byte[] bytes, int from, int to) {
        int more = to - from + (hasData ? 1 : 0);
        checkSize((long) dataLength + more);
        if (data.length < dataLength + more) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, dataLength + more));
        }
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(bytes, from, data, dataLength, to - from);
        dataLength += to - from;
        hasData = true;
    }

    private void checkSize(long size) {
        if (size > maxEventBytes) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the stream has an event of more than " + maxEventBytes + " bytes");
        }
    }

    private void dispatch(Consumer<SseEvent> out) {
        String name = event;
        event = null;
        if (hasData) {
            byte[] bytes = Arrays.copyOf(data, dataLength);
            hasData = false;
            dataLength = 0;
            out.accept(new SseEvent(name, bytes));
        }
    }
}
