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
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRequestTest {

    private static final String BASE = "https://generativelanguage.googleapis.com/v1beta";
    private static final Map<String, Object> CITY =
            Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));

    private final GeminiDialect dialect = new GeminiDialect();

    @Test
    void shouldWriteAWholeConversationWhenEveryKindOfMessageIsInIt() {
        // Given
        ChatRequestBuilder request = chat()
                .system("Be brief.")
                .developer("Use the tools.")
                .user(new ContentPart.Text("What is this?"),
                        new ContentPart.Image(new MediaSource.Data("image/png", "iVBORw0KGgo="), null, null),
                        new ContentPart.Audio("SUQz", "mp3"))
                .assistant(List.of(new ContentPart.Reasoning("Look up.", null, null, "gemini"),
                                new ContentPart.Text("Let me see.")),
                        new ToolCall("gemini_a1", "get_weather", "{\"city\":\"Oslo\"}", "U0lHMQ==", "gemini"),
                        new ToolCall("gemini_a2", "get_time", "{}"))
                .toolResult("gemini_a1", "get_weather", "{\"celsius\":4}")
                .toolResult("gemini_a2", "get_time", "[9, 30]")
                .assistant("It is cold.")
                .user("And tomorrow?")
                .tool("get_weather", "Weather of a city", CITY)
                .tool("get_time", null, null)
                .maxTokens(500).temperature(0.5).topP(0.9).topK(20).seed(7).stop("END").n(2)
                .extra(Map.of("google", Map.of(
                        "safety_settings", List.of(Map.of("category", "HARM_CATEGORY_HARASSMENT", "threshold", "OFF")),
                        "cached_content", "cachedContents/abc",
                        "thinking_config", Map.of("thinking_budget", 256, "include_thoughts", false))));

        // When
        WireRequest wire = send(request, "gemini-2.5-pro");

        // Then
        assertThat(body(wire)).isEqualTo(fixture("conversation.request.json"));
        assertThat(wire.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://generativelanguage.googleapis.com/v1beta, gemini-2.5-pro, /v1beta/models/gemini-2.5-pro",
        "https://generativelanguage.googleapis.com, gemini-2.5-pro, /v1beta/models/gemini-2.5-pro",
        "http://127.0.0.1:9100/google/v1, models/x, /google/v1/models/x",
        "http://127.0.0.1:9100/google, tunedModels/my-x, /google/v1beta/tunedModels/my-x",
        "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/google, x,"
                + " /v1/projects/p/locations/eu/publishers/google/models/x",
        "https://example.com/v1beta, 'odd name/x:y', /v1beta/models/odd%20name%2Fx%3Ay"
    })
    void shouldFindTheMethodWhateverTheBaseAndTheName(String base, String model, String path) {
        Upstream upstream = new Upstream("google", base, model, null, Compat.NONE);

        assertThat(dialect.chat().request(chat("Hi").build(), upstream).url()).endsWith(path + ":generateContent");
        assertThat(dialect.chat().request(chat("Hi").stream().build(), upstream).url())
                .endsWith(path + ":streamGenerateContent?alt=sse");
    }

    @Test
    void shouldSignTheFirstForeignCallOfEachStepWhenTheModelWantsSignatures() {
        WireRequest wire = send(chat("Hi")
                .assistant(List.of(), new ToolCall("call_1", "a", "{}"), new ToolCall("call_2", "b", "{}"))
                .toolResult("call_1", "a", "1").toolResult("call_2", "b", "2")
                .assistant(List.of(), new ToolCall("toolu_3", "a", "{}", "Zm9yZWlnbg==", "elsewhere"))
                .toolResult("toolu_3", "a", "3"), "gemini-3.1-pro-preview");

        JsonNode contents = body(wire).path("contents");
        assertThat(contents.at("/1/parts/0/thoughtSignature").textValue())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(contents.at("/1/parts/1").has("thoughtSignature")).isFalse();
        assertThat(contents.at("/3/parts/0/thoughtSignature").textValue())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(contents.at("/3/parts/0/functionCall").has("id")).isFalse();
        assertThat(contents.at("/4/parts/0/functionResponse").has("id")).isFalse();
    }

    @Test
    void shouldPutTheSignatureBackOnTheTextItCameWith() {
        WireRequest wire = send(chat("Hi")
                .assistant(List.of(new ContentPart.Text("Two"),
                        new ContentPart.Reasoning("", "U0lH", null, "gemini")))
                .user("Three"), "gemini-3-flash-preview");

        assertThat(body(wire).at("/contents/1/parts"))
                .isEqualTo(Json.parseOrNull("[{\"text\": \"Two\", \"thoughtSignature\": \"U0lH\"}]"));
    }

    @Test
    void shouldOrderResultsOfOneNameByTheirCallsWhenTheyComeInAnotherOrder() {
        WireRequest wire = send(chat("Hi")
                .assistant(List.of(), new ToolCall("1", "f", "{}"), new ToolCall("2", "g", "{}"),
                        new ToolCall("3", "f", "{}"))
                .toolResult("3", "f", "third").toolResult("2", "g", "second").toolResult("1", "f", "first"),
                "gemini-2.5-flash");

        assertThat(body(wire).at("/contents/2/parts").findValuesAsText("output"))
                .containsExactly("first", "second", "third");
    }

    @Test
    void shouldKeepMediaInsideTheToolResultWhenTheModelTakesIt() {
        WireRequest wire = send(chat("Hi").assistant(List.of(), new ToolCall("1", "shot", "{}"))
                .toolResult("1", "shot", new ContentPart.Image(new MediaSource.Data("image/png", "AA=="), null, null)),
                "gemini-3-flash-preview");

        assertThat(body(wire).at("/contents/2/parts/0/functionResponse/parts/0/inlineData/data").textValue())
                .isEqualTo("AA==");
    }

    @Test
    void shouldSendTheSystemMessageAsUserWhenThereIsNothingElse() {
        WireRequest wire = send(chat().system("Tell a joke."), "gemini-2.5-flash");

        assertThat(body(wire)).isEqualTo(
                Json.parseOrNull("{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Tell a joke.\"}]}]}"));
        assertThat(fields(wire)).containsExactly("messages");
    }

    @Test
    void shouldSendTheFormAsInstructionWhenTheModelDoesNotTakeItWithTools() {
        ChatRequestBuilder request = chat("Hi").tool("f", null, CITY)
                .format(new ResponseFormat.JsonSchema("a", null, CITY, true));

        WireRequest older = send(request, "gemini-2.5-flash");
        WireRequest newer = send(request, "gemini-3.6-flash");

        assertThat(body(older).has("generationConfig")).isFalse();
        assertThat(body(older).at("/systemInstruction/parts/0/text").textValue()).contains("\"city\"");
        assertThat(fields(older)).containsExactly("response_format");
        assertThat(body(newer).at("/generationConfig/responseJsonSchema/properties/city/type").textValue())
                .isEqualTo("string");
        assertThat(newer.warnings()).isEmpty();
    }

    @Test
    void shouldOfferOnlyTheAllowedToolsWhenNoneIsRequired() {
        WireRequest wire = send(chat("Hi").tool("a", null, null).tool("b", null, null)
                .toolChoice(new ToolChoice.Allowed(List.of("b"), false)), "gemini-2.5-flash");

        assertThat(body(wire).at("/tools/0/functionDeclarations")).isEqualTo(Json.parseOrNull("[{\"name\": \"b\"}]"));
        assertThat(body(wire).at("/toolConfig/functionCallingConfig/mode").textValue()).isEqualTo("AUTO");
    }

    @Test
    void shouldCarryGooglesOwnSettingsInEitherSpelling() {
        WireRequest wire = send(chat("Hi").serviceTier("flex").extra(Map.of(
                "extra_body", Map.of("google", Map.of("thinkingConfig", Map.of("thinkingLevel", "low"))),
                "safetySettings", List.of(),
                "web_search_options", Map.of(),
                "modalities", List.of("text", "image"),
                "store", false)), "gemini-3-flash-preview");

        assertThat(body(wire).at("/generationConfig")).isEqualTo(Json.parseOrNull("""
                {"thinkingConfig": {"thinkingLevel": "low"}, "responseModalities": ["TEXT", "IMAGE"]}"""));
        assertThat(body(wire).at("/tools")).isEqualTo(Json.parseOrNull("[{\"googleSearch\": {}}]"));
        assertThat(body(wire).at("/serviceTier").textValue()).isEqualTo("flex");
        assertThat(body(wire).at("/safetySettings").isArray()).isTrue();
        assertThat(wire.warnings()).isEmpty();
    }

    @Test
    void shouldKeepMetadataAsLabelsWhenTheProviderIsVertex() {
        Upstream vertex = new Upstream("vertex", "https://us-aiplatform.googleapis.com/v1/projects/p/locations/us"
                + "/publishers/google", "gemini-2.5-flash", null, Compat.NONE);

        WireRequest wire = dialect.chat().request(
                chat("Hi").metadata(Map.of("team", "red")).serviceTier("flex").build(), vertex);

        assertThat(body(wire).at("/labels/team").textValue()).isEqualTo("red");
        assertThat(fields(wire)).containsExactly("service_tier");
    }

    @Test
    void shouldLeaveOutAndRenameWhatTheConfigurationSays() {
        Compat compat = new Compat(true, false, Map.of("topK", "top_k"), Set.of("seed"));
        Upstream upstream = new Upstream("house", BASE, "gemini-2.5-flash", null, compat);

        WireRequest wire = dialect.chat().request(chat("Hi").seed(1).topK(3).build(), upstream);

        assertThat(body(wire).at("/generationConfig")).isEqualTo(Json.parseOrNull("{\"top_k\": 3}"));
    }

    @Test
    void shouldSendAHashOfTheSeedWhenItDoesNotFit() {
        WireRequest wire = send(chat("Hi").seed(5_000_000_000L), "gemini-2.5-flash");

        assertThat(body(wire).at("/generationConfig/seed").isInt()).isTrue();
        assertThat(fields(wire)).containsExactly("seed");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/cat.png, false",
        "http://example.com/cat.png, false",
        "gs://bucket/cat.png, true",
        "https://generativelanguage.googleapis.com/v1beta/files/abc, true",
        "https://youtu.be/abc, true"
    })
    void shouldLeaveToGoogleOnlyWhatItSurelyFetches(String url, boolean takes) {
        MediaSource.Url source = new MediaSource.Url(url);

        assertThat(dialect.chat().takesUrl(new ContentPart.Image(source, null, null), source)).isEqualTo(takes);
    }

    private WireRequest send(ChatRequestBuilder request, String model) {
        return dialect.chat().request(request.build(), new Upstream("google", BASE, model, null, Compat.NONE));
    }

    private static JsonNode body(WireRequest wire) {
        return Json.parseObject(wire.body()).orElseThrow();
    }

    private static List<String> fields(WireRequest wire) {
        return wire.warnings().stream().map(Warning::field).toList();
    }

    private static JsonNode fixture(String name) {
        try (InputStream in = GeminiRequestTest.class.getResourceAsStream("/fixtures/gemini/" + name)) {
            return Json.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
