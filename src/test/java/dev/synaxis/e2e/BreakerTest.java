package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.ALONE;
import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The circuit breaker of a provider, seen from outside. */
class BreakerTest {

    private static final Duration OPEN = Duration.ofSeconds(30);

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(scene.gateway.chat("m").statusCode()).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void shouldOpenAfterFiveFailuresAndCloseAgainWhenTheProbeSucceeds() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));

        fail(4);
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        fail(1);
        assertThat(scene.breaker("first")).isEqualTo("OPEN");
        assertThat(scene.cooldowns("first")).containsExactly("OVERLOADED * 30");
        assertThat(scene.provider("first").get("healthy").asBoolean()).isFalse();

        HttpResponse<String> refused = scene.gateway.chat("m");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(error(refused)).isEqualTo("provider_error no_available_provider null");
        assertThat(header(refused, "retry-after")).isEqualTo("30");
        assertThat(scene.asked()).hasSize(5);

        scene.clock.advance(OPEN);
        scene.answers("first", "back");
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("back");
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        assertThat(text(scene.gateway.chat("m"))).isEqualTo("back");
    }

    @Test
    void shouldOpenAgainWhenTheProbeFails() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));
        fail(5);

        scene.clock.advance(OPEN);
        fail(1);

        assertThat(scene.asked()).hasSize(6);
        assertThat(scene.breaker("first")).isEqualTo("OPEN");
        fail(1);
        assertThat(scene.asked()).hasSize(6);
    }

    @Test
    void shouldLetOneProbeThroughAndRefuseTheOthersMeanwhile() throws Exception {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));
        fail(5);
        scene.clock.advance(OPEN);
        scene.first().reset().reply(200, OpenAiWire.text("m", "slow")).hangBeforeHeaders();

        CompletableFuture<HttpResponse<String>> probe = CompletableFuture.supplyAsync(() -> scene.gateway.chat("m"));
        scene.vendor.awaitRequests(6);
        HttpResponse<String> other = scene.gateway.chat("m");

        assertThat(other.statusCode()).isEqualTo(503);
        assertThat(scene.asked()).hasSize(6);
        assertThat(scene.breaker("first")).isEqualTo("HALF_OPEN");
        scene.vendor.close();
        assertThat(probe.get().statusCode()).isEqualTo(502);
    }

    @Test
    void shouldCloseAtTheFirstEventWhenTheProbeIsALongStream() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));
        fail(5);
        scene.clock.advance(OPEN);
        scene.first().reset().sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);

        try (StreamClient probe = new StreamClient(scene.gateway, GatewayFixture.streamBody("m"))) {
            assertThat(probe.chunk()).contains("a");
            assertThat(scene.breaker("first")).isEqualTo("CLOSED");
            scene.answers("first", "meanwhile");
            assertThat(text(scene.gateway.chat("m"))).isEqualTo("meanwhile");
        }
    }

    @Test
    void shouldCountTheBreakOfAStreamWhoseBeginningClosedTheBreaker() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));
        fail(5);
        scene.clock.advance(OPEN);
        scene.first().reset().sse(OpenAiWire.stream("m", "a", "b")).drip(Duration.ofMillis(20)).cutAfter(2, Cut.CLOSE);

        assertThat(scene.gateway.stream("m").body()).contains("provider_unreachable");

        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        scene.first().reset().reply(OpenAiWire.serverError(500));
        fail(3);
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        fail(1);
        assertThat(scene.breaker("first")).as("four and the broken stream").isEqualTo("OPEN");
    }

    @Test
    void shouldAskTheNextCandidateWhileAProbeIsUnderWay() throws Exception {
        scene = new Scene(Scene.TWO);
        scene.first().reply(OpenAiWire.serverError(500));
        scene.answers("second", "here");
        for (int i = 0; i < 3; i++) {
            scene.gateway.chat("m");
        }
        scene.clock.advance(OPEN);
        scene.first().reset().reply(200, OpenAiWire.text("m", "slow")).hangBeforeHeaders();
        int before = scene.asked().size();

        CompletableFuture<HttpResponse<String>> probe = CompletableFuture.supplyAsync(() -> scene.gateway.chat("m"));
        scene.vendor.awaitRequests(before + 1);
        HttpResponse<String> other = scene.gateway.chat("m");

        assertThat(text(other)).isEqualTo("here");
        assertThat(header(other, "x-synaxis-attempts")).as("the refused call is none").isEqualTo("1");
        scene.vendor.close();
        assertThat(probe.get().statusCode()).isEqualTo(502);
    }

    @Test
    void shouldCountAllFailuresOfTheWindowAndNoOthers() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));
        fail(3);
        scene.answers("first", "fine");
        for (int i = 0; i < 5; i++) {
            scene.gateway.chat("m");
        }
        scene.first().reset().reply(OpenAiWire.serverError(500));
        fail(1);
        assertThat(scene.breaker("first")).as("4 of the last 9").isEqualTo("CLOSED");
        fail(1);
        assertThat(scene.breaker("first")).as("5 of the last 10").isEqualTo("OPEN");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 404, 429})
    void shouldNotCountWhatTheProviderIsNotToBlameFor(int status) {
        scene = new Scene(ALONE.replace("max-retries: 0", "max-retries: 0, cooldown: { enabled: false }"));
        scene.first().reply(status, "{\"error\":{\"message\":\"no\"}}");

        for (int i = 0; i < 12; i++) {
            scene.gateway.chat("m");
        }

        assertThat(scene.asked()).hasSize(12);
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
    }

    @Test
    void shouldCountStreamsThatBreakInTheMiddle() {
        scene = new Scene(ALONE);
        scene.first().sse(OpenAiWire.stream("m", "a", "b")).cutAfter(2, Cut.RESET);

        for (int i = 0; i < 5; i++) {
            assertThat(scene.gateway.stream("m").statusCode()).isEqualTo(200);
        }

        eventually("the breaker opens", () -> scene.breaker("first").equals("OPEN"));
    }

    @Test
    void shouldCountMalformedAnswersAndLostConnections() {
        scene = new Scene(ALONE);
        scene.first().add(Reply.html(200));
        scene.first().reply(200, OpenAiWire.text("m", "x")).halfJson();
        scene.first().reply(200, "");
        scene.first().raw(new byte[0]);
        scene.first().reply(200, OpenAiWire.text("m", "x")).cutAfterBytes(30, Cut.RESET);

        fail(5);

        assertThat(scene.breaker("first")).isEqualTo("OPEN");
    }

    @Test
    void shouldLeaveTheOpenProviderOutOfThePlanOfOthers() {
        scene = new Scene(Scene.TWO);
        scene.first().reply(OpenAiWire.serverError(500));
        scene.answers("second", "here");

        for (int i = 0; i < 3; i++) {
            assertThat(text(scene.gateway.chat("m"))).isEqualTo("here");
        }

        assertThat(scene.breaker("first")).isEqualTo("OPEN");
        assertThat(scene.plan("m")).containsExactly("second");
        assertThat(scene.planOf("m").get("skipped").get(0).get("reason").asText()).contains("overloaded");
    }

    @Test
    void shouldNeverOpenWhenSwitchedOff() {
        scene = new Scene(ALONE.replace("max-retries: 0", "max-retries: 0, breaker: { enabled: false }"));
        scene.first().reply(OpenAiWire.serverError(500));

        fail(12);

        assertThat(scene.asked()).hasSize(12);
        assertThat(scene.cooldowns("first")).isEmpty();
        assertThat(scene.provider("first").get("healthy").asBoolean()).isTrue();
    }

    @Test
    void shouldShowTheStateInTheMetrics() {
        scene = new Scene(ALONE);
        scene.first().reply(OpenAiWire.serverError(500));

        fail(5);

        assertThat(scene.gateway.metric("synaxis_breaker_state{capability=\"chat\",provider=\"first\"}")).isEqualTo(2);
    }
}
