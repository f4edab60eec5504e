package dev.synaxis.dialect.mock;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * A PNG of two colours with a text in it, as large as it fits. Source: https://www.w3.org/TR/png-3/ (read 2026-11-22).
 */
final class MockPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CELL_WIDTH = MockFont.WIDTH + 1;
    private static final int CELL_HEIGHT = MockFont.HEIGHT + 1;

    private MockPng() {}

    /** @param finished share of the height that is drawn, from the top */
    static byte[] draw(int width, int height, String text, double finished) {
        String drawable = MockFont.drawable(text);
        int scale = Math.max(1, Math.min(width, height) / 40);
        List<String> lines = wrap(drawable, columns(width, scale));
        while (scale > 1 && lines.size() > height / (scale * CELL_HEIGHT)) {
            scale--;
            lines = wrap(drawable, columns(width, scale));
        }
        try {
            return png(width, height, rows(width, height, lines, scale, (int) (height * finished)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int columns(int width, int scale) {
        return Math.max(1, width / (scale * CELL_WIDTH));
    }

    /** Between words, inside a word only where it is longer than a line. */
    private static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n")) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
                while (line.length() > columns) {
                    lines.add(line.substring(0, columns));
                    line.delete(0, columns);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Scan lines of one bit a pixel, each after its filter byte. */
    private static byte[] rows(int width, int height, List<String> lines, int scale, int drawn) {
        int stride = 1 + (width + 7) / 8;
        byte[] rows = new byte[stride * height];
        for (int y = 0; y < Math.min(height, drawn); y++) {
            int row = y / scale;
            String line = row / CELL_HEIGHT < lines.size() ? lines.get(row / CELL_HEIGHT) : "";
            int end = Math.min(width, line.length() * CELL_WIDTH * scale);
            for (int x = 0; x < end; x++) {
                int column = x / scale;
                if (MockFont.dot(line.charAt(column / CELL_WIDTH), column % CELL_WIDTH, row % CELL_HEIGHT)) {
                    rows[y * stride + 1 + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return rows;
    }

    private static byte[] png(int width, int height, byte[] rows, String text) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {1, 3, 0, 0, 0}); // one bit, palette
        chunk("IHDR", header.toByteArray(), png);
        int hash = text.hashCode();
        chunk("PLTE", new byte[] {
            (byte) (hash & 0x7f), (byte) (hash >> 8 & 0x7f), (byte) (hash >> 16 & 0x7f), -1, -1, -1
        }, png);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(rows);
        }
        chunk("IDAT", packed.toByteArray(), png);
        chunk("IEND", new byte[0], png);
        return png.toByteArray();
    }

    private static void chunk(String type, byte[] data, ByteArrayOutputStream png) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
