package dev.synaxis.dialect.gemini;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStreamTest {

    private static final List<ChatChunk> WHOLE = List.of(
            new ChatChunk.Start("r1", "gemini-3-flash-preview", 0),
            new ChatChunk.ReasoningDelta(0, "Think "),
            new ChatChunk.ReasoningDelta(0, "hard."),
            new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("Think hard.", null, null, "gemini")),
            new ChatChunk.TextDelta(0, "It is "),
            new ChatChunk.TextDelta(0, "4 \u00b0C."),
            new ChatChunk.ToolCallStart(0, 0, "call_new", "get_weather", "U0lHMQ==", "gemini"),
            new ChatChunk.ToolCallDelta(0, 0, "{\"city\":\"Troms\u00f8\"}"),
            new ChatChunk.ToolCallStart(0, 1, "gemini_q7", "get_time", null, null),
            new ChatChunk.ToolCallDelta(0, 1, "{}"),
            new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning("", "U0lHMg==", null, "gemini")),
            new ChatChunk.Finish(0, FinishReason.TOOL_CALLS),
            new ChatChunk.Usage(new TokenUsage(10, 0, 0, 12, 7, 22)));

    private final GeminiDialect dialect = new GeminiDialect(() -> "call_new");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1_000_000})
    void shouldGiveTheSameChunksHoweverTheBytesAreCut(int size) {
        assertThat(run(fixture("answer.sse"), size)).isEqualTo(WHOLE);
    }

    @Test
    void shouldGiveTheSameChunksWhenTheCutsAreRandom() {
        Random random = new Random(42);
        for (int i = 0; i < 50; i++) {
            assertThat(run(fixture("answer.sse"), 1 + random.nextInt(200))).isEqualTo(WHOLE);
        }
    }

    @Test
    void shouldFinishEachChoiceOnceWhenEveryEventHasAFinishReason() {
        List<ChatChunk> chunks = run(sse(
                "{\"candidates\": [{\"index\": 0, \"content\": {\"parts\": [{\"text\": \"A\"}]},"
                        + " \"finishReason\": \"STOP\"}]}",
                "{\"candidates\": [{\"index\": 1, \"content\": {\"parts\": [{\"text\": \"B\"}]},"
                        + " \"finishReason\": \"STOP\"}]}",
                "{\"candidates\": [{\"index\": 0, \"content\": {\"parts\": [{\"text\": \"C\"}]},"
                        + " \"finishReason\": \"MAX_TOKENS\"}]}"), 50);

        assertThat(chunks).containsExactly(
                new ChatChunk.Start("", "", 0),
                new ChatChunk.TextDelta(0, "A"),
                new ChatChunk.TextDelta(1, "B"),
                new ChatChunk.TextDelta(0, "C"),
                new ChatChunk.Finish(0, FinishReason.LENGTH),
                new ChatChunk.Finish(1, FinishReason.STOP));
    }

    @Test
    void shouldFinishFilteredWhenThePromptIsBlocked() {
        assertThat(run(sse("{\"promptFeedback\": {\"blockReason\": \"SAFETY\"}}"), 50)).containsExactly(
                new ChatChunk.Start("", "", 0), new ChatChunk.Finish(0, FinishReason.CONTENT_FILTER));
    }

    @Test
    void shouldKnowTheEndWhenTheServerNumbersItsReasons() {
        assertThat(run(sse("{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"A\"}]}, \"finishReason\": 2}]}"), 50))
                .contains(new ChatChunk.Finish(0, FinishReason.LENGTH));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenAnEventIsAnError() {
        byte[] stream = sse(
                "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"A\"}]}}]}",
                "{\"error\": {\"code\": 503, \"message\": \"The model is overloaded.\", \"status\": \"UNAVAILABLE\"}}");

        assertKind(stream, FailureKind.OVERLOADED);
    }

    @Test
    void shouldCallItANetworkFailureWhenTheStreamEndsBeforeItsFinishReason() {
        assertKind(sse("{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"A\"}]}}]}"), FailureKind.NETWORK);
    }

    @Test
    void shouldCallItANetworkFailureWhenTheStreamEndsBeforeEveryCandidateHasEnded() {
        assertKind(sse("{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"A\"}]}, \"finishReason\": \"STOP\"},"
                + " {\"index\": 1, \"content\": {\"parts\": [{\"text\": \"B\"}]}}]}"), FailureKind.NETWORK);
    }

    @Test
    void shouldCallItANetworkFailureWhenTheStreamIsEmpty() {
        assertKind(new byte[0], FailureKind.NETWORK);
        assertKind(": nothing\n\n".getBytes(StandardCharsets.UTF_8), FailureKind.NETWORK);
    }

    @Test
    void shouldCallItMalformedWhenAnEventIsCutInTheMiddle() {
        byte[] whole = fixture("answer.sse");

        assertKind(Arrays.copyOf(whole, whole.length / 2), FailureKind.MALFORMED_REPLY);
    }

    private void assertKind(byte[] stream, FailureKind kind) {
        assertThatThrownBy(() -> run(stream, 100)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }

    private List<ChatChunk> run(byte[] bytes, int size) {
        List<ChatChunk> chunks = new ArrayList<>();
        ChatStream stream = dialect.chat().stream(chat("Hi").stream().build());
        SseReader reader = new SseReader();
        for (int from = 0; from < bytes.length; from += size) {
            reader.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)),
                    event -> stream.event(event, chunks::add));
        }
        reader.end(event -> stream.event(event, chunks::add));
        stream.end(chunks::add);
        return chunks;
    }

    private static byte[] sse(String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event).append("\r\n\r\n");
        }
        return stream.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fixture(String name) {
        try (InputStream in = GeminiStreamTest.class.getResourceAsStream("/fixtures/gemini/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
