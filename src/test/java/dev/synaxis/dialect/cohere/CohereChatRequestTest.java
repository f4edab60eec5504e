package dev.synaxis.dialect.cohere;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.model.Warning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereChatRequestTest {

    private final ChatTranslator translator = new CohereDialect().chat();

    @Test
    void shouldGiveTheGoldenTreeWhenEverythingIsAskedFor() {
        // Given
        ChatRequestBuilder request = chat().system("Be brief.").developer("Speak Dutch.")
                .user(new ContentPart.Text("What is on this photo, and is it warm there?"), new ContentPart.Image(
                        new MediaSource.Url("https://example.com/dam.png"), "high", null))
                .assistant(List.of(new ContentPart.Reasoning("I will look up the weather.", "tool_plan", null, "cohere"),
                        new ContentPart.Text("A square in Amsterdam.")),
                        new ToolCall("weather_1", "weather", "{\"city\":\"Amsterdam\"}"))
                .toolResult("weather_1", "weather", "{\"celsius\": 11}")
                .tool("weather", "Weather of a city", object("city", "string"))
                .tool("now", null, null)
                .toolChoice(new ToolChoice.Required())
                .maxTokens(200).temperature(0.25).topP(0.5).topK(20).frequencyPenalty(0.125).presencePenalty(0).seed(7)
                .stop("EINDE")
                .format(new ResponseFormat.JsonSchema("answer", null, object("warm", "boolean"), true))
                .extra(Map.of("safety_mode", "STRICT", "citation_options", Map.of("mode", "OFF")))
                .stream();

        // When
        WireRequest wire = translator.request(request.build(), Cohere.COMMAND_A);

        // Then
        assertThat(wire.url()).isEqualTo("https://api.cohere.com/v2/chat");
        assertThat(wire.headers()).containsExactlyEntriesOf(WireRequest.JSON);
        assertThat(Cohere.tree(wire)).isEqualTo(Cohere.tree("request.json"));
        assertThat(wire.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.cohere.com/v2, https://api.cohere.com/v2/chat",
        "https://api.cohere.com, https://api.cohere.com/v2/chat",
        "http://127.0.0.1:9100/cohere, http://127.0.0.1:9100/cohere/v2/chat",
        "https://proxy.example/v1beta, https://proxy.example/v1beta/chat",
        "https://v2.example, https://v2.example/v2/chat",
    })
    void shouldAddTheVersionOnlyWhenTheBaseUrlHasNone(String base, String url) {
        Upstream upstream = new Upstream("c", base, "command-a", null, Compat.NONE);

        assertThat(translator.request(chat("Hi").build(), upstream).url()).isEqualTo(url);
    }

    @Test
    void shouldSendNothingThatTheClientDidNotSayWhenTheRequestIsPlain() {
        assertThat(body(chat("Hi"))).isEqualTo(Cohere.tree(new WireRequest("", Map.of(),
                "{\"model\":\"command-a-03-2025\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .getBytes(), List.of())));
    }

    @Test
    void shouldLeaveOutAnAssistantTurnWhenNothingIsInIt() {
        JsonNode messages = body(chat("One").assistant("").user("Two")).path("messages");

        assertThat(messages).hasSize(2);
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "user");
    }

    @Test
    void shouldOfferTheOneToolThatIsChosenByName() {
        WireRequest wire = translator.request(chat("Hi").tool("a", null, null).tool("b", null, null)
                .toolChoice(new ToolChoice.Named("b")).build(), Cohere.COMMAND_A);

        assertThat(Cohere.tree(wire).path("tool_choice").asText()).isEqualTo("REQUIRED");
        assertThat(Cohere.tree(wire).path("tools").findValuesAsText("name")).containsExactly("b");
        assertThat(wire.warnings()).isEmpty();
    }

    @Test
    void shouldWarnWhenTheToolThatIsChosenByNameIsNotThere() {
        WireRequest wire = translator.request(chat("Hi").tool("a", null, null)
                .toolChoice(new ToolChoice.Named("b")).build(), Cohere.COMMAND_A);

        assertThat(Cohere.tree(wire).path("tools")).hasSize(1);
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("tool_choice");
    }

    @Test
    void shouldNotBeStrictWhenAToolHasNoRequiredParameter() {
        WireRequest wire = translator.request(chat("Hi")
                .tool(new Tool("a", null, object("x", "string"), true, null)).tool("b", null, null).build(),
                Cohere.COMMAND_A);

        assertThat(Cohere.tree(wire).has("strict_tools")).isFalse();
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("tools.function.strict");
    }

    @Test
    void shouldMoveToTheNearestValueAndWarnWhenASettingIsOutOfCoheresRange() {
        WireRequest wire = translator.request(chat("Hi").topP(1).topK(900).frequencyPenalty(-1.5).presencePenalty(2)
                .seed(-3).build(), Cohere.COMMAND_A);

        JsonNode body = Cohere.tree(wire);
        assertThat(body.path("p").asDouble()).isEqualTo(0.99);
        assertThat(body.path("k").asInt()).isEqualTo(500);
        assertThat(body.path("frequency_penalty").asDouble()).isZero();
        assertThat(body.path("presence_penalty").asDouble()).isEqualTo(1);
        assertThat(body.has("seed")).isFalse();
        assertThat(wire.warnings()).extracting(Warning::field)
                .containsExactly("top_p", "top_k", "frequency_penalty", "presence_penalty", "seed");
    }

    @Test
    void shouldWarnInsteadOfThinkingWhenTheModelDoesNotReason() {
        WireRequest wire = translator.request(chat("Hi").reasoningBudget(500).build(), Cohere.COMMAND_A);

        assertThat(Cohere.tree(wire).has("thinking")).isFalse();
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("reasoning_budget");
    }

    @Test
    void shouldThinkWhenTheCatalogueSaysThatTheModelReasons() {
        Upstream upstream = new Upstream("cohere", "https://api.cohere.com/v2", "command-next",
                new ModelTraits(null, null, Set.of(ModelTraits.Ability.REASONING)), Compat.NONE);

        JsonNode body = Cohere.tree(translator.request(chat("Hi").reasoningBudget(500).build(), upstream));

        assertThat(body.path("thinking").path("token_budget").asInt()).isEqualTo(500);
    }

    @Test
    void shouldRenameAndDropFieldsWhenTheProviderDiffers() {
        Upstream upstream = new Upstream("c", "https://c.example/v2", "command-a", null,
                new Compat(true, false, Map.of("p", "top_p"), Set.of("seed")));

        WireRequest wire = translator.request(chat("Hi").topP(0.5).seed(1).build(), upstream);

        assertThat(Cohere.tree(wire).path("top_p").asDouble()).isEqualTo(0.5);
        assertThat(Cohere.tree(wire).has("p")).isFalse();
        assertThat(Cohere.tree(wire).has("seed")).isFalse();
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("seed");
    }

    @Test
    void shouldRefuseAnImageWhenItIsKnownByAnotherVendorsFileId() {
        ChatRequestBuilder request =
                chat().user(new ContentPart.Image(new MediaSource.FileId("file-1"), null, null));

        assertThatThrownBy(() -> body(request)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED));
    }

    @Test
    void shouldTakeUrlsOfImagesOnTheWebOnly() {
        MediaSource.Url web = new MediaSource.Url("HTTPS://example.com/a.png");
        MediaSource.Url bucket = new MediaSource.Url("gs://bucket/a.png");

        assertThat(translator.takesUrl(new ContentPart.Image(web, null, null), web)).isTrue();
        assertThat(translator.takesUrl(new ContentPart.Image(bucket, null, null), bucket)).isFalse();
        assertThat(translator.takesUrl(new ContentPart.FilePart(web, null, null), web)).isFalse();
    }

    @Test
    void shouldSayWhoWeAreWithABearerToken() {
        assertThat(new CohereDialect().credentials("k-1")).containsExactly(Map.entry("authorization", "Bearer k-1"));
    }

    private JsonNode body(ChatRequestBuilder request) {
        return Cohere.tree(translator.request(request.build(), Cohere.COMMAND_A));
    }

    private static Map<String, Object> object(String property, String type) {
        return Map.of("type", "object", "properties", Map.of(property, Map.of("type", type)),
                "required", List.of(property));
    }
}
