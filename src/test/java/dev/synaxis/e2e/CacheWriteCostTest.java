package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.AnthropicWire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What calls cost whose prompts Anthropic writes to its cache, by the catalogue's prices. */
class CacheWriteCostTest {

    @Test
    void shouldCostTwiceTheInputWhatIsKeptForAnHour() {
        try (Scene scene = new Scene("""
                providers:
                  - { id: anthropic, api-key: k, base-url: "VENDOR/anthropic" }
                """)) {
            scene.vendor.on("/anthropic/v1/messages").reply(200, AnthropicWire.text("claude-sonnet-4-6", "Hi")
                    .replace("\"cache_creation_input_tokens\":0", "\"cache_creation_input_tokens\":3000")
                    .replace("\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0",
                            "\"ephemeral_5m_input_tokens\":1000,\"ephemeral_1h_input_tokens\":2000"));

            HttpResponse<String> answer = scene.gateway.chat("claude-sonnet-4-6");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Scene.header(answer, "x-synaxis-cost"))
                    .as("9 at 3, 1,000 at 3.75, 2,000 at 6 and 12 at 15 USD per million")
                    .isEqualTo("0.015957");
        }
    }
}
