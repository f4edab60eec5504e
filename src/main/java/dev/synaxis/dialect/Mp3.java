package dev.synaxis.dialect;

/**
 * How long an MP3 file is: by the frames that a Xing header counts, else by the bit rate of the first frame. Source:
 * http://www.mp3-tech.org/programmer/frame_header.html (read 2026-11-22).
 */
final class Mp3 {

    private static final int[] KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] RATES = {44_100, 48_000, 32_000, 0};
    private static final int XING_WITHIN = 64;
    private static final int LAYER_3 = 1;
    private static final int VERSION_1 = 3;
    private static final int VERSION_2 = 2;

    private Mp3() {}

    /** Seconds; 0 where the head shows no frame. */
    static double seconds(byte[] head, long size) {
        int start = head.length > 10 && head[0] == 'I' && head[1] == 'D' && head[2] == '3' ? 10 + tagLength(head) : 0;
        for (int i = start; i >= 0 && i + 4 < head.length; i++) {
            long frame = AudioFiles.Bits.of(head, i, 4);
            int version = (int) (frame >> 19 & 3);
            if (frame >>> 21 != 0x7FF || version == 1 || (frame >> 17 & 3) != LAYER_3) {
                continue;
            }
            int kbits = (version == VERSION_1 ? KBITS_1 : KBITS_2)[(int) (frame >> 12 & 15)];
            int rate = RATES[(int) (frame >> 10 & 3)] >> (version == VERSION_1 ? 0 : version == VERSION_2 ? 1 : 2);
            if (kbits == 0 || rate == 0) {
                continue;
            }
            long frames = frames(head, i);
            int samples = version == VERSION_1 ? 1152 : 576;
            return frames > 0 ? (double) frames * samples / rate : (size - i) * 8 / (kbits * 1000.0);
        }
        return 0;
    }

    private static int tagLength(byte[] head) {
        return (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127;
    }

    /** Of the Xing or Info header in the first frame; 0 where it has none. */
    private static long frames(byte[] head, int frame) {
        for (int i = frame + 4; i < Math.min(frame + XING_WITHIN, head.length - 12); i++) {
            long name = AudioFiles.Bits.of(head, i, 4);
            if ((name == 0x58696E67L || name == 0x496E666FL) && (head[i + 7] & 1) == 1) {
                return AudioFiles.Bits.of(head, i + 8, 4);
            }
        }
        return 0;
    }
}
