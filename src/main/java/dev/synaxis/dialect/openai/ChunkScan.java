package dev.synaxis.dialect.openai;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the bytes of a chunk that finds out, without a tree, what the relay must know. Keys are told from
 * strings by their colon and their depth, so words inside an answer are never taken for them. Brackets must match and
 * the object must be whole; the grammar between them is not checked. One instance serves one stream.
 */
final class ChunkScan {

    private static final byte[] USAGE = ascii("usage");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] CHOICES = ascii("choices");
    private static final byte[] FINISH = ascii("finish_reason");
    private static final byte[] INDEX = ascii("index");
    private static final byte[] TOOL_CALLS = ascii("tool_calls");
    private static final byte[] FUNCTION_CALL = ascii("function_call");
    private static final byte[] AUDIO = ascii("audio");

    /** Keys whose strings are the answer itself. */
    private static final byte[][] ANSWER = {
        ascii("content"), ascii("reasoning_content"), ascii("reasoning"), ascii("refusal"), ascii("arguments"), ascii("name")
    };

    /** Keys whose strings repeat an answer's, or carry it where those above hold none. */
    private static final byte[][] SECOND = {ascii("text"), ascii("thinking"), ascii("data"), ascii("summary")};

    /** Depth of a choice's own fields: chunk, choices, choice. */
    private static final int CHOICE = 3;

    /** Depth of a delta's own fields. */
    private static final int DELTA = 4;

    /** Choices are told apart up to this one. */
    private static final int MOST_CHOICES = 63;

    private static final int MAX_DEPTH = 62;

    /** Whether {@code error} is there and not null. */
    boolean error;
    /** Whether {@code usage} is there and not null; also inside {@code x_groq} or a choice. */
    boolean usage;
    /** Whether {@code choices} has anything in it. */
    boolean choices;
    /** Whether a delta carries tool calls or audio. */
    boolean calls;
    /** The last finish reason that is neither null nor empty. */
    @Nullable String finish;
    /** The choices that the chunk has something of, and those of them with a finish reason: a bit for each index. */
    long begun;
    long finished;
    /** Bytes of the answer's text, thinking and arguments, escapes as they stand. */
    int answerBytes;

    /** @return false where the bytes are not one JSON object */
    boolean scan(byte[] b) {
        error = false;
        usage = false;
        choices = false;
        calls = false;
        finish = null;
        begun = 0;
        finished = 0;
        int first = 0;
        int second = 0;
        int depth = 0;
        int choice = -1;
        boolean within = false;
        boolean ends = false;
        long objects = 0;
        int i = blanks(b, 0);
        if (i == b.length || b[i] != '{') {
            return false;
        }
        for (; i < b.length; i++) {
            switch (b[i]) {
                case '"' -> {
                    int start = i + 1;
                    i = endOfString(b, start);
                    if (i < 0) {
                        return false;
                    }
                    int colon = blanks(b, i + 1);
                    if (colon == b.length || b[colon] != ':') {
                        continue;
                    }
                    int end = i;
                    int value = blanks(b, colon + 1);
                    if (value == b.length) {
                        return false;
                    }
                    i = value - 1;
                    if (b[value] == 'n') {
                        continue;
                    }
                    if (depth < DELTA) {
                        top(b, start, end, value, depth);
                        within |= depth == 1 && b[value] == '[' && is(b, start, end, CHOICES);
                    }
                    if (within && depth == CHOICE && is(b, start, end, INDEX)) {
                        choice = number(b, value);
                    } else if (within && depth == CHOICE && is(b, start, end, FINISH) && b[value] == '"') {
                        int stop = endOfString(b, value + 1);
                        if (stop < 0) {
                            return false;
                        }
                        if (stop > value + 1) {
                            finish = new String(b, value + 1, stop - value - 1, StandardCharsets.UTF_8);
                            ends = true;
                        }
                        i = stop;
                    } else if (depth >= DELTA) {
                        if (b[value] == '"') {
                            int stop = endOfString(b, value + 1);
                            if (stop < 0) {
                                return false;
                            }
                            if (any(b, start, end, ANSWER)) {
                                first += stop - value - 1;
                            } else if (any(b, start, end, SECOND)) {
                                second += stop - value - 1;
                            }
                            i = stop;
                        } else if (depth == DELTA) {
                            calls |= is(b, start, end, TOOL_CALLS) && notEmpty(b, value)
                                    || is(b, start, end, FUNCTION_CALL)
                                    || is(b, start, end, AUDIO);
                        }
                    }
                }
                case '{', '[' -> {
                    if (++depth > MAX_DEPTH) {
                        return false;
                    }
                    objects = objects << 1 | (b[i] == '{' ? 1 : 0);
                    if (within && depth == CHOICE) {
                        choice = Long.bitCount(begun);
                        ends = false;
                    }
                }
                case '}', ']' -> {
                    if ((objects & 1) != (b[i] == '}' ? 1 : 0)) {
                        return false;
                    }
                    objects >>>= 1;
                    if (within && depth == CHOICE) {
                        long bit = 1L << Math.min(choice, MOST_CHOICES);
                        begun |= bit;
                        finished |= ends ? bit : 0;
                    }
                    within &= depth > 2;
                    if (--depth == 0) {
                        answerBytes = first > 0 ? first : second;
                        return blanks(b, i + 1) == b.length;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private void top(byte[] b, int start, int end, int value, int depth) {
        if (depth == 1) {
            error |= is(b, start, end, ERROR);
            choices |= is(b, start, end, CHOICES) && notEmpty(b, value);
        }
        usage |= is(b, start, end, USAGE) && b[value] == '{';
    }

    /** A whole number's value, as far as it can count choices. */
    private static int number(byte[] b, int from) {
        int number = 0;
        for (int i = from; i < b.length && b[i] >= '0' && b[i] <= '9' && number < MOST_CHOICES; i++) {
            number = number * 10 + b[i] - '0';
        }
        return number;
    }

    private static boolean notEmpty(byte[] b, int value) {
        int inside = blanks(b, value + 1);
        return b[value] == '[' && inside < b.length && b[inside] != ']';
    }

    /** The index of the closing quote; -1 where there is none. */
    private static int endOfString(byte[] b, int from) {
        for (int i = from; i < b.length; i++) {
            if (b[i] == '"') {
                return i;
            }
            if (b[i] == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static int blanks(byte[] b, int from) {
        int i = from;
        while (i < b.length && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r')) {
            i++;
        }
        return i;
    }

    private static boolean any(byte[] b, int start, int end, byte[][] names) {
        for (byte[] name : names) {
            if (is(b, start, end, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(byte[] b, int start, int end, byte[] name) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (b[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
