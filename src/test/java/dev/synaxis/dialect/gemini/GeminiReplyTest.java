package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiReplyTest {

    private final GeminiDialect dialect = new GeminiDialect(() -> "call_new");

    @Test
    void shouldReadTextThoughtsCallsAndUsage() {
        // Given
        String reply =
                """
                {"candidates": [{"content": {"role": "model", "parts": [
                    {"text": "Think ", "thought": true}, {"text": "hard.", "thought": true},
                    {"text": "It is "}, {"text": "cold.", "thoughtSignature": "U0lHMA=="},
                    {"functionCall": {"name": "get_weather", "args": {"city": "Oslo"}}, "thoughtSignature": "U0lHMQ=="},
                    {"functionCall": {"id": "q7", "name": "get_time"}}]},
                  "finishReason": "STOP", "index": 0}],
                 "usageMetadata": {"promptTokenCount": 10, "toolUsePromptTokenCount": 3, "candidatesTokenCount": 5,
                   "thoughtsTokenCount": 7, "cachedContentTokenCount": 4, "totalTokenCount": 25},
                 "modelVersion": "gemini-2.5-flash", "responseId": "r1", "createTime": "2026-11-22T10:00:00Z"}""";

        // When
        ChatResponse response = read(reply);

        // Then
        assertThat(response.id()).isEqualTo("r1");
        assertThat(response.model()).isEqualTo("gemini-2.5-flash");
        assertThat(response.created()).isEqualTo(1_795_341_600L);
        assertThat(response.usage()).isEqualTo(new TokenUsage(13, 4, 0, 12, 7, 25));
        ChatResponse.Choice choice = response.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.message().content()).containsExactly(
                new ContentPart.Reasoning("Think hard.", null, null, "gemini"),
                new ContentPart.Text("It is cold."),
                new ContentPart.Reasoning("", "U0lHMA==", null, "gemini"));
        assertThat(choice.message().toolCalls()).containsExactly(
                new ToolCall("call_new", "get_weather", "{\"city\":\"Oslo\"}", "U0lHMQ==", "gemini"),
                new ToolCall("gemini_q7", "get_time", "{}"));
    }

    @Test
    void shouldReadSnakeCase() {
        ChatResponse response = read(
                """
                {"candidates": [{"content": {"parts": [
                    {"function_call": {"name": "f", "args": {}}, "thought_signature": "U0lH"}]},
                  "finish_reason": "STOP"}],
                 "usage_metadata": {"prompt_token_count": 2, "candidates_token_count": 3},
                 "model_version": "m", "response_id": "r"}""");

        assertThat(response.id() + response.model()).isEqualTo("rm");
        assertThat(response.usage()).isEqualTo(TokenUsage.of(2, 3));
        assertThat(response.choices().getFirst().message().toolCalls().getFirst().signature()).isEqualTo("U0lH");
        assertThat(response.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void shouldGiveAnEmptyFilteredChoiceWhenThePromptIsBlocked() {
        ChatResponse response = read(
                """
                {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 9}}""");

        assertThat(response.choices()).hasSize(1);
        assertThat(response.choices().getFirst().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(response.choices().getFirst().message().text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP", "MAX_TOKENS, LENGTH", "SAFETY, CONTENT_FILTER", "RECITATION, CONTENT_FILTER",
        "BLOCKLIST, CONTENT_FILTER", "PROHIBITED_CONTENT, CONTENT_FILTER", "SPII, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER", "MODEL_ARMOR, CONTENT_FILTER", "MALFORMED_FUNCTION_CALL, ERROR", "UNEXPECTED_TOOL_CALL, ERROR",
        "LANGUAGE, OTHER", "OTHER, OTHER", "NO_IMAGE, OTHER", "SOMETHING_NEW, OTHER"
    })
    void shouldKnowWhyTheModelStopped(String given, FinishReason reason) {
        ChatResponse response = read("{\"candidates\": [{\"finishReason\": \"%s\"}]}".formatted(given));

        assertThat(response.choices().getFirst().finishReason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0, STOP", "1, STOP", "2, LENGTH", "3, CONTENT_FILTER", "4, CONTENT_FILTER", "5, OTHER", "6, CONTENT_FILTER",
        "7, CONTENT_FILTER", "8, CONTENT_FILTER", "9, ERROR", "99, OTHER"
    })
    void shouldKnowWhyTheModelStoppedWhenTheServerNumbersItsReasons(int given, FinishReason reason) {
        ChatResponse response = read("{\"candidates\": [{\"finishReason\": %d}]}".formatted(given));

        assertThat(response.choices().getFirst().finishReason()).isEqualTo(reason);
    }

    @Test
    void shouldLetTheClientAnswerACallThatNobodyDeclared() {
        ChatResponse response = read(
                """
                {"candidates": [{"content": {"parts": [{"functionCall": {"name": "none", "args": {}}}]},
                  "finishReason": "UNEXPECTED_TOOL_CALL"}]}""");

        assertThat(response.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void shouldSayWhatGoogleSaysOfAnAnswerThatFailed() {
        ChatResponse response = read(
                """
                {"candidates": [{"content": {}, "finishReason": "MALFORMED_FUNCTION_CALL",
                  "finishMessage": "Malformed function call: print(f(x))"}]}""");

        assertThat(response.choices().getFirst().extra())
                .containsEntry("finish_message", "Malformed function call: print(f(x))");
    }

    @Test
    void shouldNotCountWhereGoogleDoesNot() {
        assertThat(read("{\"candidates\": [{}], \"usageMetadata\": {\"trafficType\": \"ON_DEMAND\"}}").usage()).isNull();
    }

    @Test
    void shouldKeepSeveralCandidatesByIndex() {
        ChatResponse response = read(
                """
                {"candidates": [
                  {"index": 1, "content": {"parts": [{"text": "B"}]}, "finishReason": "MAX_TOKENS"},
                  {"index": 0, "content": {"parts": [{"text": "A"}]}, "finishReason": "STOP"}]}""");

        assertThat(response.choices()).extracting(choice -> choice.index() + choice.message().text())
                .containsExactly("0A", "1B");
        assertThat(response.usage()).isNull();
    }

    @Test
    void shouldGiveLogprobsInOpenAisForm() {
        ChatResponse response = read(
                """
                {"candidates": [{"content": {"parts": [{"text": "H\u00e9"}]}, "finishReason": "STOP",
                  "logprobsResult": {
                    "topCandidates": [{"candidates": [{"token": "H\u00e9", "logProbability": -0.5},
                                                      {"token": "No", "logProbability": -2}]}],
                    "chosenCandidates": [{"token": "H\u00e9", "tokenId": 3, "logProbability": -0.5}]}}]}""");

        assertThat(Objects.requireNonNull(response.choices().getFirst().logprobs()).toString()).isEqualTo(
                "{content=[{token=H\u00e9, logprob=-0.5, bytes=[72, 195, 169], top_logprobs=["
                        + "{token=H\u00e9, logprob=-0.5, bytes=[72, 195, 169]}, "
                        + "{token=No, logprob=-2.0, bytes=[78, 111]}]}]}");
    }

    @Test
    void shouldCarryImagesAndGroundingAndPassOverCodeThatGoogleRan() {
        ChatResponse response = read(
                """
                {"candidates": [{"content": {"parts": [
                    {"executableCode": {"language": "PYTHON", "code": "print(1)"}},
                    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}},
                    {"inlineData": {"mimeType": "image/png", "data": "QQ=="}},
                    {"inlineData": {"mimeType": "image/png", "data": "Qg=="}},
                    {"text": "Done."}]},
                  "finishReason": "STOP", "groundingMetadata": {"webSearchQueries": ["x"]}}]}""");

        ChatResponse.Choice choice = response.choices().getFirst();
        assertThat(choice.message().text()).isEqualTo("Done.");
        assertThat((List<?>) choice.extra().get("images")).hasSize(2);
        assertThat(choice.extra()).containsEntry("grounding_metadata", Map.of("webSearchQueries", List.of("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>busy</html>", "42", "{}", "[]", "{\"modelVersion\": \"m\"}"})
    void shouldCallItMalformedWhenThereIsNoAnswer(String reply) {
        assertThatThrownBy(() -> read(reply))
                .isInstanceOfSatisfying(ProviderException.class, e ->
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    @Test
    void shouldThrowTheVendorsFailureWhenA200CarriesAnError() {
        assertThatThrownBy(() -> read("{\"error\": {\"code\": 429, \"status\": \"RESOURCE_EXHAUSTED\"}}"))
                .isInstanceOfSatisfying(ProviderException.class, e -> {
                    assertThat(e.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
                    assertThat(e.failure().status()).isEqualTo(429);
                });
    }

    @Test
    void shouldMakeAnotherIdForEachCallWhenGeminiGivesNone() {
        String reply = "{\"candidates\": [{\"content\": {\"parts\": [{\"functionCall\": {\"name\": \"f\"}},"
                + " {\"functionCall\": {\"name\": \"f\"}}]}, \"finishReason\": \"STOP\"}]}";

        List<ToolCall> calls = new GeminiDialect().chat()
                .response(chat("Hi").build(), new WireReply(200, Map.of(), reply.getBytes(StandardCharsets.UTF_8)))
                .choices().getFirst().message().toolCalls();

        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("call_"));
    }

    private ChatResponse read(String reply) {
        return dialect.chat().response(
                chat("Hi").build(), new WireReply(200, Map.of(), reply.getBytes(StandardCharsets.UTF_8)));
    }
}
