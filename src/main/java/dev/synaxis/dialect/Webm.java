package dev.synaxis.dialect;

import dev.synaxis.dialect.AudioFiles.Bits;

/**
 * How long a WebM or Matroska file is, where its head says so: recorders in browsers write none. Source: RFC 8794 section 4
 * (numbers of variable length), RFC 9559 sections 5.1.2 and 27.1 (Segment, Info, Duration, TimestampScale).
 */
final class Webm {

    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549A966L;
    private static final long TIMESTAMP_SCALE = 0x2AD7B1;
    private static final long DURATION = 0x4489;
    private static final long CLUSTER = 0x1F43B675L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final byte[] head;
    private int at;

    private Webm(byte[] head) {
        this.head = head;
    }

    /** Seconds; 0 where the head does not say. */
    static double seconds(byte[] head) {
        return new Webm(head).read();
    }

    private double read() {
        long scale = 1_000_000;
        double duration = 0;
        while (true) {
            long id = number(true);
            long length = number(false);
            if (id < 0 || length < 0 && id != SEGMENT || id == CLUSTER) {
                break;
            }
            if (id == SEGMENT || id == INFO) {
                continue;
            }
            if (length > head.length - at) {
                break;
            }
            if (id == TIMESTAMP_SCALE && length <= 8) {
                scale = Bits.of(head, at, (int) length);
            } else if (id == DURATION && length == 4) {
                duration = Float.intBitsToFloat((int) Bits.of(head, at, 4));
            } else if (id == DURATION && length == 8) {
                duration = Double.longBitsToDouble(Bits.of(head, at, 8));
            }
            at += (int) length;
        }
        double seconds = duration * scale / NANOS_PER_SECOND;
        return seconds > 0 && seconds < Integer.MAX_VALUE ? seconds : 0;
    }

    /** An id with its marker or a length without; -1 for a length that is not known, and at the end of the head. */
    private long number(boolean id) {
        if (at >= head.length || head[at] == 0) {
            return -1;
        }
        int count = Integer.numberOfLeadingZeros(head[at] & 0xff) - 23;
        if (count > head.length - at) {
            return -1;
        }
        long value = Bits.of(head, at, count);
        at += count;
        long marker = 1L << 7 * count;
        if (id) {
            return value;
        }
        return value == 2 * marker - 1 ? -1 : value - marker;
    }
}
