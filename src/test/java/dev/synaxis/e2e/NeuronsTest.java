package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.OpenAiWire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cloudflare's free neurons of a day: counted by the price of each model, and the end of them as the vendor tells it. */
class NeuronsTest {

    private static final String LARGE = "@cf/openai/gpt-oss-120b";
    private static final String SMALL = "@cf/ibm-granite/granite-4.0-h-micro";

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene("""
                providers:
                  - { id: cloudflare, api-key: k, base-url: "VENDOR/first", limits: { neurons-per-day: 100 } }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
                models:
                  - { name: large, candidates: [cloudflare/%s, second/m] }
                  - { name: small, candidates: [cloudflare/%s, second/m] }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
                """.formatted(LARGE, SMALL));
        scene.clock.set("2026-11-23T10:00:10Z");
        scene.answers("second", "second");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static String used(int input, int output) {
        return OpenAiWire.text("m", "first")
                .replace("\"prompt_tokens\":9", "\"prompt_tokens\":" + input)
                .replace("\"completion_tokens\":12", "\"completion_tokens\":" + output)
                .replace("\"total_tokens\":21", "\"total_tokens\":" + (input + output));
    }

    private JsonNode window() {
        return scene.provider("cloudflare").at("/quota/0");
    }

    @Test
    void shouldCountEachModelByItsPriceAndAllOfThemTogether() {
        scene.first().reply(200, used(1_000_000, 0));
        scene.first().reply(200, used(2_000, 100));

        assertThat(text(scene.gateway.chat("small"))).isEqualTo("first");
        assertThat(window().toString()).as("0.017 USD are 1,545.5 neurons")
                .contains("\"window\":\"neurons-per-day\",\"limit\":100,\"used\":1546,\"left\":0")
                .contains("\"resets-at\":\"2026-11-24T00:00:00Z\"");
        assertThat(text(scene.gateway.chat("large"))).isEqualTo("second");
        assertThat(scene.planOf("large").get("skipped").toString()).contains("out of quota (neurons-per-day)");

        scene.clock.advance(Duration.ofHours(14));
        assertThat(text(scene.gateway.chat("large"))).isEqualTo("first");
        assertThat(window().get("used").asInt()).as("2,000 at 0.35 and 100 at 0.75 USD per million").isEqualTo(71);
    }

    @Test
    void shouldPauseTheProviderUntilMidnightWhenTheVendorSaysThatTheDayIsSpent() {
        scene.first().reply(429, """
                {"result":null,"success":false,"messages":[],"errors":[{"code":4006,"message":"AiError: you have used up your daily \
                free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan if you would like to \
                continue usage."}]}""");

        assertThat(text(scene.gateway.chat("large"))).isEqualTo("second");

        assertThat(scene.cooldowns("cloudflare")).containsExactly("QUOTA_EXHAUSTED * " + (14 * 3600 - 10));
        assertThat(text(scene.gateway.chat("small"))).as("the day is that of all models").isEqualTo("second");
    }
}
