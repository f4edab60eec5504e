package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.anthropic.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatMessage.AssistantMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReplyTest {

    private final AnthropicChat chat = new AnthropicChat();
    private final ChatRequest request = chat("Hi").build();

    @Test
    void shouldKeepTextCallsThinkingAndUsage() {
        ChatResponse response = chat.response(request, new WireReply(200, Map.of(), Fixtures.bytes("message.json")));

        assertThat(response).isEqualTo(new ChatResponse(
                "msg_01",
                "claude-sonnet-4-5-20250929",
                0,
                List.of(new ChatResponse.Choice(
                        0,
                        new AssistantMessage(
                                List.of(
                                        new ContentPart.Reasoning("Search, then ask.", "c2ln", null, "anthropic"),
                                        new ContentPart.Reasoning("", null, "ZW5j", "anthropic"),
                                        new ContentPart.Text("It is "),
                                        new ContentPart.Text("cold.")),
                                List.of(
                                        new ToolCall("toolu_1", "weather", "{\"city\":\"Oslo\"}"),
                                        new ToolCall("toolu_2", "now", "{}")),
                                null),
                        FinishReason.TOOL_CALLS)),
                new TokenUsage(3210, 3000, 200, 50, 0, 3260)));
    }

    @Test
    void shouldTellWritesThatAreKeptForAnHourFromTheOthers() {
        String body = new String(Fixtures.bytes("message.json"), StandardCharsets.UTF_8).replace(
                "\"output_tokens\": 50",
                "\"cache_creation\": {\"ephemeral_5m_input_tokens\": 50, \"ephemeral_1h_input_tokens\": 150}, \"output_tokens\": 50");

        ChatResponse response =
                chat.response(request, new WireReply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8)));

        assertThat(response.usage()).isEqualTo(new TokenUsage(3210, 3000, 200, 50, 0, 3260).withHourWrite(150));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "refusal, CONTENT_FILTER",
        "pause_turn, OTHER",
        "something_new, OTHER",
    })
    void shouldMapEveryStopReason(String stopReason, FinishReason reason) {
        ChatResponse response = chat.response(request, reply(200,
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":\"%s\"}".formatted(stopReason)));

        assertThat(response.choices().getFirst().finishReason()).isEqualTo(reason);
        assertThat(response.usage()).isNull();
    }

    @Test
    void shouldSayWhyTheAnswerWasRefused() {
        ChatResponse.Choice choice = chat.response(request, reply(200, """
                {"content": [], "stop_reason": "refusal", "stop_details": {"type": "refusal", "category": "cyber",
                 "explanation": "Blocked under the usage policy."}}""")).choices().getFirst();

        assertThat(choice.message().content())
                .containsExactly(new ContentPart.Refusal("Blocked under the usage policy."));
        assertThat(choice.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void shouldTurnTheAnswerToolBackToTextWhenTheSchemaWentAsATool() {
        // Given
        ChatRequest structured = chat("Hi")
                .format(new ResponseFormat.JsonSchema("answer", null, ChatFeature.closed(), true)).build();
        WireReply reply = reply(200, """
                {"content": [{"type": "tool_use", "id": "toolu_1", "name": "synaxis_structured_answer",
                              "input": {"city": "Oslo"}}], "stop_reason": "tool_use"}""");

        // When
        ChatResponse.Choice choice = chat.response(structured, reply).choices().getFirst();

        // Then
        assertThat(choice.message().text()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(choice.message().toolCalls()).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html></html>", "[]", "{}", "{\"content\": \"text\"}"})
    void shouldCallAReplyMalformedWhenItIsNoMessage(String body) {
        assertThatThrownBy(() -> chat.response(request, reply(200, body)))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        assertThatThrownBy(() -> chat.response(request, reply(200,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.OVERLOADED));
    }
}
