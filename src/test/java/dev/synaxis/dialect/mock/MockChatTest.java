package dev.synaxis.dialect.mock;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.InProcessChat.Timed;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MockChatTest {

    private final Mock mock = new Mock(Map.of());

    @Test
    void shouldSayThatItIsTheMockAndQuoteTheUserWhenNothingIsScripted() {
        ChatResponse response = mock.chat(chat().system("secret rules").user("Hello there"));

        assertThat(response.choices()).singleElement().satisfies(choice -> {
            assertThat(choice.message().text())
                    .isEqualTo("This is the mock provider: no model wrote this. You said: \"Hello there\"");
            assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
        });
        assertThat(response.model()).isEqualTo("mock-1");
        assertThat(response.usage()).isEqualTo(TokenUsage.of(4, 13));
    }

    @Test
    void shouldQuoteNoMoreThan200CharactersWhenTheMessageIsLong() {
        assertThat(mock.text(chat("\uD83D\uDC4D".repeat(500)))).endsWith("\"" + "\uD83D\uDC4D".repeat(200) + "...\"");
    }

    @Test
    void shouldEndBeforeTheFirstStopSequence() {
        ChatResponse response = mock.chat(chat("Hi").stop("wrote", "no model"));

        assertThat(response.choices().get(0).message().text()).isEqualTo("This is the mock provider: ");
        assertThat(response.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void shouldEndWithLengthWhenMaxTokensAreUsedUp() {
        ChatResponse response = mock.chat(chat("Hi").maxTokens(3));

        assertThat(response.choices().get(0).message().text()).isEqualTo("This is the");
        assertThat(response.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.usage()).isEqualTo(TokenUsage.of(1, 3));
    }

    @Test
    void shouldGiveTheAnswerNTimesWhenNIsAskedFor() {
        ChatResponse response = mock.chat(chat("Hi").n(3));

        assertThat(response.choices()).extracting(ChatResponse.Choice::index).containsExactly(0, 1, 2);
        assertThat(response.choices()).extracting(choice -> choice.message().text()).containsOnly(mock.text(chat("Hi")));
        assertFails(chat("Hi").n(100_000), FailureKind.INVALID_REQUEST);
    }

    @Test
    void shouldAnswerInJsonWhenJsonIsAskedFor() {
        assertThat(Json.parseOrNull(mock.text(chat("Hi").format(new ResponseFormat.JsonObject()))))
                .isEqualTo(Json.object().put("reply", mock.text(chat("Hi"))));
        assertThat(mock.text(chat("Hi").format(new ResponseFormat.JsonSchema("a", null, ChatFeature.closed(), true))))
                .isEqualTo("{\"city\":\"mock\"}");
    }

    @Test
    void shouldCallTheToolWhenOneIsRequired() {
        ChatRequestBuilder request = chat("Hi").tool("first", null, null).tool("second", null, ChatFeature.closed());

        assertThat(call(request.toolChoice(new ToolChoice.Required()))).isEqualTo(new ToolCall("call_mock_1", "first", "{}"));
        assertThat(call(request.toolChoice(new ToolChoice.Named("second"))))
                .isEqualTo(new ToolCall("call_mock_1", "second", "{\"city\":\"mock\"}"));
        assertThat(call(request.toolChoice(new ToolChoice.Allowed(List.of("second"), true))).name()).isEqualTo("second");
    }

    @Test
    void shouldNotCallAToolWhenNoneIsRequired() {
        ChatRequestBuilder request = chat("Hi").tool("first", null, null);

        assertThat(mock.text(request)).contains("You said: \"Hi\"");
        assertThat(mock.text(request.toolChoice(new ToolChoice.Allowed(List.of("first"), false)))).contains("You said");
        assertThat(mock.text(request.toolChoice(new ToolChoice.None()))).contains("You said");
    }

    @Test
    void shouldQuoteTheResultsWhenToolsHaveAnswered() {
        String text = mock.text(chat("Weather?").tool("w", null, null)
                .assistant(List.of(), new ToolCall("a", "w", "{}"), new ToolCall("b", "w", "{}"))
                .toolResult("a", "w", "4 degrees").toolResult("b", "w", "19 degrees"));

        assertThat(text).endsWith("A tool answered: \"4 degrees\" A tool answered: \"19 degrees\"");
    }

    @ParameterizedTest
    @EnumSource(ChatFeature.class)
    void shouldGiveTheSameAnswerTwiceWhateverIsAsked(ChatFeature feature) {
        ChatResponse once = mock.dialect.inProcessChat().answer(feature.request("mock"), Mock.UPSTREAM);

        assertThat(new Mock(Map.of()).dialect.inProcessChat().answer(feature.request("mock"), Mock.UPSTREAM)).isEqualTo(once);
        assertThat(once.choices()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(ChatFeature.class)
    void shouldStreamWhatItAnswers(ChatFeature feature) {
        // Given
        ChatResponse whole = mock.dialect.inProcessChat().answer(feature.request("mock"), Mock.UPSTREAM);

        // When
        List<ChatChunk> chunks = mock.dialect.inProcessChat().stream(feature.request("mock"), Mock.UPSTREAM).stream()
                .map(Timed::chunk).map(Objects::requireNonNull).toList();

        // Then
        assertThat(chunks.getFirst()).isEqualTo(new ChatChunk.Start("", "mock-1", 0));
        assertThat(chunks.getLast()).isEqualTo(new ChatChunk.Usage(Objects.requireNonNull(whole.usage())));
        for (ChatResponse.Choice choice : whole.choices()) {
            assertThat(joined(chunks, choice.index())).isEqualTo(choice.message().text());
            assertThat(chunks).contains(new ChatChunk.Finish(choice.index(), choice.finishReason()));
        }
    }

    @Test
    void shouldStreamAToolCallWhenOneIsRequired() {
        List<Timed> stream = mock.dialect.inProcessChat().stream(
                chat("Hi").tool("t", null, ChatFeature.closed()).toolChoice(new ToolChoice.Required()).build(), Mock.UPSTREAM);

        assertThat(stream).extracting(Timed::chunk).containsExactly(
                new ChatChunk.Start("", "mock-1", 0),
                new ChatChunk.ToolCallStart(0, 0, "call_mock_1", "t", null, null),
                new ChatChunk.ToolCallDelta(0, 0, "{\"city\":\"mock\"}"),
                new ChatChunk.Finish(0, FinishReason.TOOL_CALLS),
                new ChatChunk.Usage(TokenUsage.of(1, 2)));
    }

    private static String joined(List<ChatChunk> chunks, int choice) {
        return chunks.stream()
                .filter(chunk -> chunk instanceof ChatChunk.TextDelta text && text.choice() == choice)
                .map(chunk -> ((ChatChunk.TextDelta) chunk).text())
                .collect(Collectors.joining());
    }

    private ToolCall call(ChatRequestBuilder request) {
        ChatResponse.Choice choice = mock.chat(request).choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        return choice.message().toolCalls().get(0);
    }

    private void assertFails(ChatRequestBuilder request, FailureKind kind) {
        assertThatThrownBy(() -> mock.chat(request)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
