package dev.synaxis.dialect.bedrock;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseRequestTest {

    private static final String SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "us.anthropic.claude-3-5-sonnet-20241022-v2:0 | high   |                                                          | reasoning_effort",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0 | low    | {thinking: {type: enabled, budget_tokens: 4096}}         |",
        "us.anthropic.claude-opus-4-6-v1              | medium | {thinking: {type: adaptive}, output_config: {effort: medium}} |",
        "global.anthropic.claude-opus-4-7             | xhigh  | {thinking: {type: adaptive, display: summarized}, output_config: {effort: xhigh}} |",
        "anthropic.claude-opus-5                      | none   | {thinking: {type: disabled}}                             |",
        "us.amazon.nova-2-lite-v1:0                   | minimal | {reasoningConfig: {type: enabled, maxReasoningEffort: low}} |",
        "us.amazon.nova-2-lite-v1:0                   | none   |                                                          |",
        "openai.gpt-oss-120b-1:0                      | high   | {reasoning_effort: high}                                 |",
        "qwen.qwen3-32b-v1:0                          | minimal | {reasoning_config: low}                                 |",
        "qwen.qwen3-32b-v1:0                          | none   |                                                          |",
        "meta.llama3-70b-instruct-v1:0                | high   |                                                          | reasoning_effort",
    })
    void shouldSayEffortTheWayTheModelTakesIt(
            String model, String effort, @Nullable String fields, @Nullable String warned) {
        ChatRequestBuilder request = chat("Hi").maxTokens(16_000).reasoningEffort(effort);

        String sent = body(request, model).path("additionalModelRequestFields").toString();

        assertThat(sent.replace("\"", "").replace(":", ": ").replace(",", ", ")).isEqualTo(fields == null ? "" : fields);
        assertThat(warned(request, model)).isEqualTo(warned == null ? List.of() : List.of(warned));
    }

    @Test
    void shouldLeaveOutSettingsThatTheModelRefuses() {
        ChatRequestBuilder request = chat("Hi").maxTokens(9000).temperature(0.3).topP(0.5).topK(4);

        assertThat(body(request, SONNET).path("inferenceConfig").toString())
                .isEqualTo("{\"maxTokens\":9000,\"temperature\":0.3}");
        assertThat(warned(request, SONNET)).containsExactly("top_p");
        assertThat(body(request, "anthropic.claude-opus-4-7").path("inferenceConfig")).hasSize(1);
        assertThat(warned(request, "anthropic.claude-opus-4-7")).containsExactly("temperature", "top_p", "top_k");
        assertThat(body(request, "amazon.nova-pro-v1:0").path("inferenceConfig")).hasSize(3);
        assertThat(body(request, "amazon.nova-pro-v1:0").path("additionalModelRequestFields").toString())
                .isEqualTo("{\"inferenceConfig\":{\"topK\":4}}");

        ChatRequestBuilder high = chat("Hi").maxTokens(9000).temperature(0.3).topP(0.5).reasoningEffort("high");
        assertThat(body(high, "us.amazon.nova-2-lite-v1:0").has("inferenceConfig")).isFalse();
        assertThat(warned(high, "us.amazon.nova-2-lite-v1:0")).containsExactly("max_tokens", "temperature", "top_p");
        assertThat(warned(high, SONNET)).containsExactly("temperature", "top_p");
    }

    @Test
    void shouldNotThinkWhenAToolIsForcedNorForceWhatCannotBeForced() {
        ChatRequestBuilder request = chat("Hi").maxTokens(9000).reasoningEffort("low").tool("now", null, null)
                .toolChoice(new ToolChoice.Named("now"));

        assertThat(body(request, SONNET).has("additionalModelRequestFields")).isFalse();
        assertThat(warned(request, SONNET)).containsExactly("reasoning_effort");
        assertThat(body(request, "anthropic.claude-opus-5-5").at("/toolConfig/toolChoice").has("auto")).isTrue();
        assertThat(warned(request, "anthropic.claude-opus-5-5")).containsExactly("tool_choice");
    }

    @Test
    void shouldPutTheCachePointBehindTheResultOfATool() {
        ChatRequestBuilder request = chat("Hi").assistant(List.of(), new ToolCall("t", "now", "{}"))
                .toolResult("t", "now", new ContentPart.Text("12", Map.of("type", "ephemeral")));

        assertThat(body(request, SONNET).at("/messages/2/content").toString()).isEqualTo(
                "[{\"toolResult\":{\"toolUseId\":\"t\",\"content\":[{\"text\":\"12\"}]}},{\"cachePoint\":{\"type\":\"default\"}}]");
    }

    @ParameterizedTest
    @CsvSource({"application/octet-stream,report.PDF,pdf", "application/octet-stream,notes.md,md",
        "application/json,a.json,txt", "text/x-java,A.java,txt"})
    void shouldTellTheFormatOfAFileByWhatIsKnownOfIt(String type, String name, String format) {
        ChatRequestBuilder request = chat().user(new ContentPart.Text("Read."),
                new ContentPart.FilePart(new MediaSource.Data(type, "aGk="), name, null));

        assertThat(body(request, SONNET).at("/messages/0/content/1/document/format").asText()).isEqualTo(format);
    }

    private static WireRequest translate(ChatRequestBuilder request, String model) {
        return new BedrockChat().request(request.build(), new Upstream(
                "bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com", model, null, Compat.NONE));
    }

    private static ObjectNode body(ChatRequestBuilder request, String model) {
        return Json.parseObject(translate(request, model).body()).orElseThrow();
    }

    private static List<String> warned(ChatRequestBuilder request, String model) {
        return translate(request, model).warnings().stream().map(Warning::field).toList();
    }
}
