package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
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
}
