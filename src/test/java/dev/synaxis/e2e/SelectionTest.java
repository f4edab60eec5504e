package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is asked: tiers, strategies, what callers may say, and what replies tell of it. */
class SelectionTest {

    private static final String TIERS = """
            providers:
              - id: paid
                dialect: openai
                base-url: "VENDOR/paid"
                api-key: k1
                models: [{ name: m, upstream: vendor/m-1, price: { input: 10, output: 20 }, quality: 50 }, only-paid]
              - id: cheap
                dialect: openai
                base-url: "VENDOR/cheap"
                api-key: k2
                models: [{ name: m, price: { input: 1, output: 2 } }]
              - id: gift
                dialect: openai
                base-url: "VENDOR/gift"
                api-key: k3
                tier: free
                models: [m]
                limits: { requests-per-minute: 2 }
              - id: other
                dialect: openai
                base-url: "VENDOR/other"
                api-key: k4
                models: [stand-in]
              - id: scarce
                dialect: openai
                base-url: "VENDOR/scarce"
                api-key: k5
                models: [rare]
                limits: { requests-per-minute: 1 }
            models:
              - { name: m, substitutes: [other/stand-in] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(TIERS);
        for (String provider : List.of("paid", "cheap", "gift", "other", "scarce")) {
            scene.answers(provider, "I am " + provider);
        }
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private HttpResponse<String> chat(String... headers) {
        return scene.gateway.chat("m", headers);
    }

    @Test
    void shouldTryTheTiersInOrderAndSubstitutesLast() {
        List<String> shown = new ArrayList<>();
        for (JsonNode c : scene.planOf("m").get("candidates")) {
            shown.add(c.get("provider").asText() + " " + c.get("tier").asText());
        }

        assertThat(shown).containsExactly("gift free", "cheap paid", "paid paid", "other emergency");
        assertThat(scene.asked()).as("a plan calls nobody").isEmpty();
    }

    @Test
    void shouldSayWhoAnsweredAndWhy() {
        HttpResponse<String> answer = chat("x-request-id", "my-id.1");

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("gift");
        assertThat(header(answer, "x-synaxis-model")).isEqualTo("m");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("free");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(header(answer, "x-request-id")).isEqualTo("my-id.1");
    }

    @Test
    void shouldSayWhoStreamed() {
        scene.chat("gift").reset().sse(OpenAiWire.stream("m", "a"));

        HttpResponse<String> answer = scene.gateway.stream("m");

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("gift");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("free");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(header(answer, "x-request-id")).startsWith("req_");
    }

    @Test
    void shouldAskTheProviderThatTheHeaderNamesFirst() {
        HttpResponse<String> answer = chat("x-synaxis-provider", "paid");

        assertThat(text(answer)).isEqualTo("I am paid");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("preferred");
        assertThat(header(answer, "x-synaxis-model")).isEqualTo("vendor/m-1");
        assertThat(scene.vendor.request(0).json().get("model").asText()).isEqualTo("vendor/m-1");
    }

    @Test
    void shouldAskTheProviderThatTheModelNameNamesEvenForAnUnlistedModel() {
        HttpResponse<String> answer = scene.gateway.chat("cheap/brand/new-model");

        assertThat(text(answer)).isEqualTo("I am cheap");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("preferred");
        assertThat(scene.vendor.request(0).json().get("model").asText()).isEqualTo("brand/new-model");
    }

    @Test
    void shouldGoOnToTheTiersWhenThePreferredProviderFails() {
        scene.chat("paid").reset().reply(OpenAiWire.rateLimited());

        HttpResponse<String> answer = chat("x-synaxis-provider", "paid");

        assertThat(text(answer)).isEqualTo("I am gift");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("2");
    }

    @Test
    void shouldAnswer400WhenTheHeaderNamesAProviderThatIsNotThere() {
        HttpResponse<String> answer = chat("x-synaxis-provider", "nobody");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).startsWith("invalid_request_error").endsWith("x-synaxis-provider");
    }

    @Test
    void shouldAnswer400WhenTheStrategyIsNotOne() {
        HttpResponse<String> answer = chat("x-synaxis-strategy", "luck");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("x-synaxis-strategy", "round-robin");
    }

    @Test
    void shouldSkipFreeWhenItsQuotaIsSpentAndTakeItAgainAfterItsWindow() {
        assertThat(text(chat())).isEqualTo("I am gift");
        assertThat(text(chat())).isEqualTo("I am gift");

        assertThat(text(chat())).isEqualTo("I am cheap");
        JsonNode skipped = scene.planOf("m").get("skipped").get(0);
        assertThat(skipped.get("provider").asText()).isEqualTo("gift");
        assertThat(skipped.get("reason").asText()).contains("out of quota", "requests-per-minute", "12:01:00");

        // the clock stands at 12:00:10; the window ends with the minute
        scene.clock.advance(Duration.ofSeconds(49));
        assertThat(text(chat())).isEqualTo("I am cheap");
        scene.clock.advance(Duration.ofSeconds(1));
        assertThat(text(chat())).isEqualTo("I am gift");
    }

    @Test
    void shouldUseAnEmergencyOnlyWhenNothingElseIsLeft() {
        chat();
        chat();
        scene.chat("cheap").reset().reply(OpenAiWire.serverError(500));
        scene.chat("paid").reset().reply(OpenAiWire.serverError(500));

        HttpResponse<String> answer = chat();

        assertThat(text(answer)).isEqualTo("I am gift");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("emergency");
        assertThat(scene.asked()).containsExactly("gift", "gift", "cheap", "cheap", "paid", "paid", "gift");
    }

    @Test
    void shouldIgnoreTheLedgerInAnEmergency() {
        scene.gateway.chat("rare");

        HttpResponse<String> answer = scene.gateway.chat("rare");

        assertThat(text(answer)).isEqualTo("I am scarce");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("emergency");
    }

    @Test
    void shouldTakeASubstituteWhenNobodyElseAnswers() {
        for (String provider : List.of("gift", "cheap", "paid")) {
            scene.chat(provider).reset().reply(OpenAiWire.invalidKey());
        }

        HttpResponse<String> answer = chat();

        assertThat(text(answer)).isEqualTo("I am other");
        assertThat(header(answer, "x-synaxis-model")).isEqualTo("stand-in");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("emergency");
        assertThat(scene.asked()).containsExactly("gift", "cheap", "paid", "other");
    }

    @Test
    void shouldOrderATierByCost() {
        assertThat(scene.plan("m")).startsWith("gift", "cheap", "paid");
    }

    @Test
    void shouldOrderATierAsConfiguredWhenTheStrategyIsPreferred() {
        assertThat(planned("preferred")).startsWith("gift", "paid", "cheap");
    }

    @Test
    void shouldTakeTurnsInATierWhenTheStrategyIsRoundRobin() {
        List<String> firstPaid = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            firstPaid.add(planned("round-robin").get(1));
        }

        assertThat(firstPaid).containsExactlyInAnyOrder("paid", "cheap", "paid", "cheap");
        assertThat(firstPaid.get(0)).isNotEqualTo(firstPaid.get(1));
    }

    @Test
    void shouldOrderATierByLatencyOnceItIsKnown() {
        chat("x-synaxis-provider", "paid");
        scene.chat("cheap").reset().reply(200, OpenAiWire.text("m", "slow")).delayHeaders(Duration.ofMillis(400));
        chat("x-synaxis-provider", "cheap");
        chat("x-synaxis-provider", "paid");

        assertThat(planned("latency")).startsWith("gift", "paid", "cheap");
    }

    @Test
    void shouldOrderATierByQuality() {
        scene.close();
        scene = new Scene("""
                strategy: quality
                providers:
                  - id: modest
                    dialect: openai
                    base-url: "VENDOR/modest"
                    api-key: k1
                    models: [{ name: small, quality: 10 }]
                  - id: bright
                    dialect: openai
                    base-url: "VENDOR/bright"
                    api-key: k2
                    models: [{ name: big, quality: 90 }]
                models:
                  - { name: smart, candidates: [modest/small, bright/big] }
                """);

        assertThat(scene.plan("smart")).containsExactly("bright", "modest");
        assertThat(json(scene.gateway.post("/admin/plan", GatewayFixture.chatBody("smart"), "x-synaxis-strategy",
                "preferred")).at("/candidates/0/provider").asText()).isEqualTo("modest");
    }

    private List<String> planned(String strategy) {
        List<String> ids = new ArrayList<>();
        scene.planOf("m", "x-synaxis-strategy", strategy).get("candidates")
                .forEach(c -> ids.add(c.get("provider").asText()));
        return ids;
    }

    @Test
    void shouldAnswer404WhenNobodyKnowsTheModel() {
        HttpResponse<String> answer = scene.gateway.chat("no-such-model");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer)).isEqualTo("invalid_request_error model_not_found model");
        assertThat(scene.planOf("no-such-model").get("model-known").asBoolean()).isFalse();
    }

    @Test
    void shouldAnswer503UntilTheFirstOneIsBack() {
        scene.chat("paid").reset().reply(OpenAiWire.rateLimited()).header("retry-after", "25");
        scene.gateway.chat("only-paid");
        scene.clock.advance(Duration.ofSeconds(5));

        HttpResponse<String> answer = scene.gateway.chat("only-paid");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error(answer)).isEqualTo("provider_error no_available_provider null");
        assertThat(header(answer, "retry-after")).isEqualTo("20");
        assertThat(answer.body()).contains("paid model cooling down (rate limited)");
        assertThat(scene.planOf("only-paid").get("retry-after-seconds").asInt()).isEqualTo(20);
    }

    @Test
    void shouldNeverHandTheClientsHeadersToAVendor() {
        chat("authorization", "Bearer client-secret", "x-team", "secret", "cookie", "a=b");

        assertThat(scene.vendor.request(0).header("authorization")).isEqualTo("Bearer k3");
        assertThat(scene.vendor.request(0).headers().toString()).doesNotContain("secret", "a=b", "x-request-id", "x-synaxis");
    }
}
