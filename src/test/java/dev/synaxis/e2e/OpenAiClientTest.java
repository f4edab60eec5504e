package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's own client in front of the gateway, vendors of every dialect behind it: the client's code is always the same. */
class OpenAiClientTest {

    record City(String name, int people) {}

    private static final String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    private final ScriptedVendor vendor = ScriptedVendor.start();

    @AfterEach
    void stop() {
        vendor.close();
    }

    private static OpenAIClient client(GatewayFixture gateway) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
    }

    private GatewayFixture gateway(Wire wire) {
        return GatewayFixture.start("providers:\n" + wire.provider(vendor));
    }

    private static ChatCompletionCreateParams.Builder ask(String model, String prompt) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldAnswerWhenAskedForAWholeAnswer(Wire wire) {
        vendor.on(wire.path(false)).reply(200, wire.text("Håll in."));
        try (GatewayFixture gateway = gateway(wire)) {

            ChatCompletion answer = client(gateway).chat().completions()
                    .create(ask(wire.model, "Say so: ünï").maxCompletionTokens(50).temperature(0.5).build());

            assertThat(answer.choices()).singleElement().satisfies(choice -> {
                assertThat(choice.message().content()).contains("Håll in.");
                assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
            });
            assertThat(answer.usage()).hasValueSatisfying(usage -> {
                assertThat(usage.promptTokens()).isEqualTo(9);
                assertThat(usage.completionTokens()).isEqualTo(12);
                assertThat(usage.totalTokens()).isEqualTo(21);
            });
            RecordedRequest request = vendor.request(0);
            assertThat(request.header(wire.keyHeader)).isEqualTo(wire.keyValue);
            assertThat(wire.prompt(request.json())).isEqualTo("Say so: ünï");
            assertThat(request.headers().values()).noneMatch(v -> v.contains("sk-client"));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldStreamWhenAskedForAStream(Wire wire) {
        vendor.on(wire.path(true)).sse(wire.stream("One ", "two ", "three."));
        try (GatewayFixture gateway = gateway(wire)) {
            ChatCompletionCreateParams params = ask(wire.model, "Count")
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build();

            ChatCompletion whole = accumulate(client(gateway), params);

            assertThat(whole.choices().getFirst().message().content()).contains("One two three.");
            assertThat(whole.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
            assertThat(whole.usage().orElseThrow().promptTokens()).isEqualTo(9);
            assertThat(whole.usage().orElseThrow().completionTokens()).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldCarryATwoTurnConversationWithParallelTools(Wire wire) {
        vendor.on(wire.path(false)).reply(200, wire.twoCalls());
        vendor.on(wire.path(false)).reply(200, wire.text("Oslo 7, Rome 21."));
        try (GatewayFixture gateway = gateway(wire)) {
            OpenAIClient client = client(gateway);
            ChatCompletionCreateParams.Builder talk = ask(wire.model, "Weather in Oslo and Rome?").addTool(weather());

            ChatCompletion first = client.chat().completions().create(talk.build());

            ChatCompletionMessage calls = first.choices().getFirst().message();
            assertThat(first.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            assertThat(arguments(calls)).containsExactly(Wire.OSLO, Wire.ROME);
            assertThat(functions(calls).map(ChatCompletionMessageFunctionToolCall::id)).doesNotHaveDuplicates();

            ChatCompletion second = client.chat().completions().create(answered(talk, calls).build());

            assertThat(second.choices().getFirst().message().content()).contains("Oslo 7, Rome 21.");
            assertThat(wire.toolResults(vendor.request(1).json())).as(vendor.request(1).text())
                    .containsExactly("Oslo: 7 degrees", "Rome: 21 degrees");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldStreamParallelTools(Wire wire) {
        vendor.on(wire.path(true)).sse(wire.twoCallsStream());
        try (GatewayFixture gateway = gateway(wire)) {

            ChatCompletion whole = accumulate(client(gateway), ask(wire.model, "Weather?").addTool(weather()).build());

            assertThat(arguments(whole.choices().getFirst().message())).containsExactly(Wire.OSLO, Wire.ROME);
            assertThat(whole.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldGiveAnObjectWhenAskedForStructuredOutput(Wire wire) {
        vendor.on(wire.path(false)).reply(200, wire.text("{\"name\":\"Oslo\",\"people\":700000}"));
        try (GatewayFixture gateway = gateway(wire)) {

            City city = client(gateway).chat().completions()
                    .create(ask(wire.model, "A city").responseFormat(City.class).build())
                    .choices().getFirst().message().content().orElseThrow();

            assertThat(city).isEqualTo(new City("Oslo", 700_000));
            assertThat(wire.schema(vendor.request(0).json()).at("/properties/people/type").asText())
                    .as(vendor.request(0).text()).isEqualToIgnoringCase("integer");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldCarryImages(Wire wire) {
        vendor.on(wire.path(false)).reply(200, wire.text("A pixel."));
        try (GatewayFixture gateway = gateway(wire)) {
            var text = ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder().text("What is it?").build());
            var image = ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                    .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                            .url("data:image/png;base64," + PIXEL)
                            .build())
                    .build());

            ChatCompletion answer = client(gateway).chat().completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model(wire.model)
                            .addUserMessageOfArrayOfContentParts(List.of(text, image))
                            .build());

            assertThat(answer.choices().getFirst().message().content()).contains("A pixel.");
            assertThat(wire.image(vendor.request(0).json()).asText()).as(vendor.request(0).text()).endsWith(PIXEL);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldThrowTheClientsOwnExceptionWhenTheVendorRefuses(Wire wire) {
        vendor.on(wire.path(false)).reply(wire.refusal());
        try (GatewayFixture gateway = gateway(wire)) {

            BadRequestException e = catchThrowableOfType(BadRequestException.class,
                    () -> client(gateway).chat().completions().create(ask(wire.model, "Hi").build()));

            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.type()).isPresent();
            assertThat(e.getMessage()).containsAnyOf("temperature", "tokens");
            assertThat(e.headers().values("x-request-id")).hasSize(1);
        }
    }

    @Test
    void shouldThrowByStatusWhenTheGatewayRefuses() {
        vendor.on(OpenAiWire.CHAT).reply(OpenAiWire.rateLimited()).header("retry-after", "60");
        try (GatewayFixture gateway = GatewayFixture.start(
                "server: { api-keys: [sk-right] }\nproviders:\n" + Wire.OPENAI.provider(vendor))) {
            OpenAIClient wrong = client(gateway);
            OpenAIClient right = client(gateway).withOptions(o -> o.apiKey("sk-right"));
            ChatCompletionCreateParams limited = ask("gpt-t", "Hi").build();

            assertThat(thrown(UnauthorizedException.class, wrong, limited).code()).contains("invalid_api_key");
            assertThat(thrown(NotFoundException.class, right, ask("no-such", "Hi").build()).code())
                    .contains("model_not_found");
            RateLimitException rate = thrown(RateLimitException.class, right, limited);
            assertThat(rate.code()).contains("rate_limit_exceeded");
            assertThat(rate.headers().values("retry-after")).containsExactly("60");
            assertThat(thrown(InternalServerException.class, right, limited).code()).contains("no_available_provider");
        }
    }

    @Test
    void shouldListModels() {
        try (GatewayFixture gateway = gateway(Wire.OPENAI)) {
            OpenAIClient client = client(gateway);

            assertThat(client.models().list().autoPager()).anyMatch(model -> model.id().equals("gpt-t"));
            assertThat(client.models().retrieve("house/anything").id()).isEqualTo("house/anything");
        }
    }

    @Test
    void shouldAnswerFromTheMockWithoutAnyVendor() {
        try (GatewayFixture gateway = GatewayFixture.start("providers:\n  - { id: mock }\n")) {
            OpenAIClient client = client(gateway);

            ChatCompletion whole = client.chat().completions().create(ask("anything", "Hello there").build());
            ChatCompletion stream = accumulate(client, ask("anything", "Hello there").build());
            City city = client.chat().completions().create(ask("anything", "x").responseFormat(City.class).build())
                    .choices().getFirst().message().content().orElseThrow();
            ChatCompletion call = client.chat().completions().create(ask("anything", "x").addTool(weather())
                    .putAdditionalBodyProperty("tool_choice", JsonValue.from("required")).build());

            assertThat(whole.choices().getFirst().message().content().orElseThrow()).contains("Hello there");
            assertThat(stream.choices().getFirst().message().content())
                    .isEqualTo(whole.choices().getFirst().message().content());
            assertThat(whole.usage()).isPresent();
            assertThat(city).isNotNull();
            assertThat(functions(call.choices().getFirst().message()).map(c -> c.function().name())).containsExactly("weather");
        }
    }

    @Test
    void shouldBringSignedThinkingBackToAnthropic() {
        String signed = Wire.ANTHROPIC.twoCalls().replace("\"content\":[", "\"content\":[{\"type\":\"thinking\",\"thinking\":"
                + "\"Two cities.\",\"signature\":\"c2lnbmF0dXJl\"},");
        vendor.on(Wire.ANTHROPIC.path(false)).reply(200, signed);
        vendor.on(Wire.ANTHROPIC.path(false)).reply(200, Wire.ANTHROPIC.text("Done."));

        JsonNode second = secondTurn(Wire.ANTHROPIC);

        JsonNode turn = second.at("/messages/1/content");
        assertThat(turn.at("/0/type").asText()).as(second.toString()).isEqualTo("thinking");
        assertThat(turn.at("/0/thinking").asText()).isEqualTo("Two cities.");
        assertThat(turn.at("/0/signature").asText()).isEqualTo("c2lnbmF0dXJl");
        assertThat(turn.findValuesAsText("type")).containsExactly("thinking", "tool_use", "tool_use");
    }

    @Test
    void shouldBringThoughtSignaturesBackToGemini() {
        String signed = Wire.GEMINI.twoCalls().replace("\"args\":" + Wire.OSLO + "}", "\"args\":" + Wire.OSLO
                + "},\"thoughtSignature\":\"dGhvdWdodA==\"");
        vendor.on(Wire.GEMINI.path(false)).reply(200, signed);
        vendor.on(Wire.GEMINI.path(false)).reply(200, Wire.GEMINI.text("Done."));

        JsonNode second = secondTurn(Wire.GEMINI);

        JsonNode parts = second.at("/contents/1/parts");
        assertThat(parts.findValuesAsText("thoughtSignature")).as(second.toString()).containsExactly("dGhvdWdodA==");
        assertThat(parts.at("/0/functionCall/args/city").asText()).isEqualTo("Oslo");
    }

    /** Two turns with the client's own message objects; the request of the second. */
    private JsonNode secondTurn(Wire wire) {
        try (GatewayFixture gateway = gateway(wire)) {
            OpenAIClient client = client(gateway);
            ChatCompletionCreateParams.Builder talk = ask(wire.model, "Weather?")
                    .reasoningEffort(ReasoningEffort.LOW)
                    .addTool(weather());
            ChatCompletion first = client.chat().completions().create(talk.build());
            client.chat().completions().create(answered(talk, first.choices().getFirst().message()).build());
            return vendor.request(1).json();
        }
    }

    private static <E extends OpenAIServiceException> E thrown(
            Class<E> type, OpenAIClient client, ChatCompletionCreateParams params) {
        E e = catchThrowableOfType(type, () -> client.chat().completions().create(params));
        assertThat(e).isNotNull();
        return e;
    }

    private static ChatCompletion accumulate(OpenAIClient client, ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static ChatCompletionFunctionTool weather() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("weather")
                        .description("The weather in a city")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .build())
                        .build())
                .build();
    }

    private static Stream<ChatCompletionMessageFunctionToolCall> functions(ChatCompletionMessage message) {
        return message.toolCalls().orElse(List.of()).stream().map(call -> call.asFunction());
    }

    private static List<String> arguments(ChatCompletionMessage message) {
        return functions(message).map(call -> call.function().arguments().replace(" ", "")).toList();
    }

    private static ChatCompletionCreateParams.Builder answered(
            ChatCompletionCreateParams.Builder talk, ChatCompletionMessage calls) {
        talk.addMessage(calls);
        functions(calls).forEach(call -> talk.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content(call.function().arguments().contains("Oslo") ? "Oslo: 7 degrees" : "Rome: 21 degrees")
                .build()));
        return talk;
    }
}
