package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.CohereWire;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers say of the vendor's limits keeps the next call from running into them. */
class LimitsOfVendorsTest {

    private static final String FREE_FIRST = """
            providers:
              - { id: first, dialect: openai, base-url: "VENDOR/first", tier: free, models: [m] }
              - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(FREE_FIRST);
        scene.clock.set("2026-11-23T10:00:10Z");
        scene.answers("second", "second");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void shouldNotAskAgainBeforeTheWindowEndsWhenAnAnswerLeavesNothing() {
        scene.first().reply(200, OpenAiWire.text("m", "first"))
                .header("x-ratelimit-limit-requests", "30").header("x-ratelimit-remaining-requests", "0")
                .header("x-ratelimit-reset-requests", "2s");

        assertThat(text(scene.gateway.chat("m"))).isEqualTo("first");
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("second");

        assertThat(scene.asked()).containsExactly("first", "second");
        assertThat(scene.planOf("m").get("skipped").toString()).contains("out of quota (requests-per-minute of m)");
        assertThat(scene.provider("first").get("quota").toString())
                .contains("\"limit\":30,\"used\":30", "\"learned\":true", "\"model\":\"m\"");
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("first");
    }

    @Test
    void shouldHearTheHeadOfAStream() {
        scene.first().sse(OpenAiWire.stream("m", "a"))
                .header("x-ratelimit-limit-requests-day", "20").header("x-ratelimit-remaining-requests-day", "0");

        assertThat(scene.gateway.stream("m").body()).contains("[DONE]");

        assertThat(text(scene.gateway.chat("m"))).isEqualTo("second");
        scene.clock.advance(Duration.ofDays(1));
        assertThat(scene.plan("m")).first().isEqualTo("first");
    }

    @Test
    void shouldKnowTheLimitThatAnErrorNamesAfterItsPauseIsOver() {
        scene.first().reply(429, """
                {"error":{"message":"Rate limit reached for m in organization o on requests per day (RPD): Limit 30, \
                Used 30, Requested 1. Please try again in 20s.","code":"rate_limit_exceeded"}}""");
        scene.first().reply(200, OpenAiWire.text("m", "first"));
        assertThat(scene.gateway.chat("m").statusCode()).isEqualTo(200);

        scene.clock.advance(Duration.ofMinutes(2));

        assertThat(text(scene.gateway.chat("m"))).isEqualTo("second");
        scene.clock.advance(Duration.ofDays(1));
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("first");
    }

    @Test
    void shouldAnswerAsEverWhenTheHeadersAreGarbage() {
        scene.first().reply(200, OpenAiWire.text("m", "first"))
                .header("x-ratelimit-limit-requests", "99999999999999999999").header("x-ratelimit-remaining-requests", "-1")
                .header("x-ratelimit-limit-tokens", "none").header("x-ratelimit-reset-tokens", "soon")
                .header("x-ratelimit-limit-", "1").header("x-ratelimit-limit-requests-fortnight", "7");

        for (int i = 0; i < 3; i++) {
            assertThat(text(scene.gateway.chat("m"))).isEqualTo("first");
        }
        assertThat(scene.provider("first").get("quota")).isEmpty();
    }

    @Test
    void shouldHoldInputAndOutputOfAnthropicApartAndNeverRaiseWhatTheFileSays() {
        try (Scene claude = new Scene("""
                providers:
                  - id: anthropic
                    api-key: k
                    base-url: "VENDOR/anthropic"
                    limits: { input-tokens-per-minute: 50000, output-tokens-per-minute: 8000 }
                """)) {
            claude.clock.set("2026-11-23T10:00:10Z");
            claude.vendor.on("/anthropic/v1/messages").reply(200, AnthropicWire.text("claude-sonnet-4-6", "Hi")
                            .replace("\"cache_read_input_tokens\":0", "\"cache_read_input_tokens\":7000"))
                    .header("anthropic-ratelimit-input-tokens-limit", "80000")
                    .header("anthropic-ratelimit-input-tokens-remaining", "79000")
                    .header("anthropic-ratelimit-output-tokens-limit", "4000")
                    .header("anthropic-ratelimit-output-tokens-remaining", "0");

            assertThat(claude.gateway.post(GatewayFixture.CHAT, """
                            {"model":"claude-sonnet-4-6","max_tokens":12,"messages":[{"role":"user","content":"Hi"}]}""")
                            .statusCode()).isEqualTo(200);

            assertThat(claude.planOf("claude-sonnet-4-6").get("skipped").toString())
                    .contains("out of quota").contains("output-tokens-per-minute");
            JsonNode quota = claude.provider("anthropic").get("quota");
            assertThat(quota.at("/0/window").asText()).isEqualTo("input-tokens-per-minute");
            assertThat(quota.at("/0/limit").asInt()).isEqualTo(50_000);
            assertThat(quota.at("/0/used").asInt()).as("as the vendor counts: without the 7,000 of its cache").isBetween(990, 1_010);
            claude.clock.advance(Duration.ofMinutes(1));
            assertThat(claude.plan("claude-sonnet-4-6")).contains("anthropic");
        }
    }

    @Test
    void shouldStopAtTheTrialLimitThatCohereCountsDown() {
        try (Scene cohere = new Scene("""
                providers:
                  - { id: cohere, api-key: k, base-url: "VENDOR/cohere", tier: free, limits: { requests-per-month: 1000 } }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
                models:
                  - { name: any, candidates: [cohere/command-r7b-12-2024, second/m] }
                """)) {
            cohere.clock.set("2026-11-23T10:00:10Z");
            cohere.answers("second", "second");
            cohere.vendor.on("/cohere/v2/chat").reply(200, CohereWire.text("cohere"))
                    .header("x-endpoint-monthly-call-limit", "900")
                    .header("x-trial-endpoint-call-limit", "20").header("x-trial-endpoint-call-remaining", "0");

            assertThat(text(cohere.gateway.chat("any"))).isEqualTo("cohere");
            assertThat(text(cohere.gateway.chat("any"))).isEqualTo("second");

            assertThat(cohere.planOf("any").get("skipped").toString()).contains("requests-per-minute of command-r7b-12-2024");
            cohere.clock.advance(Duration.ofMinutes(1));
            assertThat(cohere.plan("any")).first().isEqualTo("cohere");
        }
    }
}
