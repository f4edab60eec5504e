package dev.synaxis.inbound.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into lines, or into CSV records, whose quoted fields may hold ends of lines (RFC 4180). It never holds more
 * than the longest record allowed: a longer one, or one whose quotes do not match, costs its first line alone, and the
 * next line is read as if nothing had been.
 */
final class RecordSplitter {

    private static final int CHUNK = 64 << 10;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final int longest;
    /** Between the fields of a CSV record; 0 for plain lines. */
    private final char delimiter;

    private byte[] window = new byte[CHUNK];
    private int from;
    private int to;
    private boolean ended;
    /** Of {@code window[from]}. */
    private long offset;
    private long line;

    /**
     * @param delimiter 0 for plain lines
     * @param offset    of the stream's first byte in the file, and the line it stands on
     */
    RecordSplitter(InputStream in, int longest, char delimiter, long offset, long line) {
        this.in = in;
        this.longest = longest;
        this.delimiter = delimiter;
        this.offset = offset;
        this.line = line;
    }

    /** Null at the end of the file. */
    @Nullable RawRecord next() throws IOException {
        if (offset == 0 && has(MARK.length) && Arrays.equals(window, from, from + MARK.length, MARK, 0, MARK.length)) {
            consume(MARK.length);
        }
        if (!has(1)) {
            return null;
        }
        return delimiter == 0 ? line() : csv();
    }

    private RawRecord line() throws IOException {
        for (int length = 0; ; length++) {
            if (!has(length + 1)) {
                return record(length, length, 1);
            }
            if (window[from + length] == '\n') {
                return record(length, length + 1, 1);
            }
            if (length >= longest) {
                return rest("the line is longer than " + longest + " bytes");
            }
        }
    }

    private enum Where {
        FIELD_START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE,
        AFTER_RETURN
    }

    private RawRecord csv() throws IOException {
        Where where = Where.FIELD_START;
        int lines = 1;
        for (int length = 0; ; length++) {
            if (!has(length + 1)) {
                return where == Where.QUOTED ? rest("a quoted field is not closed") : record(length, length, lines);
            }
            byte c = window[from + length];
            if (c == '\n' && where != Where.QUOTED) {
                return record(length, length + 1, lines);
            }
            if (length >= longest) {
                return rest(where == Where.QUOTED
                        ? "a quoted field is not closed within " + longest + " bytes"
                        : "the record is longer than " + longest + " bytes");
            }
            lines += c == '\n' ? 1 : 0;
            Where then = step(where, c);
            if (then == null) {
                return rest("text behind a closing quote");
            }
            where = then;
        }
    }

    private @Nullable Where step(Where where, byte c) {
        return switch (where) {
            case FIELD_START -> c == '"' ? Where.QUOTED : c == delimiter ? Where.FIELD_START : Where.PLAIN;
            case PLAIN -> c == delimiter ? Where.FIELD_START : Where.PLAIN;
            case QUOTED -> c == '"' ? Where.AFTER_QUOTE : Where.QUOTED;
            case AFTER_QUOTE ->
                c == '"' ? Where.QUOTED : c == delimiter ? Where.FIELD_START : c == '\r' ? Where.AFTER_RETURN : null;
            case AFTER_RETURN -> null;
        };
    }

    private RawRecord record(int length, int consumed, int lines) {
        int end = length > 0 && window[from + length - 1] == '\r' ? length - 1 : length;
        byte[] bytes = Arrays.copyOfRange(window, from, from + end);
        long first = line;
        line += lines;
        consume(consumed);
        return new RawRecord(first, bytes, offset, line, null);
    }

    /** Gives up the first line of what is being read. */
    private RawRecord rest(String problem) throws IOException {
        long first = line++;
        boolean more = true;
        while (more) {
            int length = 0;
            while (from + length < to && window[from + length] != '\n') {
                length++;
            }
            boolean found = from + length < to;
            consume(found ? length + 1 : length);
            more = !found && has(1);
        }
        return new RawRecord(first, NOTHING, offset, line, problem);
    }

    private void consume(int bytes) {
        from += bytes;
        offset += bytes;
    }

    /** Whether so many bytes are left; reads on where they are not in the window. */
    private boolean has(int bytes) throws IOException {
        while (to - from < bytes && !ended) {
            if (to == window.length) {
                makeRoom();
            }
            int read = in.read(window, to, window.length - to);
            ended = read < 0;
            to += Math.max(0, read);
        }
        return to - from >= bytes;
    }

    private void makeRoom() {
        int kept = to - from;
        byte[] target = kept * 2 > window.length ? new byte[window.length * 2] : window;
        System.arraycopy(window, from, target, 0, kept);
        window = target;
        from = 0;
        to = kept;
    }
}
