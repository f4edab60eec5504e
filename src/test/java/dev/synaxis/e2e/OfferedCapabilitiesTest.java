package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A provider is asked for, and listed with, what its dialect translates and the gateway has a route for. */
class OfferedCapabilitiesTest {

    @Test
    void shouldShowOnlyWhatCanBeAskedForWhenAPresetNamesMore() throws Exception {
        try (GatewayFixture gateway = GatewayFixture.start("""
                providers:
                  - { id: google, api-key: k }
                  - { id: openai, api-key: k }
                """)) {
            JsonNode providers = GatewayFixture.json(gateway.get("/admin/providers")).path("providers");

            assertThat(providers.path(0).path("capabilities")).extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("chat", "embedding", "image-generation", "image-edit", "transcription", "speech");
            assertThat(providers.path(1).path("capabilities")).extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("chat", "embedding", "image-generation", "image-edit", "transcription", "speech");
        }
    }

    @Test
    void shouldSayThatTheModelIsThereWhenItsProviderLacksTheCapability() throws Exception {
        try (GatewayFixture gateway = GatewayFixture.start("""
                providers:
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:9", api-key: sk-house, capabilities: [chat], models: [talker] }
                """)) {
            String pixel = "data:image/png;base64," + ImageWire.PIXEL;
            lacks(gateway.post("/v1/embeddings", "{\"model\":\"talker\",\"input\":\"a\"}"), "embedding");
            lacks(gateway.post("/v1/images/generations", "{\"model\":\"talker\",\"prompt\":\"p\"}"), "image-generation");
            lacks(gateway.post("/v1/images/edits",
                    "{\"model\":\"house/talker\",\"prompt\":\"p\",\"images\":[{\"image_url\":\"" + pixel + "\"}]}"), "image-edit");
            lacks(gateway.post("/v1/audio/speech", "{\"model\":\"talker\",\"input\":\"a\",\"voice\":\"alloy\"}"), "speech");
            lacks(gateway.post("/v1/audio/transcriptions",
                    new FormBody().field("model", "talker").file("file", "a.wav", "audio/wav", FormBody.wav(1))), "transcription");

            HttpResponse<String> chat = gateway.chat("all-MiniLM-L6-v2");
            assertThat(chat.statusCode()).isEqualTo(400);
            assertThat(GatewayFixture.json(chat).at("/error/message").asText())
                    .contains("no configured provider offers chat with it: local does not offer chat");
            assertThat(gateway.post("/v1/embeddings", "{\"model\":\"nobodys\",\"input\":\"a\"}").statusCode()).isEqualTo(404);
        }
    }

    private static void lacks(HttpResponse<String> answer, String capability) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = GatewayFixture.json(answer).path("error");
        assertThat(error.path("message").asText()).isEqualTo("the model is there, but no configured provider offers " + capability
                + " with it: house does not offer " + capability);
        assertThat(error.path("param").asText()).isEqualTo("model");
        assertThat(error.path("code").asText()).isEqualTo("unsupported");
    }
}
