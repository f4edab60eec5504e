package dev.synaxis.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a multipart body one after the other, holding no more of it than one buffer. Source: RFC 2046
 * section 5.1, RFC 7578 (read 2026-11-22).
 */
public final class MultipartReader {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    /** By the byte that stands where the delimiter would end: how much further on it can end at the earliest. */
    private final int[] shifts = new int[256];
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean inPart;
    private boolean ended;

    /** @param boundary as the content type names it, without the dashes in front */
    public MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(shifts, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            shifts[delimiter[i] & 0xff] = delimiter.length - 1 - i;
        }
        // the first delimiter has no line before it
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
        inPart = true;
    }

    /** The body is not multipart; the message says where it goes wrong, and never what was in it. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Goes on to the next part, past what is left of the current one.
     *
     * @return its headers by lower-case name; null where there is none left
     */
    public @Nullable Map<String, String> next() throws IOException {
        if (inPart) {
            body(OutputStream.nullOutputStream());
        }
        if (ended) {
            return null;
        }
        int first = read();
        int second = read();
        if (first == '-' && second == '-') {
            ended = true;
            return null;
        }
        while (first == ' ' || first == '\t') {
            first = second;
            second = read();
        }
        if (first != '\r' || second != '\n') {
            throw new MalformedException("a boundary is not followed by the end of its line");
        }
        Map<String, String> headers = headers();
        inPart = true;
        return headers;
    }

    /** Writes the current part's content. */
    public void body(OutputStream out) throws IOException {
        while (inPart) {
            int at = find();
            if (at >= 0) {
                out.write(buffer, from, at - from);
                from = at + delimiter.length;
                inPart = false;
                return;
            }
            int sure = to - from - (delimiter.length - 1);
            if (sure > 0) {
                out.write(buffer, from, sure);
                from += sure;
            }
            fill();
        }
    }

    /** Where the delimiter begins; -1 where it is not there. Looks at few bytes only (Horspool's search). */
    private int find() {
        int last = delimiter.length - 1;
        for (int end = from + last; end < to; end += shifts[buffer[end] & 0xff]) {
            if (buffer[end] == delimiter[last]
                    && Arrays.equals(buffer, end - last, end + 1, delimiter, 0, delimiter.length)) {
                return end - last;
            }
        }
        return -1;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int left = MAX_HEADERS;
        while (true) {
            String line = line(left);
            left -= line.length() + 2;
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedException("a header of a part has no name");
            }
            headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
    }

    private String line(int limit) throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        while (true) {
            int b = read();
            if (b == '\n' && length > 0 && line[length - 1] == '\r') {
                return text(line, length - 1);
            }
            if (length >= limit) {
                throw new MalformedException("the headers of a part are longer than " + MAX_HEADERS + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) b;
        }
    }

    /** A control character could end a header for whoever reads it next. */
    private static String text(byte[] line, int length) throws MalformedException {
        for (int i = 0; i < length; i++) {
            if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
                throw new MalformedException("a header of a part holds a control character");
            }
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        if (from == to) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int n = in.read(buffer, to, buffer.length - to);
        if (n < 0) {
            throw new EOFException("the body ends before its closing boundary");
        }
        to += n;
    }
}
