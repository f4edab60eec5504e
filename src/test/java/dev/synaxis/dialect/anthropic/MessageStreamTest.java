package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageStreamTest {

    private static final List<ChatChunk> WHOLE = List.of(
            new ChatChunk.Start("msg_02", "claude-sonnet-4-5-20250929", 0),
            new ChatChunk.ReasoningDelta(0, "Zwei "),
            new ChatChunk.ReasoningDelta(0, "Städte."),
            new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("Zwei Städte.", "c2ln", null, "anthropic")),
            new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("", null, "ZW5j", "anthropic")),
            new ChatChunk.TextDelta(0, "Es ist "),
            new ChatChunk.TextDelta(0, "kühl 🌧."),
            new ChatChunk.ToolCallStart(0, 0, "toolu_1", "weather", null, null),
            new ChatChunk.ToolCallDelta(0, 0, "{\"city\": \"O"),
            new ChatChunk.ToolCallDelta(0, 0, "slo\"}"),
            new ChatChunk.ToolCallStart(0, 1, "toolu_2", "now", null, null),
            new ChatChunk.ToolCallDelta(0, 1, "{}"),
            new ChatChunk.Finish(0, FinishReason.TOOL_CALLS),
            new ChatChunk.Usage(new TokenUsage(112, 100, 0, 77, 0, 189)));

    private final ChatRequest request = chat("Hi").stream().build();

    @Test
    void shouldKeepWhatTheStartSaysOfWritesToTheCache() {
        String stream = new String(Fixtures.bytes("stream.sse"), StandardCharsets.UTF_8).replace(
                "\"cache_creation_input_tokens\":0",
                "\"cache_creation_input_tokens\":30,\"cache_creation\":{\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20}");

        assertThat(read(request, List.of(stream.getBytes(StandardCharsets.UTF_8))).getLast())
                .isEqualTo(new ChatChunk.Usage(new TokenUsage(142, 100, 30, 77, 0, 219).withHourWrite(20)));
    }

    @Test
    void shouldGiveTheSameChunksWhereverTheBytesAreCut() {
        byte[] bytes = Fixtures.bytes("stream.sse");
        for (int size = 1; size <= 200; size++) {
            assertThat(read(request, cut(bytes, size))).as("pieces of %d bytes", size).isEqualTo(WHOLE);
        }
        Random random = new Random(4711);
        for (int round = 0; round < 100; round++) {
            List<byte[]> pieces = new ArrayList<>();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(90));
                pieces.add(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            assertThat(read(request, pieces)).as("round %d", round).isEqualTo(WHOLE);
        }
    }

    @Test
    void shouldReadLinesThatEndWithCarriageReturns() {
        String text = new String(Fixtures.bytes("stream.sse"), StandardCharsets.UTF_8);

        assertThat(read(request, List.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(WHOLE);
    }

    @Test
    void shouldCallItABrokenConnectionWhereverTheStreamStopsBeforeTheStopReason() {
        String text = new String(Fixtures.bytes("stream.sse"), StandardCharsets.UTF_8);
        List<String> events = List.of(text.split("(?<=\n\n)"));
        for (int kept = 0; kept <= events.size() - 3; kept++) {
            byte[] part = String.join("", events.subList(0, kept)).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> read(request, List.of(part)))
                    .as("%d events", kept)
                    .isInstanceOfSatisfying(ProviderException.class, e ->
                            assertThat(e.failure().kind()).isEqualTo(FailureKind.NETWORK));
        }
    }

    @Test
    void shouldFinishWhenOnlyTheLastEventIsMissing() {
        String text = new String(Fixtures.bytes("stream.sse"), StandardCharsets.UTF_8);
        String cut = text.substring(0, text.indexOf("event: message_stop"));

        assertThat(read(request, List.of(cut.getBytes(StandardCharsets.UTF_8)))).isEqualTo(WHOLE);
    }

    @ParameterizedTest
    @CsvSource({"overloaded_error, OVERLOADED", "rate_limit_error, RATE_LIMITED", "api_error, OVERLOADED"})
    void shouldThrowTheVendorsFailureWhenAnErrorEventComes(String type, FailureKind kind) {
        String stream = """
                event: error
                data: {"type":"error","error":{"type":"%s","message":"Sorry"}}

                """.formatted(type);

        assertThatThrownBy(() -> read(request, List.of(stream.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(ProviderException.class, e -> {
                    assertThat(e.failure().kind()).isEqualTo(kind);
                    assertThat(e.failure().message()).isEqualTo("Sorry");
                });
    }

    @Test
    void shouldCallTheReplyMalformedWhenAnEventIsNoJson() {
        assertThatThrownBy(() -> read(request, List.of("data: <html>\n\n".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    @Test
    void shouldStreamTheAnswerToolAsTextWhenTheSchemaWentAsATool() {
        ChatRequest structured = chat("Hi").stream()
                .format(new ResponseFormat.JsonSchema("answer", null, ChatFeature.closed(), true)).build();
        String stream = """
                data: {"type":"message_start","message":{"id":"msg_03","model":"m"}}

                data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"synaxis_structured_answer","input":{}}}

                data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}

                data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\\"Oslo\\"}"}}

                data: {"type":"content_block_stop","index":0}

                data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}

                data: {"type":"message_stop"}

                """;

        assertThat(read(structured, List.of(stream.getBytes(StandardCharsets.UTF_8)))).containsExactly(
                new ChatChunk.Start("msg_03", "m", 0),
                new ChatChunk.TextDelta(0, "{\"city\":"),
                new ChatChunk.TextDelta(0, "\"Oslo\"}"),
                new ChatChunk.Finish(0, FinishReason.STOP));
    }

    @Test
    void shouldTakeTheInputFromTheStartOfTheBlockWhenNoFragmentFollows() {
        String stream = """
                data: {"type":"message_start","message":{"id":"msg_04","model":"m"}}

                data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Oslo"}}}

                data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}

                """;

        assertThat(read(request, List.of(stream.getBytes(StandardCharsets.UTF_8))))
                .contains(new ChatChunk.ToolCallDelta(0, 0, "{\"city\":\"Oslo\"}"));
    }

    @Test
    void shouldSayWhyTheAnswerWasRefused() {
        assertThat(read("""
                {"type": "message_start", "message": {"id": "m", "model": "claude-fable-5"}}
                {"type": "ping"}
                {"type": "message_delta", "delta": {"stop_reason": "refusal", "stop_details": {"type": "refusal",\
                 "explanation": "Blocked."}}}
                {"type": "message_stop"}
                """)).endsWith(new ChatChunk.RefusalDelta(0, "Blocked."), new ChatChunk.Finish(0, FinishReason.CONTENT_FILTER));
    }

    @Test
    void shouldTakeTheStopReasonFromTheStartWhenNoDeltaHasOne() {
        assertThat(read("""
                {"type": "message_start", "message": {"id": "m", "model": "claude-opus-5", "stop_reason": "max_tokens"}}
                {"type": "message_stop"}
                """)).endsWith(new ChatChunk.Finish(0, FinishReason.LENGTH));
    }

    @Test
    void shouldPassOverBlocksAndDeltasThatAreNotForTheClient() {
        assertThat(read("""
                {"type": "message_start", "message": {"id": "m", "model": "claude-opus-5-5"}}
                {"type": "content_block_start", "index": 0, "content_block": {"type": "fallback", "to": {"model": "x"}}}
                {"type": "content_block_stop", "index": 0}
                {"type": "content_block_start", "index": 1, "content_block": {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}}
                {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{}"}}
                {"type": "content_block_stop", "index": 1}
                {"type": "content_block_start", "index": 2, "content_block": {"type": "text", "text": ""}}
                {"type": "content_block_delta", "index": 2, "delta": {"type": "citations_delta", "citation": {}}}
                {"type": "content_block_delta", "index": 2, "delta": {"type": "text_delta", "text": "Yes."}}
                {"type": "content_block_stop", "index": 2}
                {"type": "something_new"}
                {"type": "message_delta", "delta": {"stop_reason": "pause_turn"}}
                {"type": "message_stop"}
                """)).containsExactly(
                        new ChatChunk.Start("m", "claude-opus-5-5", 0), new ChatChunk.TextDelta(0, "Yes."),
                        new ChatChunk.Finish(0, FinishReason.OTHER));
    }

    /** @param events one JSON object a line */
    private List<ChatChunk> read(String events) {
        String sse = events.lines().map(event -> "data: " + event + "\n\n").collect(Collectors.joining());
        return read(request, List.of(sse.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<byte[]> cut(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    private static List<ChatChunk> read(ChatRequest request, List<byte[]> pieces) {
        List<ChatChunk> chunks = new ArrayList<>();
        ChatStream stream = new AnthropicChat().stream(request);
        SseReader reader = new SseReader();
        pieces.forEach(piece -> reader.feed(piece, event -> stream.event(event, chunks::add)));
        reader.end(event -> stream.event(event, chunks::add));
        stream.end(chunks::add);
        return chunks;
    }
}
