package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.anthropic.Fixtures.body;
import static dev.synaxis.dialect.anthropic.Fixtures.warned;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "claude-sonnet-4-5 | minimal | {type: enabled, budget_tokens: 1024}  |",
        "claude-sonnet-4-5 | low     | {type: enabled, budget_tokens: 4096}  |",
        "claude-sonnet-4-5 | medium  | {type: enabled, budget_tokens: 12000} |",
        "claude-sonnet-4-5 | high    | {type: enabled, budget_tokens: 16000} |",
        "claude-sonnet-4-5 | none    |                                       |",
        "claude-opus-4-6   | medium  | {type: adaptive}                      | medium",
        "claude-opus-4-6   | minimal | {type: adaptive}                      | low",
        "claude-opus-4-7   | xhigh   | {type: adaptive, display: summarized} | xhigh",
        "claude-opus-5     | none    | {type: disabled}                      |",
        "claude-opus-5-5   | high    | {type: adaptive, display: summarized} | high",
    })
    void shouldSayEffortTheWayTheGenerationTakesIt(String model, String effort, String thinking, String wireEffort) {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningEffort(effort);

        ObjectNode body = body(request, model);

        assertThat(words(body.get("thinking"))).isEqualTo(thinking);
        assertThat(Json.text(body.path("output_config"), "effort")).isEqualTo(wireEffort);
        assertThat(warned(request, model)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "claude-3-5-haiku-20241022 | medium  |                                       |",
        "claude-opus-4-6           | xhigh   | {type: adaptive}                      | high",
        "claude-opus-5-5           | none    |                                       | low",
        "claude-opus-5             | extreme |                                       |",
    })
    void shouldWarnWhenTheEffortCannotBeHad(String model, String effort, String thinking, String wireEffort) {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningEffort(effort);

        ObjectNode body = body(request, model);

        assertThat(words(body.get("thinking"))).isEqualTo(thinking);
        assertThat(Json.text(body.path("output_config"), "effort")).isEqualTo(wireEffort);
        assertThat(warned(request, model)).containsExactly("reasoning_effort");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "claude-sonnet-4-5 | 2048  | {type: enabled, budget_tokens: 2048}  |        | false",
        "claude-sonnet-4-5 | 100   | {type: enabled, budget_tokens: 1024}  |        | true",
        "claude-sonnet-4-5 | 20000 | {type: enabled, budget_tokens: 16000} |        | true",
        "claude-sonnet-4-5 | -1    | {type: enabled, budget_tokens: 12000} |        | false",
        "claude-sonnet-4-5 | 0     |                                       |        | false",
        "claude-opus-4-6   | 2048  | {type: enabled, budget_tokens: 2048}  |        | false",
        "claude-opus-4-6   | -1    | {type: adaptive}                      |        | false",
        "claude-opus-4-8   | 2048  | {type: adaptive, display: summarized} | low    | true",
        "claude-opus-4-8   | 8000  | {type: adaptive, display: summarized} | medium | true",
    })
    void shouldSendABudgetWhereTheModelTakesOne(
            String model, int budget, String thinking, String wireEffort, boolean warns) {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningBudget(budget);

        ObjectNode body = body(request, model);

        assertThat(words(body.get("thinking"))).isEqualTo(thinking);
        assertThat(Json.text(body.path("output_config"), "effort")).isEqualTo(wireEffort);
        assertThat(warned(request, model).contains("reasoning_budget")).isEqualTo(warns);
    }

    @Test
    void shouldTakeAnthropicsOwnFieldBeforeTheOthers() {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningEffort("high").extra(Map.of(
                "thinking", Map.of("type", "enabled", "budget_tokens", 5000, "display", "omitted")));

        assertThat(words(body(request, "claude-sonnet-4-6").get("thinking")))
                .isEqualTo("{type: enabled, budget_tokens: 5000, display: omitted}");
    }

    @Test
    void shouldSwitchThinkingOffWhenMaxTokensLeavesNoRoom() {
        ChatRequestBuilder request = chat("Hi").maxTokens(1000).reasoningEffort("high");

        assertThat(body(request, "claude-sonnet-4-5").has("thinking")).isFalse();
        assertThat(warned(request, "claude-sonnet-4-5")).containsExactly("reasoning_effort");
    }

    @Test
    void shouldPassOnWhatElseAnthropicsFieldSays() {
        Map<String, Object> binding = Map.of("prefix_mismatch_behavior", "drop_block");
        ChatRequestBuilder typed = chat("Hi").reasoningBudget(-1).reasoningEffort("low").extra(Map.of(
                "thinking", Map.of("type", "adaptive", "block_binding", binding)));
        ChatRequestBuilder untyped = chat("Hi").extra(Map.of("thinking", Map.of("block_binding", binding)));

        assertThat(words(body(typed, "claude-sonnet-5-5").get("thinking"))).isEqualTo("{type: adaptive, "
                + "display: summarized, block_binding: {prefix_mismatch_behavior: drop_block}}");
        assertThat(body(typed, "claude-sonnet-5-5").at("/output_config/effort").textValue()).isEqualTo("low");
        assertThat(body(untyped, "claude-fable-5-1").at("/thinking/block_binding")).isNotEmpty();
        assertThat(warned(untyped, "claude-fable-5-1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-4-5,,reasoning_effort", "claude-opus-4-6,low,reasoning_effort", "claude-opus-5,low,"})
    void shouldNotThinkWhenAToolIsForced(String model, @Nullable String effort, @Nullable String warned) {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningEffort("low")
                .tool("now", null, null).toolChoice(new ToolChoice.Required());

        ObjectNode body = body(request, model);

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.at("/tool_choice/type").textValue()).isEqualTo("any");
        assertThat(Json.text(body.path("output_config"), "effort")).isEqualTo(effort);
        assertThat(warned(request, model)).isEqualTo(warned == null ? List.of() : List.of(warned));
    }

    @Test
    void shouldSwitchABudgetOffWhenTheOpenTurnHasNoSignedThinking() {
        ChatRequestBuilder unsigned = chat("Hi").maxTokens(20_000).reasoningEffort("low").tool("now", null, null)
                .assistant(List.of(), new ToolCall("call_1", "now", "{}"))
                .toolResult("call_1", "now", "12");

        assertThat(body(unsigned, "claude-sonnet-4-5").has("thinking")).isFalse();
        assertThat(warned(unsigned, "claude-sonnet-4-5")).containsExactly("reasoning_effort");
        assertThat(body(unsigned, "claude-opus-4-6").has("thinking")).isTrue();
    }

    @Test
    void shouldKeepThinkingWhenTheOpenTurnStartsSignedOrIsOver() {
        ContentPart signed = new ContentPart.Reasoning("Hm.", "c2ln", null, "anthropic");
        ChatRequestBuilder twoSteps = chat("Hi").maxTokens(20_000).reasoningEffort("low").tool("now", null, null)
                .assistant(List.of(signed), new ToolCall("call_1", "now", "{}"))
                .toolResult("call_1", "now", "12")
                .assistant(List.of(), new ToolCall("call_2", "now", "{}"))
                .toolResult("call_2", "now", "13");
        ChatRequestBuilder over = chat("Hi").maxTokens(20_000).reasoningEffort("low")
                .assistant(List.of(), new ToolCall("call_1", "now", "{}"))
                .toolResult("call_1", "now", "12").assistant("Noon.").user("Sure?");

        assertThat(body(twoSteps, "claude-sonnet-4-5").has("thinking")).isTrue();
        assertThat(body(over, "claude-sonnet-4-5").has("thinking")).isTrue();
    }

    @Test
    void shouldLeaveOutSamplingThatDoesNotGoWithThinking() {
        ChatRequestBuilder request = chat("Hi").maxTokens(20_000).reasoningEffort("low")
                .temperature(0.3).topP(0.5).topK(4);

        ObjectNode body = body(request, "claude-sonnet-4-5");

        assertThat(body.has("temperature") || body.has("top_p") || body.has("top_k")).isFalse();
        assertThat(warned(request, "claude-sonnet-4-5")).containsExactly("temperature", "top_p", "top_k");
    }

    @Test
    void shouldLeaveOutSamplingWhenTheModelTakesDefaultsOnly() {
        ChatRequestBuilder changed = chat("Hi").temperature(0.3).topP(0.5).topK(4);

        assertThat(warned(changed, "claude-opus-4-7")).containsExactly("temperature", "top_p", "top_k");
        assertThat(warned(chat("Hi").temperature(1), "claude-opus-4-7")).isEmpty();
        assertThat(body(chat("Hi").temperature(0.3).topP(0.5), "claude-sonnet-4-20250514").get("top_p").doubleValue())
                .isEqualTo(0.5);
    }

    private static @Nullable String words(@Nullable JsonNode thinking) {
        return thinking == null ? null : thinking.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
    }
}
