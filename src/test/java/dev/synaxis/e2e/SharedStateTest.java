package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.ScriptedVendor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways on one real Redis, and what becomes of their callers when it dies or was never there. */
class SharedStateTest {

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable gateway : open) {
            gateway.close();
        }
        vendor.close();
    }

    /** Redis has time, however busy this machine is: what a late answer costs is another test's. */
    private GatewayFixture gateway(RedisProcess redis, String limits) {
        GatewayFixture gateway = GatewayFixture.start("""
                redis: { url: "%s", command-timeout: 5s }
                strategy: preferred
                resilience: { max-retries: 0 }
                providers:
                  - { id: house, dialect: openai, base-url: "%s", models: [m], tier: free, limits: { %s } }
                  - { id: spare, dialect: openai, base-url: "%s", models: [m] }
                """.formatted(redis.url(), vendor.url("/house"), limits, vendor.url("/spare")));
        open.add(gateway);
        return gateway;
    }

    private static String answeredBy(GatewayFixture gateway) {
        var answer = gateway.chat("m");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-synaxis-provider").orElseThrow();
    }

    private static JsonNode ready(GatewayFixture gateway) {
        var answer = gateway.get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static boolean degraded(GatewayFixture gateway) {
        return ready(gateway).at("/stores/quota/degraded").asBoolean();
    }

    @Test
    void shouldShareCooldownsAndOneQuota() throws Exception {
        vendor.on("/house/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        vendor.on("/spare/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        try (RedisProcess redis = RedisProcess.started();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            GatewayFixture one = gateway(redis, "requests-per-day: 20");
            GatewayFixture two = gateway(redis, "requests-per-day: 20");
            eventually("both share", () -> !degraded(one) && !degraded(two));

            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                calls.add(() -> answeredBy(one));
                calls.add(() -> answeredBy(two));
            }
            int house = 0;
            for (Future<String> call : callers.invokeAll(calls)) {
                house += call.get().equals("house") ? 1 : 0;
            }

            assertThat(house).isEqualTo(20);
            vendor.on("/spare/chat/completions").reset().reply(OpenAiWire.rateLimited()).header("retry-after", "600");
            one.chat("m");
            eventually("the other one knows of the pause",
                    () -> two.get("/admin/providers").body().contains("RATE_LIMITED"));
        }
    }

    @Test
    void shouldKnowTheWidthThatAnotherGatewayHasLearned() {
        String request = "{\"model\":\"house/e\",\"input\":\"text\"}";
        vendor.on("/house/embeddings").reply(200, vector("0.6,0.8"));
        vendor.on("/house/embeddings").reply(200, vector("0.6,0.8,0.0"));
        try (RedisProcess redis = RedisProcess.started()) {
            GatewayFixture one = gateway(redis, "");
            eventually("shared", () -> !degraded(one));
            assertThat(one.post("/v1/embeddings", request).statusCode()).isEqualTo(200);
            one.close();
            open.remove(one);

            GatewayFixture two = gateway(redis, "");
            eventually("shared", () -> !degraded(two));

            assertThat(two.post("/v1/embeddings", request).body()).contains("a vector of 3 numbers instead of 2");
        }
    }

    private static String vector(String numbers) {
        return "{\"object\":\"list\",\"model\":\"e\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
                + numbers + "]}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
    }

    @Test
    void shouldServeWhenRedisIsKilledAndStartsAgain() {
        vendor.on("/house/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        try (RedisProcess redis = RedisProcess.started()) {
            GatewayFixture gateway = gateway(redis, "requests-per-day: 100");
            eventually("shared", () -> !degraded(gateway));
            answeredBy(gateway);

            redis.kill();
            eventually("local", () -> answeredBy(gateway).equals("house") && degraded(gateway));
            redis.start();

            eventually("shared again", () -> answeredBy(gateway).equals("house") && !degraded(gateway));
        }
    }

    @Test
    void shouldStartWhenRedisIsAbsentAndShareOnceItIsThere() {
        vendor.on("/house/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        try (RedisProcess redis = RedisProcess.stopped()) {
            GatewayFixture gateway = gateway(redis, "requests-per-day: 100");

            assertThat(degraded(gateway)).isTrue();
            assertThat(answeredBy(gateway)).isEqualTo("house");
            redis.start();
            eventually("shared", () -> !degraded(gateway));
        }
    }
}
