package dev.synaxis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripted answers are real ones: Anthropic's own client reads every one of them. */
class AnthropicWireTest {

    private static final String MODEL = "claude-sonnet-4-5";

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private final AnthropicClient client = AnthropicOkHttpClient.builder()
            .baseUrl(vendor.url().toString()).apiKey("sk-test").maxRetries(0).build();

    @AfterEach
    void stop() {
        client.close();
        vendor.close();
    }

    @Test
    void shouldBeReadableWhenWhole() {
        vendor.on(AnthropicWire.MESSAGES).reply(200, AnthropicWire.text(MODEL, "Hello"));
        vendor.on(AnthropicWire.MESSAGES).reply(200, AnthropicWire.toolCall(MODEL, "toolu_1", "now", "{\"zone\":\"CET\"}"));

        Message text = client.messages().create(question()).validate();
        Message call = client.messages().create(question()).validate();

        assertThat(text.content().getFirst().asText().text()).isEqualTo("Hello");
        assertThat(text.stopReason()).contains(StopReason.END_TURN);
        assertThat(text.usage().outputTokens()).isEqualTo(12);
        assertThat(zone(call)).isEqualTo("CET");
        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
    }

    @Test
    void shouldBeReadableWhenStreamed() {
        vendor.on(AnthropicWire.MESSAGES).sse(AnthropicWire.stream(MODEL, "Hel", "lo"));
        vendor.on(AnthropicWire.MESSAGES).sse(AnthropicWire.toolStream(MODEL, "toolu_1", "now", "{\"zone\":", "\"CET\"}"));

        Message text = streamed();
        Message call = streamed();

        assertThat(text.content().getFirst().asText().text()).isEqualTo("Hello");
        assertThat(text.usage().outputTokens()).isEqualTo(12);
        assertThat(zone(call)).isEqualTo("CET");
        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
    }

    @Test
    void shouldBeErrorsThatTheClientKnows() {
        for (VendorError error : List.of(
                AnthropicWire.rateLimited(), AnthropicWire.overloaded(), AnthropicWire.invalidKey(),
                AnthropicWire.modelNotFound(MODEL), AnthropicWire.contextLength(), AnthropicWire.serverError())) {
            vendor.on(AnthropicWire.MESSAGES).reset().reply(error);

            AnthropicServiceException thrown = catchThrowableOfType(
                    AnthropicServiceException.class, () -> client.messages().create(question()));

            assertThat(thrown.statusCode()).isEqualTo(error.status());
            assertThat(thrown.type()).isPresent();
            assertThat(thrown.apiMessage()).isPresent();
        }
    }

    @Test
    void shouldBreakOffAStreamWithAnErrorThatTheClientKnows() {
        vendor.on(AnthropicWire.MESSAGES).sse(
                AnthropicWire.start(MODEL), AnthropicWire.errorEvent(AnthropicWire.overloaded()));

        assertThat(catchThrowableOfType(AnthropicServiceException.class, this::streamed))
                .hasMessageContaining("Overloaded");
    }

    private static String zone(Message call) {
        return call.content().getFirst().asToolUse()._input().convert(JsonNode.class).path("zone").asText();
    }

    private Message streamed() {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(question())) {
            events.stream().forEach(event -> whole.accumulate(event.validate()));
        }
        return whole.message().validate();
    }

    private static MessageCreateParams question() {
        return MessageCreateParams.builder().model(MODEL).maxTokens(64).addUserMessage("Hi").build();
    }
}
