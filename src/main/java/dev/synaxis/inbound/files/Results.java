package dev.synaxis.inbound.files;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** The lines of results of one unit in the making. */
final class Results {

    private final byte[][] done;
    private final byte[][] failed;
    private int blank;
    private List<Share> shares = List.of();

    Results(int items) {
        done = new byte[items][];
        failed = new byte[items][];
    }

    void done(int item, byte[] line) {
        done[item] = line;
    }

    void failed(int item, byte[] line) {
        failed[item] = line;
    }

    void blank() {
        blank++;
    }

    /** Whatever has not been settled has failed. */
    void failRest(List<Item> items) {
        blank = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Item.Blank) {
                blank++;
            } else if (done[i] == null && failed[i] == null) {
                failed[i] = ResultLines.broken(items.get(i));
            }
        }
    }

    void share(Share share) {
        shares = Share.sum(shares, List.of(share));
    }

    UnitResult result() {
        return new UnitResult(
                join(done), join(failed), new Totals(count(done), count(failed), blank, shares));
    }

    private static int count(byte[][] lines) {
        int count = 0;
        for (byte[] line : lines) {
            count += line == null ? 0 : 1;
        }
        return count;
    }

    private static byte[] join(byte[][] lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            if (line != null) {
                out.writeBytes(line);
                out.write('\n');
            }
        }
        return out.toByteArray();
    }
}
