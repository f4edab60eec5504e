package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.anthropic.Fixtures.body;
import static dev.synaxis.dialect.anthropic.Fixtures.warned;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolsTest {

    private static final String OLD = "claude-sonnet-4-20250514";
    private static final ResponseFormat ANSWER =
            new ResponseFormat.JsonSchema("answer", "A city.", ChatFeature.closed(), true);

    @Test
    void shouldLeaveTheChoiceToTheModelWhenItCannotBeForced() {
        ChatRequestBuilder required = tools().toolChoice(new ToolChoice.Required());
        ChatRequestBuilder named = tools().toolChoice(new ToolChoice.Named("b"));

        assertThat(body(required, "claude-opus-5-5").at("/tool_choice/type").textValue()).isEqualTo("auto");
        assertThat(body(required, "claude-opus-5-5").get("tools")).hasSize(2);
        assertThat(warned(required, "claude-opus-5-5")).containsExactly("tool_choice");
        assertThat(body(named, "claude-opus-5-5").get("tools").findValuesAsText("name")).containsExactly("b");
        assertThat(warned(named, "claude-opus-5-5")).containsExactly("tool_choice");
    }

    @Test
    void shouldSendNoChoiceWhenThereIsNoTool() {
        assertThat(body(chat("Hi").toolChoice(new ToolChoice.Auto()).parallelToolCalls(false), OLD).has("tool_choice"))
                .isFalse();
        assertThat(warned(chat("Hi").toolChoice(new ToolChoice.Required()), OLD)).containsExactly("tool_choice");
    }

    @Test
    void shouldKeepOneCallAtATimeWithEveryChoiceButNone() {
        assertThat(body(tools().parallelToolCalls(false).toolChoice(new ToolChoice.Named("a")), OLD)
                        .at("/tool_choice/disable_parallel_tool_use").booleanValue()).isTrue();
        assertThat(body(tools().parallelToolCalls(false).toolChoice(new ToolChoice.None()), OLD).get("tool_choice"))
                .hasSize(1);
        assertThat(body(tools().parallelToolCalls(true), OLD).has("tool_choice")).isFalse();
    }

    @Test
    void shouldMakeTheSchemaOfEveryToolAnObject() {
        JsonNode schema = body(chat("Hi").tool("a", null, Map.of("properties", Map.of())), OLD)
                .at("/tools/0/input_schema");

        assertThat(schema.get("type").textValue()).isEqualTo("object");
    }

    @Test
    void shouldWarnWhenTheModelKnowsNoStrictTools() {
        ChatRequestBuilder request = chat("Hi").tool(new Tool("a", null, ChatFeature.closed(), true, null));

        assertThat(body(request, OLD).at("/tools/0").has("strict")).isFalse();
        assertThat(warned(request, OLD)).containsExactly("tools.function.strict");
    }

    @Test
    void shouldForceAToolWithTheSchemaWhenTheModelHasNoStructuredOutput() {
        ChatRequestBuilder request = chat("Hi").format(ANSWER);

        ObjectNode body = body(request, OLD);

        assertThat(body.has("output_config")).isFalse();
        assertThat(body.get("tools")).hasSize(1);
        assertThat(body.at("/tools/0/input_schema")).isEqualTo(Json.fromJava(ChatFeature.closed()));
        assertThat(body.get("tool_choice").toString())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"synaxis_structured_answer\"}");
        assertThat(warned(request, OLD)).containsExactly("response_format");
    }

    @Test
    void shouldLetTheModelChooseBetweenItsToolsAndTheAnswer() {
        JsonNode body = body(tools().format(ANSWER), OLD);

        assertThat(body.get("tools")).hasSize(3);
        assertThat(body.at("/tool_choice/type").textValue()).isEqualTo("any");
        assertThat(body(tools().format(ANSWER).toolChoice(new ToolChoice.Required()), OLD).get("tools")).hasSize(2);
        assertThat(body(tools().format(ANSWER).toolChoice(new ToolChoice.None()), OLD).at("/tool_choice/name")
                .textValue()).isEqualTo(AnswerTool.NAME);
    }

    @Test
    void shouldBringASchemaIntoTheSubsetThatStructuredOutputTakes() throws Exception {
        // Given
        Map<String, Object> schema = Json.toMap(Json.parse("""
                {"type": "object", "required": ["n"], "properties": {
                   "n": {"type": "integer", "description": "A number.", "minimum": 1},
                   "tags": {"type": "array", "minItems": 1, "items": {"type": "string", "maxLength": 5}},
                   "minimum": {"oneOf": [{"$ref": "#/$defs/p"}, {"type": "null"}]}},
                 "$defs": {"p": {"type": "object", "properties": {}, "additionalProperties": {"type": "string"}}}}"""
                .getBytes(StandardCharsets.UTF_8)));
        ChatRequestBuilder request = chat("Hi").format(new ResponseFormat.JsonSchema("answer", null, schema, null));

        // When
        JsonNode wire = body(request, "claude-opus-4-6").at("/output_config/format/schema");

        // Then
        assertThat(wire).isEqualTo(Json.parse("""
                {"type": "object", "required": ["n"], "additionalProperties": false, "properties": {
                   "n": {"type": "integer", "description": "A number. {\\"minimum\\":1}"},
                   "tags": {"type": "array", "minItems": 1,
                            "items": {"type": "string", "description": "{\\"maxLength\\":5}"}},
                   "minimum": {"anyOf": [{"$ref": "#/$defs/p"}, {"type": "null"}]}},
                 "$defs": {"p": {"type": "object", "properties": {}, "additionalProperties": false}}}"""
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(warned(request, "claude-opus-4-6")).containsOnly("response_format");
    }

    @Test
    void shouldDescribeWhatStructuredOutputRefusesOfTexts() throws Exception {
        Map<String, Object> schema = Json.toMap(Json.parse("""
                {"type": "object", "properties": {
                   "day": {"type": "string", "format": "date"},
                   "page": {"type": "string", "format": "uri-reference"},
                   "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
                   "amount": {"type": "string", "pattern": "^(?!0)\\\\d+$"}}}""".getBytes(StandardCharsets.UTF_8)));
        ChatRequestBuilder request = chat("Hi").format(new ResponseFormat.JsonSchema("answer", null, schema, null));

        JsonNode fields = body(request, "claude-opus-4-6").at("/output_config/format/schema/properties");

        assertThat(fields.at("/day/format").textValue()).isEqualTo("date");
        assertThat(fields.at("/page").toString())
                .isEqualTo("{\"type\":\"string\",\"description\":\"{\\\"format\\\":\\\"uri-reference\\\"}\"}");
        assertThat(fields.at("/code/pattern").textValue()).isEqualTo("^[A-Z]{2}$");
        assertThat(fields.at("/amount").has("pattern")).isFalse();
        assertThat(fields.at("/amount/description").textValue()).contains("(?!0)");
    }

    @Test
    void shouldSendAlternativesAtTheTopOfAToolsSchemaAsOneObject() throws Exception {
        Map<String, Object> schema = Json.toMap(Json.parse("""
                {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"],
                 "anyOf": [{"properties": {"city": {"type": "string"}, "unit": {"const": "C"}}, "required": ["city", "unit"]},
                           {"$ref": "#/$defs/place"}],
                 "allOf": [{"properties": {"day": {"type": "string"}}, "required": ["day"]}],
                 "$defs": {"place": {"oneOf": [{"properties": {"lat": {"type": "number"}, "unit": {"const": "F"}},
                                                "required": ["unit", "lat"]}]}}}"""
                .getBytes(StandardCharsets.UTF_8)));
        ChatRequestBuilder request = chat("Hi").tool("weather", null, schema);

        JsonNode sent = body(request, OLD).at("/tools/0/input_schema");

        assertThat(sent.has("anyOf") || sent.has("allOf") || sent.has("oneOf")).isFalse();
        assertThat(sent.get("properties")).isEqualTo(Json.parse("""
                {"id": {"type": "string"}, "day": {"type": "string"}, "city": {"type": "string"},
                 "unit": {"anyOf": [{"const": "C"}, {"const": "F"}]}, "lat": {"type": "number"}}"""
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(sent.get("required").toString()).isEqualTo("[\"id\",\"day\",\"unit\"]");
        assertThat(warned(request, OLD)).containsExactly("tools.function.parameters");
    }

    @Test
    void shouldOfferOnlyTheAllowedTools() {
        JsonNode body = body(tools().toolChoice(new ToolChoice.Allowed(List.of("b"), false)), OLD);

        assertThat(body.get("tools").findValuesAsText("name")).containsExactly("b");
        assertThat(body.at("/tool_choice/type").textValue()).isEqualTo("auto");
    }

    private static ChatRequestBuilder tools() {
        return chat("Hi").tool("a", "First", null).tool("b", "Second", Map.of("type", "object"));
    }
}
