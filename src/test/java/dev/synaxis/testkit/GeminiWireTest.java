package dev.synaxis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Google's own client reads what the scripted vendor says in Gemini's name. */
class GeminiWireTest {

    private static final String MODEL = "gemini-2.5-flash";

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private final Client client = Client.builder()
            .apiKey("key")
            .vertexAI(false)
            .httpOptions(HttpOptions.builder()
                    .baseUrl(vendor.url().toString())
                    .retryOptions(HttpRetryOptions.builder().attempts(1))
                    .build())
            .build();

    @AfterEach
    void stop() {
        client.close();
        vendor.close();
    }

    @Test
    void shouldBeReadAsAWholeAnswer() {
        vendor.on(GeminiWire.generate(MODEL)).reply(200, GeminiWire.text(MODEL, "Oslo"));

        GenerateContentResponse answer = client.models.generateContent(MODEL, "Capital of Norway?", null);

        assertThat(answer.text()).isEqualTo("Oslo");
        assertThat(answer.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(answer.modelVersion()).contains(MODEL);
        assertThat(answer.usageMetadata().orElseThrow().totalTokenCount()).contains(21);
    }

    @Test
    void shouldBeReadAsACall() {
        vendor.on(GeminiWire.generate(MODEL)).reply(200, GeminiWire.toolCall(MODEL, "get_weather", "{\"city\":\"Oslo\"}"));

        List<FunctionCall> calls = client.models.generateContent(MODEL, "Weather?", null).functionCalls();

        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().name()).contains("get_weather");
        assertThat(calls.getFirst().args()).contains(Map.of("city", "Oslo"));
    }

    @Test
    void shouldBeReadAsAStream() {
        vendor.on(GeminiWire.streamGenerate(MODEL)).sse(GeminiWire.stream(MODEL, "Os", "lo"));

        StringBuilder text = new StringBuilder();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(MODEL, "Capital of Norway?", null)) {
            stream.forEach(piece -> text.append(piece.text()));
        }

        assertThat(text).hasToString("Oslo");
        assertThat(vendor.request(0).query()).contains("alt=sse");
    }

    static List<VendorError> errors() {
        return List.of(
                GeminiWire.invalidKey(), GeminiWire.modelNotFound(MODEL), GeminiWire.contextLength(),
                GeminiWire.rateLimited(3), GeminiWire.overloaded());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldBeReadAsAnError(VendorError error) {
        vendor.on(GeminiWire.generate(MODEL)).reply(error);

        ApiException thrown = catchThrowableOfType(
                ApiException.class, () -> client.models.generateContent(MODEL, "Hi", null));

        assertThat(thrown.code()).isEqualTo(error.status());
        assertThat(error.body()).contains(thrown.status());
    }
}
