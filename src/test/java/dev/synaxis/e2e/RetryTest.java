package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.attempts;
import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries and time limits of a call as a vendor sees them. Their rules one by one are shown at the failover itself. */
class RetryTest {

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private Duration between(int earlier, int later) {
        List<RecordedRequest> requests = scene.vendor.requests();
        return Duration.between(requests.get(earlier).arrivedAt(), requests.get(later).arrivedAt());
    }

    @Test
    void shouldAskAnOverloadedProviderOnceMoreAfterAShortPause() {
        scene = new Scene(Scene.TWO.replace(Scene.QUICK, "retry: {}"));
        scene.first().reply(OpenAiWire.serverError(503));
        scene.answers("second", "here");

        assertThat(text(scene.gateway.chat("m"))).isEqualTo("here");

        assertThat(scene.asked()).containsExactly("first", "first", "second");
        assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldWaitForAFreeProviderRatherThanPay() {
        scene = new Scene(Scene.TWO.replace("api-key: sk-first,", "api-key: sk-first, tier: free,"));
        scene.first().reply(OpenAiWire.rateLimited()).header("retry-after", "1");
        scene.first().reply(200, OpenAiWire.text("m", "for nothing"));

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(text(answer)).isEqualTo("for nothing");
        assertThat(header(answer, "x-synaxis-tier")).isEqualTo("free");
        assertThat(scene.asked()).containsExactly("first", "first");
        assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskTheLastProviderThreeTimesAndTellOfEach(boolean stream) {
        scene = new Scene(Scene.ALONE.replace("max-retries: 0, ", ""));
        scene.first().reply(OpenAiWire.serverError(500));

        HttpResponse<String> answer = stream ? scene.gateway.stream("m") : scene.gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("3");
        assertThat(attempts(answer)).containsExactly(
                "first m OVERLOADED 500", "first m OVERLOADED 500", "first m OVERLOADED 500");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndAtTheDeadlineWhateverTheProviderMayTake(boolean stream) {
        scene = new Scene(Scene.TWO.replace("max-retries: 0", "max-retries: 0, deadline: 400ms"));
        scene.first().reply(200, OpenAiWire.text("m", "never")).hangBeforeHeaders();
        scene.answers("second", "too late");

        HttpResponse<String> answer = stream ? scene.gateway.stream("m") : scene.gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(error(answer)).isEqualTo("provider_error provider_timeout null");
        assertThat(scene.asked()).containsExactly("first");
    }

    @Test
    void shouldEndAfterAsManyAttemptsAsAllowed() {
        scene = new Scene(Scene.TWO.replace("max-retries: 0", "max-retries: 0, max-attempts: 2"));
        scene.first().reply(OpenAiWire.serverError(500));
        scene.answers("second", "never");

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(scene.asked()).containsExactly("first", "first");
    }

    @Test
    void shouldAskAProviderAsOftenAsItsOwnRetriesAllow() {
        scene = new Scene(Scene.ALONE.replace("api-key: sk-first,", "api-key: sk-first, resilience: { max-retries: 1 },"));
        scene.first().reply(OpenAiWire.serverError(500));

        scene.gateway.chat("m");

        assertThat(scene.asked()).containsExactly("first", "first");
    }
}
