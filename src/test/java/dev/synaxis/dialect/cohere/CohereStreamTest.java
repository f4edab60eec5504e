package dev.synaxis.dialect.cohere;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohereStreamTest {

    private static final String START = "data: {\"id\":\"x\",\"type\":\"message-start\",\"delta\":{}}\n\n";

    @Test
    void shouldGiveReasoningThenTextWhenAReasoningModelAnswers() {
        assertThat(read(Cohere.fixture("stream-reasoning.sse"), 1 << 20)).containsExactly(
                new ChatChunk.Start("9f1d-stream", "", 0),
                new ChatChunk.ReasoningDelta(0, "Seven"),
                new ChatChunk.ReasoningDelta(0, " times six."),
                new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("Seven times six.", null, null, "cohere")),
                new ChatChunk.TextDelta(0, "Vier"),
                new ChatChunk.TextDelta(0, "undzwänzg 👍"),
                new ChatChunk.LogprobsDelta(0, Map.of("content", List.of(Map.of("token", "undzwänzg", "logprob", -0.5,
                        "bytes", List.of(117, 110, 100, 122, 119, 195, 164, 110, 122, 103), "top_logprobs", List.of())))),
                new ChatChunk.ExtraDelta(0, Map.of("citations", List.of(Map.of("start", 0, "end", 4, "text", "Vier",
                        "sources", List.of(Map.of("type", "document", "id", "doc-1")))))),
                new ChatChunk.Finish(0, FinishReason.LENGTH),
                new ChatChunk.Usage(new TokenUsage(70, 64, 0, 12, 0, 82)));
    }

    @Test
    void shouldGivePlanThenCallsWhenToolsAreCalled() {
        assertThat(read(Cohere.fixture("stream-tools.sse"), 1 << 20)).containsExactly(
                new ChatChunk.Start("9f1d-tools", "", 0),
                new ChatChunk.ReasoningDelta(0, "I will"),
                new ChatChunk.ReasoningDelta(0, " look."),
                new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("I will look.", "tool_plan", null, "cohere")),
                new ChatChunk.ToolCallStart(0, 0, "weather_a1", "weather", null, null),
                new ChatChunk.ToolCallDelta(0, 0, "{\"city\":"),
                new ChatChunk.ToolCallDelta(0, 0, "\"Oslo\"}"),
                new ChatChunk.ToolCallStart(0, 1, "now_b2", "now", null, null),
                new ChatChunk.ToolCallDelta(0, 1, "{}"),
                new ChatChunk.Finish(0, FinishReason.TOOL_CALLS),
                new ChatChunk.Usage(TokenUsage.of(906, 77)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-reasoning.sse", "stream-tools.sse"})
    void shouldGiveTheSameChunksWhateverWayTheBytesAreCut(String fixture) {
        byte[] bytes = Cohere.fixture(fixture);
        byte[] crlf = new String(bytes, StandardCharsets.UTF_8).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        List<ChatChunk> whole = read(bytes, bytes.length);

        for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
            assertThat(read(bytes, size)).as("pieces of %d bytes", size).isEqualTo(whole);
            assertThat(read(crlf, size)).as("CR LF, pieces of %d bytes", size).isEqualTo(whole);
        }
        for (int seed = 0; seed < 50; seed++) {
            assertThat(read(bytes, new Random(seed))).as("random cut %d", seed).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-reasoning.sse", "stream-tools.sse"})
    void shouldSayNetworkWhenTheConnectionEndsBeforeTheLastEvent(String fixture) {
        String text = new String(Cohere.fixture(fixture), StandardCharsets.UTF_8);
        byte[] cut = text.substring(0, text.indexOf("event: message-end")).getBytes(StandardCharsets.UTF_8);

        assertFails(cut, FailureKind.NETWORK);
    }

    @Test
    void shouldSayNetworkWhenTheStreamIsEmpty() {
        assertFails(new byte[0], FailureKind.NETWORK);
    }

    @Test
    void shouldNotMindAnErrorAfterTheEnd() {
        byte[] more = (new String(Cohere.fixture("stream-tools.sse"), StandardCharsets.UTF_8)
                + "data: {\"message\":\"late\"}\n\n").getBytes(StandardCharsets.UTF_8);

        assertThat(read(more, 100)).isEqualTo(read(Cohere.fixture("stream-tools.sse"), 100));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"usage\":{},\"error\":\"your request resulted in an"
            + " invalid tool generation\",\"error_type\":\"INVALID_TOOL_GENERATION\"}} | MALFORMED_REPLY",
        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\"}} | OVERLOADED",
        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"TIMEOUT\"}} | TIMEOUT",
        "{\"message\":\"internal server error\"} | OVERLOADED",
        "{\"message\":\"You are using a Trial key, which is limited to 20 API calls / minute.\"} | RATE_LIMITED",
        "{\"message\":\"too many tokens: size limit exceeded by 11 tokens\"} | CONTEXT_LENGTH",
        "{\"error\":{\"message\":\"upstream gone\"}} | OVERLOADED",
        "{\"type\":\"tool-call-delta\",\"index\":4,\"delta\":{\"message\":{\"tool_calls\":{\"function\":{\"arguments\":\"x\"}}}}}"
            + " | MALFORMED_REPLY",
        "not json | MALFORMED_REPLY",
    })
    void shouldFailWhenAnEventIsAnError(String data, FailureKind kind) {
        assertFails((START + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8), kind);
    }

    @Test
    void shouldStartWhenTheFirstEventIsMissing() {
        List<ChatChunk> chunks = read(("data: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"text\":\"Hi\"}}}}\n\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}\n\n")
                .getBytes(StandardCharsets.UTF_8), 1000);

        assertThat(chunks).containsExactly(new ChatChunk.Start("", "", 0), new ChatChunk.TextDelta(0, "Hi"),
                new ChatChunk.Finish(0, FinishReason.STOP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void shouldGiveAnEmptyObjectWhenACallHasNoArguments(String arguments) {
        String call = "data: {\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"now_1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"" + arguments + "\"}}}}}\n\n";
        String callEnd = "data: {\"type\":\"tool-call-end\",\"index\":0}\n\n";
        String end = "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"TOOL_CALL\"}}\n\n";

        for (String stream : List.of(START + call + callEnd + end, START + call + end)) {
            assertThat(read(stream.getBytes(StandardCharsets.UTF_8), 1 << 20)).endsWith(
                    new ChatChunk.ToolCallStart(0, 0, "now_1", "now", null, null),
                    new ChatChunk.ToolCallDelta(0, 0, "{}"),
                    new ChatChunk.Finish(0, FinishReason.TOOL_CALLS));
        }
    }

    private static void assertFails(byte[] bytes, FailureKind kind) {
        assertThatThrownBy(() -> read(bytes, 1000)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }

    private static List<ChatChunk> read(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return read(pieces);
    }

    private static List<ChatChunk> read(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return read(pieces);
    }

    private static List<ChatChunk> read(List<byte[]> pieces) {
        List<ChatChunk> chunks = new ArrayList<>();
        ChatStream stream = new CohereDialect().chat().stream(chat("Hi").stream().build());
        SseReader reader = new SseReader();
        pieces.forEach(piece -> reader.feed(piece, event -> stream.event(event, chunks::add)));
        reader.end(event -> stream.event(event, chunks::add));
        stream.end(chunks::add);
        return chunks;
    }
}
