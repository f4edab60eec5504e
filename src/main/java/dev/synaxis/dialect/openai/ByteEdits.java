package dev.synaxis.dialect.openai;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements to be made in a byte array; what no edit names is copied as it is. Edits must not overlap. */
final class ByteEdits {

    private static final byte[] NOTHING = {};

    private record Edit(int from, int to, byte[] with) {}

    private final byte[] source;
    private final List<Edit> edits = new ArrayList<>(2);

    ByteEdits(byte[] source) {
        this.source = source;
    }

    /** Puts these bytes in the place of those from {@code from} up to {@code to}. */
    void replace(int from, int to, byte[] with) {
        edits.add(new Edit(from, to, with));
    }

    void remove(int from, int to) {
        replace(from, to, NOTHING);
    }

    byte[] apply() {
        if (edits.isEmpty()) {
            return source;
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        int length = source.length;
        for (Edit edit : edits) {
            length += edit.with.length - (edit.to - edit.from);
        }
        byte[] result = new byte[length];
        int read = 0;
        int written = 0;
        for (Edit edit : edits) {
            System.arraycopy(source, read, result, written, edit.from - read);
            written += edit.from - read;
            System.arraycopy(edit.with, 0, result, written, edit.with.length);
            written += edit.with.length;
            read = edit.to;
        }
        System.arraycopy(source, read, result, written, source.length - read);
        return result;
    }
}
