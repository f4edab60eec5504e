package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.text;
import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that is left alone is asked whether it is back before calls return to it. */
class ProbeTest {

    private static final Duration NEARLY = Duration.ofSeconds(26);
    private static final String LIMITED =
            Scene.ALONE.replace("models: [m, other]", "models: [{ name: dear, price: { input: 9, output: 9 } }, "
                    + "{ name: m, price: { input: 1, output: 1 } }], limits: { requests-per-day: 100 }");

    private Scene scene;

    @AfterEach
    void close() {
        if (scene != null) {
            scene.close();
        }
    }

    private void open(String yaml) {
        scene = new Scene(yaml);
        scene.first().reply(OpenAiWire.serverError(500));
        for (int i = 0; i < 5; i++) {
            scene.gateway.chat("m");
        }
        assertThat(scene.breaker("first")).isEqualTo("OPEN");
    }

    private void awaitProbePlanned() {
        eventually("a probe is planned", () -> scene.provider("first").at("/probe/next").isTextual());
    }

    private String lastOutcome() {
        return scene.provider("first").at("/probe/last/outcome").asText();
    }

    @Test
    void shouldEndThePauseAndCloseTheBreakerWhenTheProbeIsAnswered() {
        open(LIMITED);
        awaitProbePlanned();
        scene.answers("first", "back");
        int used = scene.provider("first").at("/quota/0/used").asInt();
        scene.clock.advance(NEARLY);

        eventually("the pause has ended", () -> scene.cooldowns("first").isEmpty());

        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        assertThat(scene.asked()).hasSize(6);
        JsonNode asked = scene.vendor.requests().getLast().json();
        assertThat(asked.get("model").asText()).as("the cheapest").isEqualTo("m");
        assertThat(asked.get("max_completion_tokens").asInt()).isEqualTo(16);
        assertThat(lastOutcome()).isEqualTo("ok");
        assertThat(scene.provider("first").at("/quota/0/used").asInt()).isEqualTo(used + 1);
        assertThat(scene.gateway.metric(
                        "synaxis_probes_total{capability=\"chat\",outcome=\"ok\",provider=\"first\"}"))
                .isEqualTo(1);
        assertThat(scene.gateway.metric("synaxis_requests_total{capability=\"chat\",outcome=\"ok\"}")).isZero();
        assertThat(scene.gateway.get("/admin/usage?by=key").body()).contains("\"key\":\"probe\"");
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("back");
    }

    @Test
    void shouldRenewPauseAndBreakerWhenTheProbeFails() {
        open(Scene.ALONE);
        awaitProbePlanned();
        scene.clock.advance(NEARLY);

        eventually("the probe has failed", () -> lastOutcome().equals("overloaded"));

        assertThat(scene.breaker("first")).isEqualTo("OPEN");
        assertThat(scene.cooldowns("first")).containsExactly("OVERLOADED * 30");
        assertThat(scene.plan("m")).isEmpty();
        assertThat(scene.asked()).hasSize(6);
    }

    @Test
    void shouldLeaveThePauseToRunOutAfterFiveFailuresInARow() {
        open(Scene.ALONE);
        for (int i = 1; i <= 5; i++) {
            awaitProbePlanned();
            scene.clock.advance(NEARLY);
            scene.vendor.awaitRequests(5 + i);
        }
        eventually("the last one has failed",
                () -> scene.gateway.metric(
                                "synaxis_probes_total{capability=\"chat\",outcome=\"overloaded\",provider=\"first\"}")
                        == 5);
        assertThat(scene.provider("first").at("/probe/next").isTextual()).isFalse();
        scene.clock.advance(Duration.ofSeconds(30));
        scene.answers("first", "asked by a call");

        assertThat(text(scene.gateway.chat("m"))).isEqualTo("asked by a call");
        assertThat(scene.asked()).hasSize(11);
    }

    @Test
    void shouldAskAgainWhetherTheKeyIsRefusedAndNotWhetherARateLimitIsOver() {
        scene = new Scene(Scene.TWO);
        scene.first().reply(OpenAiWire.invalidKey());
        scene.second().reply(OpenAiWire.rateLimited()).header("retry-after", "3600");
        scene.gateway.chat("m");
        awaitProbePlanned();
        assertThat(scene.provider("second").path("probe").isMissingNode()).isTrue();
        scene.answers("first", "paid again");
        scene.clock.advance(Duration.ofMinutes(60).minusSeconds(4));

        eventually("the key is taken", () -> scene.cooldowns("first").isEmpty());

        assertThat(scene.asked()).containsExactly("first", "second", "first");
        assertThat(scene.cooldowns("second")).containsExactly("RATE_LIMITED m 4");
    }

    @Test
    void shouldAskWithTheKeyThatWasRefused() {
        scene = new Scene(Scene.ALONE.replace("api-key: sk-first", "api-keys: [sk-one, sk-two]"));
        AtomicBoolean refused = new AtomicBoolean(true);
        scene.first().answer(request -> refused.get() && "Bearer sk-two".equals(request.header("authorization"))
                ? Reply.json(401, OpenAiWire.invalidKey().body())
                : Reply.json(200, OpenAiWire.text("m", "Hi")));
        scene.gateway.chat("m");
        scene.gateway.chat("m");
        assertThat(scene.cooldowns("first")).hasSize(1);
        awaitProbePlanned();
        int asked = scene.asked().size();
        refused.set(false);
        scene.clock.advance(Duration.ofMinutes(60).minusSeconds(4));

        eventually("the key is taken", () -> scene.cooldowns("first").isEmpty());

        assertThat(scene.asked()).hasSize(asked + 1);
        assertThat(scene.vendor.requests().getLast().header("authorization")).isEqualTo("Bearer sk-two");
    }

    @Test
    void shouldNotWaitLongerThanTheProbesTimeWhenTheProviderHangs() {
        open(Scene.ALONE.replace("max-retries: 0", "max-retries: 0, probe: { timeout: 1s }"));
        awaitProbePlanned();
        scene.first().reset().reply(200, OpenAiWire.text("m", "late")).hangBeforeHeaders();
        scene.clock.advance(Duration.ofMillis(29_500));

        eventually("the probe is over", () -> lastOutcome().equals("timeout"));

        assertThat(scene.breaker("first")).isEqualTo("OPEN");
    }

    @Test
    void shouldProbeWithAWordToEmbedWhenTheProviderDoesNotChat() {
        scene = new Scene("""
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", capabilities: [embedding], models: [e] }
                resilience: { max-retries: 0 }
                """);
        String request = "{\"model\":\"e\",\"input\":\"text\"}";
        scene.vendor.on("/first/embeddings").reply(OpenAiWire.serverError(500));
        for (int i = 0; i < 5; i++) {
            scene.gateway.post("/v1/embeddings", request);
        }
        awaitProbePlanned();
        scene.vendor.on("/first/embeddings").reset().reply(200, """
                {"object":"list","model":"e","data":[{"object":"embedding","index":0,"embedding":[0.6,0.8]}],
                 "usage":{"prompt_tokens":1,"total_tokens":1}}""");
        scene.clock.advance(NEARLY);

        eventually("the pause has ended", () -> scene.cooldowns("first").isEmpty());

        assertThat(scene.vendor.requests().getLast().path()).isEqualTo("/first/embeddings");
        assertThat(scene.provider("first").at("/breakers/embedding").asText()).isEqualTo("CLOSED");
    }

    @Test
    void shouldProbeNobodyWhoIsPaidWhereThatIsNotWanted() {
        scene = new Scene("""
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", models: [m] }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m], tier: free }
                resilience: { max-retries: 0, probe: { paid: false } }
                """);
        scene.first().reply(OpenAiWire.invalidKey());
        scene.second().reply(OpenAiWire.invalidKey());
        scene.gateway.chat("m");
        eventually("a probe is planned", () -> scene.provider("second").at("/probe/next").isTextual());
        scene.clock.advance(Duration.ofMinutes(60).minusSeconds(4));

        eventually("the free one is probed",
                () -> scene.provider("second").at("/probe/last/outcome").asText().equals("authentication"));

        assertThat(scene.asked()).containsExactly("second", "first", "second");
        assertThat(scene.provider("first").path("probe").isMissingNode()).isTrue();
    }

    @Test
    void shouldNotProbeWhenPausesOrProbesAreOff() {
        for (String off : new String[] {"probe: { enabled: false }", "cooldown: { enabled: false }"}) {
            open(Scene.ALONE.replace("max-retries: 0", "max-retries: 0, " + off));
            scene.clock.advance(Duration.ofSeconds(30));
            scene.answers("first", "asked by a call");

            assertThat(text(scene.gateway.chat("m"))).isEqualTo("asked by a call");
            assertThat(scene.asked()).hasSize(6);
            assertThat(scene.provider("first").path("probe").isMissingNode()).isTrue();
            scene.close();
            scene = null;
        }
    }

    @Test
    void shouldProbeByOneGatewayOnlyWhenTheyShareRedis() {
        TestClock clock = new TestClock();
        try (ScriptedVendor vendor = ScriptedVendor.start();
                RedisProcess redis = RedisProcess.started()) {
            String yaml = """
                    redis: { url: "%s", command-timeout: 5s }
                    resilience: { max-retries: 0 }
                    providers:
                      - { id: first, dialect: openai, base-url: "%s", models: [m] }
                    """.formatted(redis.url(), vendor.url("/first"));
            try (GatewayFixture one = GatewayFixture.start(clock, yaml);
                    GatewayFixture two = GatewayFixture.start(clock, yaml)) {
                vendor.on("/first/chat/completions").reply(OpenAiWire.serverError(500));
                for (int i = 0; i < 5; i++) {
                    one.chat("m");
                }
                eventually("both mean to probe",
                        () -> one.get("/admin/providers").body().contains("\"next\"")
                                && two.get("/admin/providers").body().contains("\"next\""));
                vendor.on("/first/chat/completions").reset().reply(200, OpenAiWire.text("m", "back"));
                clock.advance(NEARLY);

                eventually("both know that it is back",
                        () -> !one.get("/admin/providers").body().contains("OVERLOADED")
                                && !two.get("/admin/providers").body().contains("OVERLOADED"));
                assertThat(vendor.requests()).hasSize(6);
            }
        }
    }
}
