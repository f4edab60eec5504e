package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.anthropic.Fixtures.body;
import static dev.synaxis.dialect.anthropic.Fixtures.translate;
import static dev.synaxis.dialect.anthropic.Fixtures.warned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatRequestBuilder;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicChatRequestTest {

    private static final String SONNET = "claude-sonnet-4-5";

    @Test
    void shouldTranslateAWholeConversation() throws Exception {
        // Given
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));
        ChatRequestBuilder request = chat()
                .message(new ChatMessage.SystemMessage(
                        List.of(new ContentPart.Text("You answer for a weather office.", Map.of("type", "ephemeral"))),
                        false, null))
                .developer("Be brief.")
                .user(new ContentPart.Text("Compare these."),
                        new ContentPart.Image(new MediaSource.Data("image/jpg", "/9j/4AA="), "auto", null))
                .assistant(
                        List.of(
                                new ContentPart.Text("One moment."),
                                new ContentPart.Reasoning("Two cities.", "c2lnMQ==", null, "anthropic"),
                                new ContentPart.Reasoning("", null, "ZW5jMQ==", "anthropic")),
                        new ToolCall("call_a", "weather", "{\"city\":\"Oslo\"}"),
                        new ToolCall("call_b", "weather", "{\"city\":\"Rome\"}"))
                .toolResult("call_a", "weather", "4")
                .toolResult("call_b", "weather", new ContentPart.Text("19"), new ContentPart.Image(
                        new MediaSource.Url("https://example.com/rome.png"), null, null))
                .user(new ContentPart.Text("Now answer."), new ContentPart.Text(""))
                .tool(new Tool("weather", "Weather of a city", schema, null, Map.of("type", "ephemeral", "ttl", "1h")))
                .parallelToolCalls(false)
                .reasoningEffort("low")
                .maxTokens(16_000)
                .stop("END")
                .endUser("user-7")
                .stream();

        // When
        WireRequest wire = translate(request, SONNET);

        // Then
        assertThat(wire.url()).isEqualTo("https://api.anthropic.com/v1/messages");
        assertThat(wire.headers()).isEqualTo(Map.of(
                "content-type", "application/json", "anthropic-version", "2023-06-01"));
        assertThat(wire.warnings()).isEmpty();
        assertThat((JsonNode) body(wire)).isEqualTo(Json.parse(Fixtures.bytes("conversation.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com/v1, https://api.anthropic.com/v1/messages",
        "https://api.anthropic.com, https://api.anthropic.com/v1/messages",
        "http://127.0.0.1:9100/anthropic, http://127.0.0.1:9100/anthropic/v1/messages",
        "http://127.0.0.1:9100/anthropic/, http://127.0.0.1:9100/anthropic/v1/messages",
        "https://example.com/api/v2beta, https://example.com/api/v2beta/messages",
        "https://v1.example.com, https://v1.example.com/v1/messages",
        "https://example.com/vendor, https://example.com/vendor/v1/messages",
    })
    void shouldAddTheVersionWhenTheBaseUrlHasNone(String baseUrl, String url) {
        assertThat(AnthropicChat.url(baseUrl)).isEqualTo(url);
    }

    @Test
    void shouldAuthenticateWithTheApiKeyHeader() {
        assertThat(new AnthropicDialect().credentials("key")).isEqualTo(Map.of("x-api-key", "key"));
    }

    @ParameterizedTest
    @CsvSource({"claude-3-haiku-20240307, 4096", "claude-3-5-sonnet-20241022, 8192", "claude-opus-5-5, 32000",
        "glm-4.6, 8192"})
    void shouldSendMaxTokensWhenNobodySaysHowMany(String model, int maxTokens) {
        assertThat(body(chat("Hi"), model).get("max_tokens").intValue()).isEqualTo(maxTokens);
    }

    @Test
    void shouldNeverSendMoreMaxTokensThanTheCatalogueAllows() {
        ModelTraits traits = new ModelTraits(200_000, 64_000, Set.of());

        assertThat(body(translate(chat("Hi"), SONNET, traits)).get("max_tokens").intValue()).isEqualTo(64_000);
        assertThat(body(translate(chat("Hi").maxTokens(9), SONNET, traits)).get("max_tokens").intValue()).isEqualTo(9);
        WireRequest lowered = translate(chat("Hi").maxTokens(100_000), SONNET, traits);
        assertThat(body(lowered).get("max_tokens").intValue()).isEqualTo(64_000);
        assertThat(lowered.warnings()).extracting(Warning::field).containsExactly("max_tokens");
    }

    @Test
    void shouldPutResultsInFrontWhenOtherMessagesStandBetweenCallAndResult() {
        ChatRequestBuilder request = chat("Weather?")
                .assistant(List.of(), new ToolCall("call_1", "weather", "{}"))
                .system("Hurry.")
                .toolResult("call_1", "weather", "4");

        assertThat(body(request, SONNET).at("/messages/2/content").toString()).isEqualTo(
                "[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"4\"},"
                        + "{\"type\":\"text\",\"text\":\"<system>\\nHurry.\\n</system>\"}]");
    }

    @Test
    void shouldSendTheSystemMessageAsTheUsersWhenThereIsNoOther() {
        WireRequest wire = translate(chat().system("Write a poem."), SONNET);

        assertThat(body(wire).has("system")).isFalse();
        assertThat(body(wire).at("/messages/0/content/0/text").textValue()).isEqualTo("Write a poem.");
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("messages");
    }

    @Test
    void shouldLeaveOutMessagesThatHaveNothingToSay() {
        ChatRequestBuilder request = chat("One").assistant("").user("Two");

        assertThat(body(request, SONNET).at("/messages")).hasSize(1);
        assertThat(body(request, SONNET).at("/messages/0/content")).hasSize(2);
    }

    @Test
    void shouldKeepWhiteSpaceBesideCallsOnly() {
        ChatRequestBuilder request = chat("One")
                .assistant(List.of(new ContentPart.Text(" ")), new ToolCall("call_1", "now", "{}"))
                .toolResult("call_1", "now", "")
                .user(new ContentPart.Text("\n"), new ContentPart.Text("Two"));

        assertThat(body(request, SONNET).at("/messages/1/content/0/text").textValue()).isEqualTo(" ");
        assertThat(body(request, SONNET).at("/messages/2/content").toString()).isEqualTo(
                "[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\"},{\"type\":\"text\",\"text\":\"Two\"}]");
    }

    @Test
    void shouldTrimTheEndOfALastAnswer() {
        assertThat(body(chat("One").assistant("Once upon \n"), SONNET).at("/messages/1/content/0/text").textValue())
                .isEqualTo("Once upon");
    }

    @Test
    void shouldRewriteIdsThatAnthropicRefusesTheSameWayInCallAndResult() {
        JsonNode messages = body(chat("Hi")
                .assistant(List.of(), new ToolCall("functions.now:0", "now", "null"))
                .toolResult("functions.now:0", "now", "12"), SONNET).get("messages");

        String id = messages.at("/1/content/0/id").textValue();
        assertThat(id).matches("[a-zA-Z0-9_-]+").startsWith("functions_now_0");
        assertThat(messages.at("/2/content/0/tool_use_id").textValue()).isEqualTo(id);
        assertThat(messages.at("/1/content/0/input")).isEmpty();
    }

    @Test
    void shouldSendFourCacheMarkersAtMost() {
        ContentPart[] parts = new ContentPart[6];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new ContentPart.Text("part " + i, Map.of("type", "ephemeral"));
        }

        JsonNode content = body(chat().user(parts), SONNET).at("/messages/0/content");

        assertThat(content.findValues("cache_control")).hasSize(4);
        assertThat(warned(chat().user(parts), SONNET)).containsExactly("cache_control");
    }

    @Test
    void shouldPassOnFieldsThatOnlyAnthropicKnows() {
        ChatRequestBuilder request = chat("Hi").topK(5).extra(Map.of(
                "betas", List.of("context-1m-2025-08-07"),
                "inference_geo", "eu",
                "output_config", Map.of("effort", "low"),
                "stop_sequences", List.of("###")));

        WireRequest wire = translate(request, SONNET);

        assertThat(wire.headers()).containsEntry("anthropic-beta", "context-1m-2025-08-07");
        assertThat(body(wire).get("inference_geo").textValue()).isEqualTo("eu");
        assertThat(body(wire).at("/output_config/effort").textValue()).isEqualTo("low");
        assertThat(body(wire).at("/stop_sequences/0").textValue()).isEqualTo("###");
        assertThat(body(wire).has("betas")).isFalse();
        assertThat(wire.warnings()).isEmpty();
    }

    @Test
    void shouldNeverLetABetaNameAddAnotherHeader() {
        WireRequest wire = translate(chat("Hi").extra(Map.of("betas", List.of("a\r\nx-evil: 1", "good-1"))), SONNET);

        assertThat(wire.headers()).containsEntry("anthropic-beta", "good-1");
    }

    @Test
    void shouldTellOfTheBetaWhenAnUploadedFileIsNamed() {
        WireRequest wire = translate(chat().user(new ContentPart.Image(new MediaSource.FileId("file_1"), null, null)), SONNET);

        assertThat(wire.headers()).containsEntry("anthropic-beta", "files-api-2025-04-14");
    }

    @Test
    void shouldRefuseMediaThatAnthropicCannotRead() {
        for (ContentPart part : List.of(
                new ContentPart.Image(new MediaSource.Data("image/svg+xml", "PHN2Zz4="), null, null),
                new ContentPart.Image(new MediaSource.Url("gs://bucket/cat.png"), null, null),
                new ContentPart.FilePart(new MediaSource.Data("application/zip", "UEs="), "a.zip", null))) {
            assertThatThrownBy(() -> translate(chat().user(part), SONNET)).isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void shouldGoByTheFilesNameWhenItsTypeSaysNothing() {
        ContentPart file = new ContentPart.FilePart(
                new MediaSource.Data("application/octet-stream", "IyBIaQ=="), "README.md", null);

        assertThat(body(chat().user(file), SONNET).at("/messages/0/content/0/source").toString())
                .isEqualTo("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"# Hi\"}");
    }

    @Test
    void shouldFetchOnlyAddressesThatAnthropicReads() {
        AnthropicChat translator = new AnthropicChat();

        assertThat(takes(translator, "https://example.com/a.png", null)).isTrue();
        assertThat(takes(translator, "gs://bucket/a.png", null)).isFalse();
        assertThat(takes(translator, "https://example.com/a.PDF?x=1", "")).isTrue();
        assertThat(takes(translator, "https://example.com/a", "a.pdf")).isTrue();
        assertThat(takes(translator, "https://example.com/a.txt", "")).isFalse();
    }

    /** @param filename null for a picture */
    private static boolean takes(AnthropicChat translator, String address, @Nullable String filename) {
        MediaSource.Url url = new MediaSource.Url(address);
        return translator.takesUrl(
                filename == null ? new ContentPart.Image(url, null, null) : new ContentPart.FilePart(url, filename, null),
                url);
    }

    @Test
    void shouldAdaptToAProviderThatDiffers() {
        Compat compat = new Compat(true, false, Map.of("stop_sequences", "stop"), Set.of("metadata"));
        Upstream upstream = new Upstream("other", "https://example.com/anthropic", "glm-4.6", null, compat);

        WireRequest wire = new AnthropicChat().request(chat("Hi").stop("END").endUser("u").build(), upstream);

        assertThat(body(wire).at("/stop/0").textValue()).isEqualTo("END");
        assertThat(body(wire).has("metadata")).isFalse();
        assertThat(wire.warnings()).extracting(Warning::field).containsExactly("metadata");
    }
}
