package dev.synaxis.inbound.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSplitterTest {

    private static final char LINES = 0;

    /** A stream that gives so many bytes at once at most. */
    private static InputStream chunks(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, most));
            }
        };
    }

    private static List<RawRecord> read(InputStream in, int longest, char delimiter, long offset, long line) {
        RecordSplitter splitter = new RecordSplitter(in, longest, delimiter, offset, line);
        List<RawRecord> records = new ArrayList<>();
        try {
            for (RawRecord record = splitter.next(); record != null; record = splitter.next()) {
                records.add(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static List<String> show(List<RawRecord> records) {
        return records.stream()
                .map(r -> r.line() + ":" + (r.problem() != null ? "!" + r.problem() : new String(r.bytes(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> split(String text, int longest, char delimiter) {
        return show(read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest, delimiter, 0, 1));
    }

    @Test
    void shouldCutLinesWhateverTheirEnd() {
        assertThat(split("a\r\n\nb\n c", 100, LINES)).containsExactly("1:a", "2:", "3:b", "4: c");
        assertThat(split("a\n", 100, LINES)).containsExactly("1:a");
        assertThat(split("", 100, LINES)).isEmpty();
    }

    @Test
    void shouldLeaveOutTheByteOrderMark() {
        assertThat(split("\uFEFFa\nb", 100, LINES)).containsExactly("1:a", "2:b");
    }

    @Test
    void shouldGiveUpALineAloneWhenItIsTooLong() {
        assertThat(split("ok\n" + "x".repeat(300_000) + "\nlast", 10, LINES))
                .containsExactly("1:ok", "2:!the line is longer than 10 bytes", "3:last");
        assertThat(split("0123456789\n0123456789a", 10, LINES))
                .containsExactly("1:0123456789", "2:!the line is longer than 10 bytes");
    }

    @Test
    void shouldKeepQuotedEndsOfLinesInOneRecord() {
        assertThat(split("id,text\r\n1,\"a\n\"\"b\"\", c\"\r\n2,d\"e\n", 100, ','))
                .containsExactly("1:id,text", "2:1,\"a\n\"\"b\"\", c\"", "4:2,d\"e");
    }

    @Test
    void shouldGoOnWithTheNextLineWhenAQuoteIsNotClosed() {
        assertThat(split("1,\"open\n2,b\n3,c\n", 100, ','))
                .containsExactly("1:!a quoted field is not closed", "2:2,b", "3:3,c");
        assertThat(split("1,\"open\n2,b\n" + "3,c\n".repeat(50), 20, ',').subList(0, 3))
                .containsExactly("1:!a quoted field is not closed within 20 bytes", "2:2,b", "3:3,c");
        assertThat(split("1,\"a\"b\n2,c\n", 100, ',')).containsExactly("1:!text behind a closing quote", "2:2,c");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void shouldFindTheSameRecordsWhateverTheChunks(int chunk) {
        Random random = new Random(42);
        String alphabet = "ab,\"\n\r é";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

        for (char delimiter : new char[] {LINES, ','}) {
            List<RawRecord> whole = read(new ByteArrayInputStream(bytes), 200, delimiter, 0, 1);
            assertThat(show(read(chunks(bytes, chunk), 200, delimiter, 0, 1))).isEqualTo(show(whole));
            assertThat(whole.getLast().end()).isEqualTo(bytes.length);
        }
    }

    @Test
    void shouldGoOnFromBehindAnyRecordAsIfNothingHadBeen() {
        Random random = new Random(7);
        String alphabet = "abc,\"\n";
        StringBuilder text = new StringBuilder("x\n");
        for (int i = 0; i < 2_000; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<RawRecord> whole = read(new ByteArrayInputStream(bytes), 50, ',', 0, 1);

        for (int i = 0; i < whole.size(); i++) {
            RawRecord at = whole.get(i);
            InputStream rest = new ByteArrayInputStream(bytes, (int) at.end(), bytes.length - (int) at.end());
            assertThat(show(read(rest, 50, ',', at.end(), at.nextLine())))
                    .isEqualTo(show(whole.subList(i + 1, whole.size())));
        }
    }
}
