package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.JsonSerializable;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCallingConfigMode;
import com.google.genai.types.GenerationConfig;
import com.google.genai.types.SafetySetting;
import com.google.genai.types.ServiceTier;
import com.google.genai.types.ThinkingLevel;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field that goes to Google is one that Google's own client knows, at its place and of its type. */
class GoogleTypesTest {

    private static final String GEMINI = "https://generativelanguage.googleapis.com/v1beta";
    private static final String VERTEX = "https://aiplatform.googleapis.com/v1/projects/p/locations/global";

    private static final ObjectMapper STRICT =
            JsonSerializable.objectMapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The signature that skips the check is base64 for URLs, which Google takes, too, but not its client. */
    private static final String FOREIGN = Conversation.FOREIGN_SIGNATURE.replace('_', '/');

    private final GeminiDialect dialect = new GeminiDialect();

    static Stream<Arguments> asked() {
        return Stream.of(ChatFeature.values()).flatMap(feature -> Stream.of(
                Arguments.of(feature, GEMINI, "gemini-2.5-flash"),
                Arguments.of(feature, GEMINI, "gemini-3.1-pro-preview"),
                Arguments.of(feature, VERTEX, "gemini-3.5-flash")));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void shouldAskInGooglesTypes(ChatFeature feature, String base, String model) throws JsonProcessingException {
        JsonNode body;
        try {
            body = body(feature.request("gemini"), base, model);
        } catch (ProviderException e) {
            assertThat(feature).isEqualTo(ChatFeature.FILE_ID);
            return;
        }
        conforms(body);
    }

    @Test
    void shouldAskInGooglesTypesForWhatIsGooglesOwn() throws JsonProcessingException {
        ChatRequestBuilder request = chat("Hi")
                .assistant(List.of(), new ToolCall("gemini_1", "shot", "{\"of\":\"it\"}", "U0lH", "gemini"))
                .toolResult("gemini_1", "shot",
                        new ContentPart.Image(new MediaSource.Data("image/png", "AAAA"), null, null),
                        new ContentPart.Image(new MediaSource.Url("gs://b/x.mp4"), null, null))
                .tool("shot", "Takes a picture", Map.of("type", "object", "properties", Map.of("of", Map.of())))
                .serviceTier("flex")
                .extra(Map.of("google", Map.of(
                        "safety_settings", List.of(Map.of(
                                "category", "HARM_CATEGORY_HARASSMENT", "threshold", "BLOCK_ONLY_HIGH")),
                        "cached_content", "cachedContents/abc",
                        "thinking_config", Map.of("thinking_level", "LOW", "include_thoughts", true),
                        "google_search", Map.of(),
                        "tool_config", Map.of("retrieval_config", Map.of("languageCode", "de")),
                        "media_resolution", "MEDIA_RESOLUTION_LOW",
                        "generation_config", Map.of("responseModalities", List.of("TEXT"), "audio_timestamp", true))));

        conforms(body(request.build(), GEMINI, "gemini-3.5-flash"));
    }

    @Test
    void shouldNoticeAFieldThatGoogleDoesNotKnow() {
        JsonNode body = Json.parseOrNull("{\"contents\": [{\"role\": \"user\", \"parts\": [{\"txt\": \"Hi\"}]}]}");

        assertThatThrownBy(() -> conforms(body)).hasMessageContaining("txt");
    }

    private JsonNode body(ChatRequest request, String base, String model) {
        Upstream upstream = new Upstream("google", base, model, null, Compat.NONE);
        String body = new String(dialect.chat().request(request, upstream).body(), StandardCharsets.UTF_8);
        return Json.parseOrNull(body.replace(Conversation.FOREIGN_SIGNATURE, FOREIGN));
    }

    private static void conforms(JsonNode body) throws JsonProcessingException {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "contents" -> contents(STRICT.treeToValue(value, Content[].class));
                case "systemInstruction" -> STRICT.treeToValue(value, Content.class);
                case "tools" -> STRICT.treeToValue(value, Tool[].class);
                case "toolConfig" -> toolConfig(STRICT.treeToValue(value, ToolConfig.class));
                case "generationConfig" -> thinking(STRICT.treeToValue(value, GenerationConfig.class));
                case "safetySettings" -> STRICT.treeToValue(value, SafetySetting[].class);
                case "serviceTier" -> assertThat(STRICT.treeToValue(value, ServiceTier.class).knownEnum())
                        .isNotEqualTo(ServiceTier.Known.SERVICE_TIER_UNSPECIFIED);
                case "labels", "cachedContent" -> assertThat(value.isTextual() || value.isObject()).isTrue();
                default -> throw new AssertionError("no field of generateContent: " + field.getKey());
            }
        }
    }

    private static void contents(Content... contents) {
        assertThat(contents).isNotEmpty().allMatch(content -> !content.parts().orElseThrow().isEmpty());
        assertThat(contents[0].role()).contains("user");
    }

    private static void toolConfig(ToolConfig config) {
        config.functionCallingConfig().flatMap(calling -> calling.mode()).ifPresent(mode -> assertThat(mode.knownEnum())
                .isNotEqualTo(FunctionCallingConfigMode.Known.FUNCTION_CALLING_CONFIG_MODE_UNSPECIFIED));
    }

    private static void thinking(GenerationConfig config) {
        config.thinkingConfig().flatMap(thinking -> thinking.thinkingLevel()).ifPresent(level -> assertThat(level.knownEnum())
                .isNotEqualTo(ThinkingLevel.Known.THINKING_LEVEL_UNSPECIFIED));
    }
}
