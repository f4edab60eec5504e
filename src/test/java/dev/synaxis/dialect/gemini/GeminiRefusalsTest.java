package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google refuses with a 400, and what goes out instead. */
class GeminiRefusalsTest {

    private static final String GEMINI = "https://generativelanguage.googleapis.com/v1beta";
    private static final String VERTEX = "https://aiplatform.googleapis.com/v1/projects/p/locations/us-central1";
    private static final Map<String, Object> CITY =
            Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));

    private final GeminiDialect dialect = new GeminiDialect();

    @Test
    void shouldSendVertexNoIdsOfCalls() {
        ChatRequestBuilder request = chat("Hi")
                .assistant(List.of(), new ToolCall("gemini_a1", "f", "{}", "U0lH", "gemini"))
                .toolResult("gemini_a1", "f", "1");

        JsonNode vertex = body(send(request, VERTEX, "gemini-3.5-flash")).path("contents");
        JsonNode gemini = body(send(request, GEMINI, "gemini-3.5-flash")).path("contents");

        assertThat(vertex.at("/1/parts/0/functionCall").has("id")).isFalse();
        assertThat(vertex.at("/2/parts/0/functionResponse").has("id")).isFalse();
        assertThat(gemini.at("/1/parts/0/functionCall/id").textValue()).isEqualTo("a1");
        assertThat(gemini.at("/2/parts/0/functionResponse/id").textValue()).isEqualTo("a1");
    }

    @ParameterizedTest
    @CsvSource({
        GEMINI + ", gemini-2.5-pro, false",
        GEMINI + ", gemini-2.5-flash-lite, false",
        GEMINI + ", gemini-3.5-flash, true",
        GEMINI + ", gemini-2.0-flash, true",
        VERTEX + ", gemini-2.5-pro, true",
        "http://127.0.0.1:4000/v1beta, gemini-2.5-pro, true"
    })
    void shouldSendPenaltiesWhereTheyAreTaken(String base, String model, boolean taken) {
        WireRequest wire = send(chat("Hi").presencePenalty(0.5).frequencyPenalty(-1.0), base, model);

        JsonNode config = body(wire).path("generationConfig");
        assertThat(config.has("presencePenalty") && config.has("frequencyPenalty")).isEqualTo(taken);
        assertThat(config.isMissingNode()).isEqualTo(!taken);
        assertThat(fields(wire)).hasSize(taken ? 0 : 2);
    }

    @ParameterizedTest
    @CsvSource({"gemini-3.6-flash", "gemini-2.5-flash"})
    void shouldSayTheFormInWordsWhenACallIsRequired(String model) {
        WireRequest wire = send(chat("Hi").tool("f", null, CITY).toolChoice(new ToolChoice.Required())
                .format(new ResponseFormat.JsonSchema("a", null, CITY, true)), GEMINI, model);

        assertThat(body(wire).has("generationConfig")).isFalse();
        assertThat(body(wire).at("/systemInstruction/parts/0/text").textValue()).contains("\"city\"");
        assertThat(fields(wire)).containsExactly("response_format");
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash, VALIDATED, false", "gemini-3.8-pro, VALIDATED, false", "gemini-2.0-flash, , true"})
    void shouldValidateCallsOfAStrictFunctionWhereTheModelCan(String model, String mode, boolean warned) {
        WireRequest wire = send(chat("Hi").tool(new Tool("f", null, CITY, true, null)), GEMINI, model);

        assertThat(body(wire).at("/toolConfig/functionCallingConfig/mode").textValue()).isEqualTo(mode);
        assertThat(fields(wire)).hasSize(warned ? 1 : 0);
    }

    @Test
    void shouldPutTheInstructionIntoThePromptOfAnOlderGemma() {
        ChatRequestBuilder request = chat().system("Be brief.").user("Hi").format(new ResponseFormat.JsonObject());

        WireRequest older = send(request, GEMINI, "gemma-3-27b-it");
        WireRequest newer = send(request, GEMINI, "gemma-4-31b-it");

        assertThat(body(older).has("systemInstruction") || body(older).has("generationConfig")).isFalse();
        assertThat(body(older).at("/contents/0/parts").findValuesAsText("text"))
                .containsExactly("Be brief.", "Give the final answer as one JSON object and nothing else.", "Hi");
        assertThat(fields(older)).containsExactlyInAnyOrder("messages", "response_format");
        assertThat(body(newer).at("/systemInstruction/parts/0/text").textValue()).isEqualTo("Be brief.");
        assertThat(newer.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        GEMINI + ", gemini-3.5-flash, VALIDATED, true",
        VERTEX + ", gemini-3.5-flash, VALIDATED, false"
    })
    void shouldAskForWhatGooglesToolsDidWhenFunctionsStandBeside(
            String base, String model, String mode, boolean invocations) {
        WireRequest wire = send(chat("Hi").tool("f", null, null).extra(Map.of("web_search_options", Map.of())),
                base, model);

        assertThat(body(wire).path("tools")).hasSize(2);
        assertThat(body(wire).at("/toolConfig/functionCallingConfig/mode").textValue()).isEqualTo(mode);
        assertThat(body(wire).path("toolConfig").has("includeServerSideToolInvocations")).isEqualTo(invocations);
    }

    @Test
    void shouldLeaveTheSearchOutWhenTheModelTakesItOnlyAlone() {
        WireRequest wire = send(chat("Hi").tool("f", null, null).extra(Map.of("web_search_options", Map.of())),
                GEMINI, "gemini-2.5-flash");

        assertThat(body(wire).path("tools")).hasSize(1);
        assertThat(body(wire).has("toolConfig")).isFalse();
        assertThat(fields(wire)).containsExactly("web_search_options");
    }

    @Test
    void shouldBeginWithTheUserWhoeverBegan() {
        WireRequest silent = send(chat("").assistant(List.of(), new ToolCall("1", "f", "{}")).toolResult("1", "f", "2"),
                GEMINI, "gemini-2.5-flash");
        WireRequest empty = send(chat().system("Greet.").user(""), GEMINI, "gemini-2.5-flash");

        assertThat(body(silent).at("/contents/0"))
                .isEqualTo(Json.parseOrNull("{\"role\": \"user\", \"parts\": [{\"text\": \"\"}]}"));
        assertThat(body(silent).at("/contents/1/role").textValue()).isEqualTo("model");
        assertThat(body(empty)).isEqualTo(Json.parseOrNull("""
                {"contents": [{"role": "user", "parts": [{"text": ""}]}],
                 "systemInstruction": {"parts": [{"text": "Greet."}]}}"""));
    }

    @Test
    void shouldKeepBesideTheResultWhatItCannotHold() {
        WireRequest wire = send(chat("Hi").assistant(List.of(), new ToolCall("1", "shot", "{}"))
                .toolResult("1", "shot",
                        new ContentPart.Image(new MediaSource.Data("image/png", "AA=="), null, null),
                        new ContentPart.Audio("BB==", "wav"),
                        new ContentPart.Image(new MediaSource.Url("gs://b/x.png"), null, null)),
                GEMINI, "gemini-3-flash-preview");

        JsonNode parts = body(wire).at("/contents/2/parts");
        assertThat(parts.at("/0/functionResponse/parts")).hasSize(1);
        assertThat(parts.at("/1/inlineData/mimeType").textValue()).isEqualTo("audio/wav");
        assertThat(parts.at("/2/fileData/fileUri").textValue()).isEqualTo("gs://b/x.png");
    }

    private WireRequest send(ChatRequestBuilder request, String base, String model) {
        return dialect.chat().request(request.build(), new Upstream("google", base, model, null, Compat.NONE));
    }

    private static JsonNode body(WireRequest wire) {
        return Json.parseObject(wire.body()).orElseThrow();
    }

    private static List<String> fields(WireRequest wire) {
        return wire.warnings().stream().map(Warning::field).toList();
    }
}
