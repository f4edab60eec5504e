package dev.synaxis.wire;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Turns the bytes of an {@code application/vnd.amazon.eventstream} into events.
 *
 * <p>A message is: its length and that of its headers (4 bytes each, big endian), the CRC-32 of those 8 bytes, headers
 * (length of the name, name, type of the value, value), payload, and the CRC-32 of all before. An event has the name of
 * its header {@code :event-type}; an exception that of {@code :exception-type}, an error that of {@code :error-code},
 * both behind {@code !}. Source: https://smithy.io/2.0/aws/amazon-eventstream.html (read 2026-11-22).
 */
public final class EventStreamReader implements EventReader {

    public static final String TYPE = "application/vnd.amazon.eventstream";

    private static final String FAILURE = "!";
    private static final int PRELUDE = 12;
    private static final int CRC = 4;
    private static final int LARGEST = 24 * 1024 * 1024;

    private byte[] held = new byte[1024];
    private int length;

    /** Whether the event of this name stands for a failure. */
    public static boolean isFailure(String event) {
        return event.startsWith(FAILURE);
    }

    /** The name of the exception or the code of the error that the event of this name stands for. */
    public static String failure(String event) {
        return event.substring(FAILURE.length());
    }

    @Override
    public void feed(byte[] bytes, Consumer<SseEvent> out) {
        if (length + bytes.length > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, length + bytes.length));
        }
        System.arraycopy(bytes, 0, held, length, bytes.length);
        length += bytes.length;
        int at = 0;
        while (length - at >= PRELUDE) {
            int size = size(at);
            if (length - at < size) {
                break;
            }
            out.accept(message(at, size));
            at += size;
        }
        System.arraycopy(held, at, held, 0, length - at);
        length -= at;
    }

    @Override
    public void end(Consumer<SseEvent> out) {
        length = 0;
    }

    private int size(int at) {
        ByteBuffer prelude = ByteBuffer.wrap(held, at, PRELUDE);
        int size = prelude.getInt();
        int headers = prelude.getInt();
        check(prelude.getInt(), at, PRELUDE - CRC);
        if (headers < 0 || size > LARGEST || (long) headers + PRELUDE + CRC > size) {
            throw malformed("a message of the stream has lengths that do not fit");
        }
        return size;
    }

    private SseEvent message(int at, int size) {
        check(ByteBuffer.wrap(held, at + size - CRC, CRC).getInt(), at, size - CRC);
        int headers = ByteBuffer.wrap(held, at + 4, 4).getInt();
        Map<String, String> texts = texts(ByteBuffer.wrap(held, at + PRELUDE, headers));
        byte[] payload = Arrays.copyOfRange(held, at + PRELUDE + headers, at + size - CRC);
        String name = switch (texts.getOrDefault(":message-type", "event")) {
            case "exception" -> FAILURE + texts.getOrDefault(":exception-type", "");
            case "error" -> FAILURE + texts.getOrDefault(":error-code", "");
            default -> texts.getOrDefault(":event-type", "");
        };
        return new SseEvent(name, payload);
    }

    private void check(int expected, int from, int count) {
        CRC32 crc = new CRC32();
        crc.update(held, from, count);
        if ((int) crc.getValue() != expected) {
            throw malformed("a message of the stream does not fit its checksum");
        }
    }

    private static ProviderException malformed(String message) {
        return new ProviderException(FailureKind.MALFORMED_REPLY, message);
    }

    /** The headers whose value is a text. */
    private static Map<String, String> texts(ByteBuffer headers) {
        Map<String, String> texts = new HashMap<>();
        while (headers.hasRemaining()) {
            String name = text(headers, headers.get() & 0xff);
            switch (headers.get()) {
                case 0, 1 -> { }
                case 2 -> skip(headers, 1);
                case 3 -> skip(headers, 2);
                case 4 -> skip(headers, 4);
                case 5, 8 -> skip(headers, 8);
                case 6 -> skip(headers, headers.getShort() & 0xffff);
                case 7 -> texts.put(name, text(headers, headers.getShort() & 0xffff));
                case 9 -> skip(headers, 16);
                default -> throw malformed("a header of the stream has an unknown type");
            }
        }
        return texts;
    }

    private static String text(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void skip(ByteBuffer from, int count) {
        from.position(from.position() + count);
    }
}
