package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.ScriptedVendor;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a stream may take to begin, and what it is told when the gateway does not wait for its end. */
class StreamTimesTest {

    private static final Pattern FIRST_TOKEN_SUM = Pattern.compile(
            "synaxis_time_to_first_token_seconds_sum\\{capability=\"chat\",provider=\"second\"} (\\S+)");

    private final ScriptedVendor vendor = ScriptedVendor.start();

    @AfterEach
    void stop() {
        vendor.close();
    }

    private GatewayFixture gateway(String server) {
        return GatewayFixture.start(("""
                server: { %s }
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", models: [m], timeouts: { first-token: 400ms } }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
                strategy: preferred
                """).formatted(server).replace("VENDOR", vendor.url("").toString()));
    }

    @Test
    void shouldCountTheTimeToTheFirstTokenFromTheRequestAndTheProvidersFromItsAttempt() {
        // Given
        vendor.on("/first/chat/completions").sse(OpenAiWire.stream("m", "a")).hangBeforeHeaders();
        vendor.on("/second/chat/completions").sse(OpenAiWire.stream("m", "a"));
        try (GatewayFixture gateway = gateway("port: 0")) {

            // When
            assertThat(gateway.stream("m").headers().firstValue("x-synaxis-provider")).contains("second");

            // Then
            // the call is counted after its last byte has left
            eventually("the time is counted", () -> FIRST_TOKEN_SUM.matcher(gateway.get("/metrics").body()).find());
            Matcher sum = FIRST_TOKEN_SUM.matcher(gateway.get("/metrics").body());
            assertThat(sum.find()).isTrue();
            assertThat(Double.parseDouble(sum.group(1))).isGreaterThan(0.4);
            double own = GatewayFixture.json(gateway.get("/admin/providers")).at("/providers/1/latency/m").asDouble();
            assertThat(own).isPositive().isLessThan(400);
        }
    }

    @Test
    void shouldTellAStreamThatTheGatewayStopsWhenItOutlivesTheWait() {
        // Given
        vendor.on("/first/chat/completions").sse(OpenAiWire.stream("m", "a", "b", "c")).hangAfter(2);
        GatewayFixture gateway = gateway("shutdown: 100ms");
        try (StreamClient client = new StreamClient(gateway, GatewayFixture.streamBody("m"))) {
            assertThat(client.status()).isEqualTo(200);

            // When
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);

            // Then
            assertThat(client.rest()).contains("\"code\":\"stopping\"").doesNotContain("[DONE]");
            stopped.join();
            assertThat(vendor.openStreams()).isZero();
        }
    }
}
