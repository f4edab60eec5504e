package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

    private static final String STREAM = """
            : OPENROUTER PROCESSING

            data: {"a":1}

            event: delta
            id: 7
            retry: 100
            data: first line
            data:second line
            data:  two blanks

            data

            event: lonely

            data: {"text":"Grüße 🌍 \\n"}

            unknown: field
            data: [DONE]

            """;

    private static final List<String> EVENTS = List.of(
            "null|{\"a\":1}", "delta|first line\nsecond line\n two blanks", "null|", "null|{\"text\":\"Grüße 🌍 \\n\"}",
            "null|[DONE]");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void shouldGiveTheSameEventsWhereverTheBytesAreCut(String lineEnd) {
        byte[] bytes = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(EVENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {", "event: x", ": hi", "\n\ndata:", "\u00ef\u00bb\u00bfid: 1", "retry: 3000"})
    void shouldTellAStreamByItsBeginning(String first) {
        assertThat(SseReader.opens(first.getBytes(StandardCharsets.ISO_8859_1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data:\"", "[", "\"event:\"", "", "dat", "<html>", "error: no"})
    void shouldNotTakeAnythingElseForAStream(String first) {
        assertThat(SseReader.opens(first.getBytes(StandardCharsets.ISO_8859_1))).isFalse();
    }

    @Test
    void shouldGiveTheSameEventsInAnyPieces() {
        Random random = new Random(20261122);
        for (int round = 0; round < 500; round++) {
            StringBuilder mixed = new StringBuilder();
            STREAM.lines().forEach(line -> {
                // CR and then LF is one line end: after a lone CR an empty line cannot end with LF.
                boolean afterCr = line.isEmpty() && mixed.charAt(mixed.length() - 1) == '\r';
                mixed.append(line).append(List.of("\r", "\r\n", "\n").get(random.nextInt(afterCr ? 2 : 3)));
            });
            byte[] bytes = mixed.toString().getBytes(StandardCharsets.UTF_8);
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int next = Math.min(bytes.length, at + random.nextInt(random.nextBoolean() ? 3 : 60));
                pieces.add(Arrays.copyOfRange(bytes, at, next));
                at = next;
            }
            assertThat(read(pieces.toArray(byte[][]::new))).isEqualTo(EVENTS);
        }
    }

    @Test
    void shouldDropTheByteOrderMarkWhenTheStreamBeginsWithOne() {
        byte[] bytes = "\uFEFFdata: one\n\ndata: \uFEFFtwo\n\n".getBytes(StandardCharsets.UTF_8);

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .containsExactly("null|one", "null|\uFEFFtwo");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: a\n\ndata: last", "data: a\n\ndata: last\n", "data: a\r\n\r\ndata: last\r"})
    void shouldGiveTheLastEventWhenItsBlankLineIsMissing(String stream) {
        assertThat(read(stream.getBytes(StandardCharsets.UTF_8))).containsExactly("null|a", "null|last");
    }

    @Test
    void shouldGiveNothingWhenThereIsNothingButCommentsAndBlankLines() {
        assertThat(read(": ping\n\n\n:\n\r\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void shouldGiveAHugeEventWholeWhenItComesInSmallPieces() {
        String huge = "x".repeat(3_000_000);
        byte[] bytes = ("data: " + huge + "\n\n").getBytes(StandardCharsets.UTF_8);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 1400) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1400)));
        }

        assertThat(read(pieces.toArray(byte[][]::new))).containsExactly("null|" + huge);
    }

    @Test
    void shouldRefuseAnEventWhenItIsLongerThanAllowed() {
        SseReader reader = new SseReader(100);
        byte[] piece = "data: 0123456789012345678901234567890123456789\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
            for (int i = 0; i < 4; i++) {
                reader.feed(piece, event -> {});
            }
        }).isInstanceOf(ProviderException.class).hasMessageContaining("100 bytes");
    }

    @Test
    void shouldReadBackWhatTheWriterWrote() {
        SseWriter writer = new SseWriter();
        writer.event("{\"a\":\n1}".getBytes(StandardCharsets.UTF_8));
        writer.event("[DONE]".getBytes(StandardCharsets.UTF_8));

        assertThat(read(writer.take())).containsExactly("null|{\"a\":\n1}", "null|[DONE]");
        assertThat(writer.isEmpty()).isTrue();
    }

    private static List<String> read(byte[]... pieces) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader();
        for (byte[] piece : pieces) {
            reader.feed(piece, event -> events.add(event.event() + "|" + event.text()));
        }
        reader.end(event -> events.add(event.event() + "|" + event.text()));
        return events;
    }
}
