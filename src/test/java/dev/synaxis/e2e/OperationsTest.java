package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.CHAT;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.ScriptedVendor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who run the gateway see of it: health, metrics, one line for each call. */
class OperationsTest {

    private static final String ACCESS = "dev.synaxis.access";
    private static final Set<String> FIELDS = Set.of("requestId", "capability", "provider", "model", "tier", "attempt",
            "outcome", "statusCode", "latencyMs", "ttftMs", "inputTokens", "outputTokens", "cost", "saved", "breaker", "error");
    private static final Pattern SAMPLE =
            Pattern.compile("[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)*})? ([-+0-9.eE]+|NaN|[+-]Inf)");

    private final ScriptedVendor vendor = ScriptedVendor.start();
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = GatewayFixture.start("""
                resilience: { max-retries: 0, breaker: { failures: 2, window: 2 }, cooldown: { enabled: false } }
                providers:
                  - { id: house, dialect: openai, base-url: "%s", models: [m], limits: { requests-per-day: 100 } }
                """.formatted(vendor.url("/v1")));
    }

    @AfterEach
    void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldCountWhatHappened() {
        var script = vendor.on(OpenAiWire.CHAT);
        script.reply(200, OpenAiWire.text("m", "Hi"));
        script.sse(OpenAiWire.streamWithUsage("m", "a", "b"));
        script.reply(OpenAiWire.serverError(500));
        gateway.chat("m");
        gateway.stream("m");
        gateway.chat("m");
        gateway.chat("m");
        gateway.post(CHAT, "{");

        assertThat(gateway.get("/metrics").body().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> SAMPLE.matcher(line).matches());
        assertThat(gateway.metric("synaxis_requests_total{capability=\"chat\",outcome=\"ok\"}")).isEqualTo(2);
        assertThat(gateway.metric("synaxis_requests_total{capability=\"chat\",outcome=\"overloaded\"}")).isEqualTo(2);
        assertThat(attempts("ok")).isEqualTo(2);
        assertThat(attempts("overloaded")).isEqualTo(2);
        assertThat(gateway.metric("synaxis_tokens_total{capability=\"chat\",provider=\"house\",type=\"input\"}")).isEqualTo(18);
        assertThat(gateway.metric("synaxis_tokens_total{capability=\"chat\",provider=\"house\",type=\"output\"}")).isEqualTo(24);
        assertThat(gateway.metric("synaxis_request_seconds_count{capability=\"chat\",provider=\"house\"}")).isEqualTo(2);
        assertThat(gateway.metric("synaxis_time_to_first_token_seconds_count{capability=\"chat\",provider=\"house\"}"))
                .isEqualTo(1);
        assertThat(gateway.metric("synaxis_request_seconds_bucket{capability=\"chat\",provider=\"house\",le=\"300.0\"}"))
                .isEqualTo(2);
        assertThat(gateway.metric("synaxis_breaker_state{capability=\"chat\",provider=\"house\"}")).isEqualTo(2);
        assertThat(gateway.metric("synaxis_quota_left{provider=\"house\",window=\"requests-per-day\"}")).isBetween(96.0, 98.0);
        assertThat(gateway.metric("synaxis_store_degraded{store=\"quota\"}")).isZero();
    }

    @Test
    void shouldCountWhatWasRefusedBeforeAnybodyWasAsked() {
        gateway.post(CHAT, "{");
        gateway.chat("m", "x-synaxis-provider", "nobody");
        gateway.chat("unheard-of");
        gateway.post("/v1/embeddings", "[]");
        gateway.get("/nowhere");
        gateway.get(CHAT);

        assertThat(refused("chat", "invalid_request")).isEqualTo(2);
        assertThat(refused("chat", "model_not_found")).isEqualTo(1);
        assertThat(refused("embedding", "invalid_request")).isEqualTo(1);
        assertThat(refused("none", "unknown_url")).isEqualTo(1);
        assertThat(refused("none", "method_not_allowed")).isEqualTo(1);
        assertThat(vendor.requests()).isEmpty();
    }

    private double refused(String capability, String outcome) {
        return gateway.metric(
                "synaxis_requests_total{capability=\"" + capability + "\",outcome=\"" + outcome + "\"}");
    }

    private double attempts(String outcome) {
        return gateway.metric("synaxis_attempts_total{capability=\"chat\",outcome=\"" + outcome + "\",provider=\"house\"}");
    }

    @Test
    void shouldCountRequestsAndStreamsInFlight() {
        vendor.on(OpenAiWire.CHAT).sse(OpenAiWire.stream("m", "a", "b", "c", "d")).drip(Duration.ofMillis(150));

        CompletableFuture<?> stream = CompletableFuture.supplyAsync(() -> gateway.stream("m"));

        eventually("a stream is counted", () -> gateway.metric("synaxis_streams_active") == 1);
        assertThat(gateway.metric("synaxis_requests_active")).isGreaterThanOrEqualTo(1);
        stream.join();
        eventually("no stream is counted", () -> gateway.metric("synaxis_streams_active") == 0);
    }

    @Test
    void shouldCountMockStreamsToTheirEnd() {
        try (GatewayFixture mock = GatewayFixture.start("""
                providers:
                  - { id: mock, mock: { reply: "one two three four five six", pause: 60ms } }
                """)) {
            CompletableFuture<?> stream = CompletableFuture.supplyAsync(() -> mock.stream("m"));

            eventually("a stream is counted", () -> mock.metric("synaxis_streams_active") == 1);
            stream.join();
            eventually("no stream is counted", () -> mock.metric("synaxis_streams_active") == 0);
        }
    }

    @Test
    void shouldLeaveOneLineForEachCall() {
        vendor.on(OpenAiWire.CHAT).reply(200, OpenAiWire.text("m", "Hi"));
        vendor.on(OpenAiWire.CHAT).sse(OpenAiWire.streamWithUsage("m", "Hi"));
        vendor.on(OpenAiWire.CHAT).reply(OpenAiWire.rateLimited());
        try (Logged log = new Logged()) {
            gateway.chat("m", "x-request-id", "whole");
            gateway.stream("m", "x-request-id", "stream");
            gateway.chat("m", "x-request-id", "limited");
            gateway.chat("no-such", "x-request-id", "unknown");
            gateway.post(CHAT, "{", "x-request-id", "broken");
            gateway.get("/nowhere", "x-request-id", "nowhere");

            assertThat(line(log, "whole")).containsEntry("outcome", "ok").containsEntry("provider", "house")
                    .containsEntry("model", "m").containsEntry("tier", "paid").containsEntry("statusCode", 200)
                    .containsEntry("inputTokens", 9L).containsEntry("outputTokens", 12L)
                    .containsKeys("latencyMs", "attempt", "capability");
            assertThat(line(log, "stream")).containsEntry("outcome", "ok").containsKey("ttftMs")
                    .containsEntry("statusCode", 200);
            assertThat(line(log, "limited")).containsEntry("outcome", "rate_limited").containsEntry("statusCode", 429);
            assertThat(line(log, "unknown")).containsEntry("statusCode", 404);
            assertThat(line(log, "broken")).containsEntry("outcome", "invalid_request").containsEntry("statusCode", 400);
            assertThat(line(log, "nowhere")).containsEntry("outcome", "unknown_url").containsEntry("statusCode", 404);
            assertThat(log.lines("dev.synaxis.attempt", "limited")).hasSize(1);
        }
    }

    /** The only line of a request. */
    private static Map<String, Object> line(Logged log, String requestId) {
        eventually("a line for " + requestId, () -> !log.lines(ACCESS, requestId).isEmpty());
        assertThat(log.lines(ACCESS, requestId)).hasSize(1);
        Map<String, Object> line = log.lines(ACCESS, requestId).getFirst();
        assertThat(FIELDS).containsAll(line.keySet());
        return line;
    }

    @Test
    void shouldBeLiveAndReadyWhateverTheVendorsDo() {
        vendor.close();
        gateway.chat("m");

        assertThat(json(gateway.get("/health/live")).get("status").asText()).isEqualTo("up");
        assertThat(json(gateway.get("/health/ready")).get("status").asText()).isEqualTo("up");
        assertThat(json(gateway.get("/health/ready")).at("/stores/quota/form").asText()).isEqualTo("memory");
    }
}
