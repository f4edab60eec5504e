package dev.synaxis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.testkit.BedrockWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of a binary event stream, however their bytes are cut. */
class EventStreamReaderTest {

    @Test
    void shouldReadTheSameEventsHoweverTheBytesAreCut() {
        byte[] stream = BedrockWire.stream("Hel", "lo");
        List<String> whole = read(stream, stream.length);

        assertThat(whole).hasSize(6).first().isEqualTo("messageStart {\"role\":\"assistant\"}");
        for (int size = 1; size < 80; size++) {
            assertThat(read(stream, size)).as("pieces of %d bytes", size).isEqualTo(whole);
        }
    }

    /** The checksums of an empty message, as Amazon's own test vectors have them. */
    @Test
    void shouldReadTheSmallestMessage() {
        byte[] empty = HexFormat.of().parseHex("000000100000000005c248eb7d98c8ff");

        assertThat(read(empty, 16)).containsExactly(" ");
    }

    @Test
    void shouldTellAnExceptionFromAnEvent() {
        String read = read(BedrockWire.exception("throttlingException", "{}"), 1000).getFirst();

        assertThat(EventStreamReader.isFailure(read)).isTrue();
        assertThat(EventStreamReader.failure(read)).isEqualTo("throttlingException {}");
    }

    @Test
    void shouldRefuseAMessageWhenAnyOfItsBytesIsWrong() {
        byte[] event = BedrockWire.event("messageStop", "{\"stopReason\":\"end_turn\"}");
        for (int i = 0; i < event.length; i++) {
            byte[] wrong = event.clone();
            wrong[i] ^= 0x40;
            assertThatThrownBy(() -> read(wrong, wrong.length)).isInstanceOf(ProviderException.class);
        }
    }

    private static List<String> read(byte[] stream, int pieces) {
        EventStreamReader reader = new EventStreamReader();
        List<String> events = new ArrayList<>();
        for (int at = 0; at < stream.length; at += pieces) {
            reader.feed(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + pieces)),
                    event -> events.add(event.event() + " " + event.text()));
        }
        reader.end(event -> events.add("late"));
        return events;
    }
}
