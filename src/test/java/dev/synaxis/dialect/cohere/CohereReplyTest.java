package dev.synaxis.dialect.cohere;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohereReplyTest {

    private final ChatTranslator translator = new CohereDialect().chat();

    @Test
    void shouldGivePlanAndCallsWhenToolsAreCalled() {
        ChatResponse response = response("reply-tool-call.json");

        ChatResponse.Choice choice = response.choices().get(0);
        assertThat(response.id()).isEqualTo("9f1d-tool");
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.message().content()).containsExactly(
                new ContentPart.Reasoning("I will look up both cities.", "tool_plan", null, "cohere"));
        assertThat(choice.message().toolCalls()).containsExactly(
                new ToolCall("weather_a1", "weather", "{\"city\":\"Oslo\"}"),
                new ToolCall("weather_b2", "weather", "{\"city\":\"Rome\"}"));
        assertThat(response.usage()).isEqualTo(new TokenUsage(900, 512, 0, 60, 0, 960));
    }

    @Test
    void shouldSendThePlanBackWhenTheConversationGoesOn() {
        // Given
        var message = response("reply-tool-call.json").choices().get(0).message();

        // When
        var body = Cohere.tree(translator.request(chat("Weather?").message(message).build(), Cohere.COMMAND_A));

        // Then
        assertThat(body.at("/messages/1/tool_plan").asText()).isEqualTo("I will look up both cities.");
        assertThat(body.at("/messages/1").has("content")).isFalse();
        assertThat(body.at("/messages/1/tool_calls")).isEqualTo(Cohere.tree("reply-tool-call.json").at("/message/tool_calls"));
    }

    @Test
    void shouldGiveReasoningCitationsAndLogprobsWhenTheyAreThere() {
        ChatResponse response = response("reply-reasoning.json");

        ChatResponse.Choice choice = response.choices().get(0);
        assertThat(choice.message().content()).containsExactly(
                new ContentPart.Reasoning("Seven times six.", null, null, "cohere"), new ContentPart.Text("42"));
        assertThat(choice.extra()).extractingByKey("citations").asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.LIST).hasSize(1);
        assertThat(choice.logprobs()).isEqualTo(Map.of("content", List.of(Map.of(
                "token", "42", "logprob", -0.75, "bytes", List.of(52, 50), "top_logprobs", List.of()))));
        assertThat(response.usage()).isEqualTo(TokenUsage.of(8, 9));
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE, STOP", "STOP_SEQUENCE, STOP", "MAX_TOKENS, LENGTH", "TOOL_CALL, TOOL_CALLS",
        "ERROR_TOXIC, CONTENT_FILTER", "ERROR_LIMIT, LENGTH", "SOMETHING_NEW, OTHER"})
    void shouldMapEachFinishReason(String cohere, FinishReason reason) {
        ChatResponse response = translator.response(chat("Hi").build(), Cohere.reply(200,
                "{\"id\":\"x\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]},\"finish_reason\":\"" + cohere + "\"}"));

        assertThat(response.choices().get(0).finishReason()).isEqualTo(reason);
        assertThat(response.usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"ERROR, OVERLOADED", "TIMEOUT, TIMEOUT"})
    void shouldFailWhenTheGenerationBroke(String cohere, FailureKind kind) {
        assertFails("{\"message\":{\"role\":\"assistant\"},\"finish_reason\":\"" + cohere + "\"}", kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"message\":null}", "null"})
    void shouldFailWhenTheBodyIsNoMessage(String body) {
        assertFails(body, FailureKind.MALFORMED_REPLY);
    }

    @Test
    void shouldGiveTheVendorsFailureWhenAnErrorComesWithStatus200() {
        assertFails("{\"id\":\"x\",\"message\":\"too many tokens: 5 of 4\"}", FailureKind.CONTEXT_LENGTH);
    }

    private ChatResponse response(String fixture) {
        return translator.response(chat("Hi").build(), new WireReply(200, Map.of(), Cohere.fixture(fixture)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"null\"", "null", "\"{}\"", "{}"})
    void shouldGiveAnEmptyObjectWhenACallHasNoArguments(String arguments) {
        ChatResponse response = translator.response(chat("Hi").build(), Cohere.reply(200, """
                {"id": "x", "finish_reason": "TOOL_CALL", "message": {"role": "assistant", "tool_calls": [
                  {"id": "now_1", "type": "function", "function": {"name": "now", "arguments": %s}}]}}"""
                .formatted(arguments)));

        assertThat(response.choices().getFirst().message().toolCalls().getFirst().arguments()).isEqualTo("{}");
    }

    private void assertFails(String body, FailureKind kind) {
        assertThatThrownBy(() -> translator.response(chat("Hi").build(), Cohere.reply(200, body)))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
