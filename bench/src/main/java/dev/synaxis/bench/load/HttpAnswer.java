package dev.synaxis.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes one HTTP/1.1 answer apart as its bytes arrive, and counts server-sent events by their blank lines. */
final class HttpAnswer {

    private enum State { HEAD, LENGTH, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, DONE }

    private State state = State.HEAD;
    private byte[] head = new byte[2048];
    private int headLength;
    private int status;
    private long left;
    private boolean lineFeed;
    private int trailerLine;
    private int events;

    void reset() {
        state = State.HEAD;
        headLength = 0;
        status = 0;
        left = 0;
        lineFeed = false;
        trailerLine = 0;
        events = 0;
    }

    int status() {
        return status;
    }

    int events() {
        return events;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Takes bytes up to the end of the answer. */
    void feed(ByteBuffer in) {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case HEAD -> head(in);
                case LENGTH -> {
                    body(in);
                    if (left == 0) {
                        state = State.DONE;
                    }
                }
                case CHUNK_SIZE -> chunkSize(in.get());
                case CHUNK -> {
                    body(in);
                    if (left == 0) {
                        state = State.CHUNK_END;
                    }
                }
                case CHUNK_END -> {
                    if (in.get() == '\n') {
                        state = State.CHUNK_SIZE;
                    }
                }
                case TRAILER -> trailer(in.get());
                case DONE -> throw new IllegalStateException();
            }
        }
    }

    private void head(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (headLength == head.length) {
                head = Arrays.copyOf(head, headLength * 2);
            }
            head[headLength++] = b;
            if (b == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
                headers();
                return;
            }
        }
    }

    private void headers() {
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        boolean chunked = false;
        long length = 0;
        int line = 0;
        for (int i = 0; i < headLength; i++) {
            if (head[i] == '\n') {
                line = i + 1;
            } else if (head[i] == ':' && line > 0) {
                if (is("content-length", line, i)) {
                    length = number(i + 1);
                } else if (is("transfer-encoding", line, i)) {
                    chunked = true;
                }
                while (head[i] != '\n') {
                    i++;
                }
                line = i + 1;
            }
        }
        left = chunked ? 0 : length;
        if (chunked) {
            state = State.CHUNK_SIZE;
        } else {
            state = length == 0 ? State.DONE : State.LENGTH;
        }
    }

    private boolean is(String name, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if ((head[from + i] | 0x20) != (name.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) {
        long value = 0;
        for (int i = from; head[i] != '\r' && head[i] != '\n'; i++) {
            if (head[i] >= '0' && head[i] <= '9') {
                value = value * 10 + head[i] - '0';
            }
        }
        return value;
    }

    private void chunkSize(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
        } else if (b == '\n') {
            state = left == 0 ? State.TRAILER : State.CHUNK;
        }
    }

    private void trailer(byte b) {
        if (b == '\n') {
            if (trailerLine == 0) {
                state = State.DONE;
            }
            trailerLine = 0;
        } else if (b != '\r') {
            trailerLine++;
        }
    }

    private void body(ByteBuffer in) {
        int take = (int) Math.min(left, in.remaining());
        left -= take;
        int end = in.position() + take;
        for (int i = in.position(); i < end; i++) {
            byte b = in.get(i);
            if (b == '\n') {
                if (lineFeed) {
                    events++;
                    lineFeed = false;
                } else {
                    lineFeed = true;
                }
            } else if (b != '\r') {
                lineFeed = false;
            }
        }
        in.position(end);
    }
}
