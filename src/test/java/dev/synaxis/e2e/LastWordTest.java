package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.streamBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a stream: the reason why it is over, and an end of the answer that was not broken off. */
class LastWordTest {

    private final ScriptedVendor vendor = ScriptedVendor.start();

    @AfterEach
    void stop() {
        vendor.close();
    }

    private static int withReason(List<String> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).matches("(?s).*\"(finish_reason|stop_reason|finishReason)\":\"[a-zA-Z_]+\".*")) {
                return i + 1;
            }
        }
        throw new AssertionError("no event says why the stream ends: " + events);
    }

    private String streamed(Wire wire, Reply reply) {
        vendor.on(wire.path(true)).add(reply);
        try (GatewayFixture gateway = GatewayFixture.start(
                "resilience: { max-retries: 0 }\nproviders:\n" + wire.provider(vendor))) {
            return gateway.post(GatewayFixture.CHAT, streamBody(wire.model)).body();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldTakeAStreamForCompleteThatEndsAfterItsReason(Wire wire) {
        List<String> events = wire.stream("Hel", "lo");

        String body = streamed(wire, Reply.sse(events.subList(0, withReason(events))));

        assertThat(body).contains("lo", "\"finish_reason\":\"stop\"", "[DONE]").doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void shouldNotTakeAStreamForCompleteThatEndsBeforeItsReason(Wire wire) {
        List<String> events = wire.stream("Hel", "lo");

        String body = streamed(wire, Reply.sse(events.subList(0, withReason(events) - 1)));

        assertThat(body).contains("lo", "\"code\":\"provider_unreachable\"").doesNotContain("data: [DONE]", "\"finish_reason\":\"stop\"");
    }

    /** Gemini and Cohere say the reason with their last word. */
    @ParameterizedTest
    @CsvSource({"OPENAI,CLOSE", "OPENAI,RESET", "ANTHROPIC,CLOSE", "ANTHROPIC,RESET"})
    void shouldTellOfACutBetweenTheReasonAndTheLastWord(Wire wire, Cut cut) {
        List<String> events = wire.stream("Hel", "lo");

        String body = streamed(wire, Reply.sse(events).drip(Duration.ofMillis(20)).cutAfter(withReason(events), cut));

        assertThat(body).contains("lo", "\"code\":\"provider_unreachable\"").doesNotContain("data: [DONE]");
    }
}
