package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.attempts;
import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CONTEXT_LENGTH of the failure table: only a larger window has its turn. */
class ContextLengthTest {

    private static final String WINDOWS = """
            providers:
              - id: first
                dialect: openai
                base-url: "VENDOR/first"
                api-key: sk-first
                models: [{ name: small, context-window: 8000 }]
              - id: second
                dialect: openai
                base-url: "VENDOR/second"
                api-key: sk-second
                models: [{ name: alike, context-window: 8000 }]
              - id: third
                dialect: openai
                base-url: "VENDOR/third"
                api-key: sk-third
                models: [{ name: large, context-window: 100000 }]
            models:
              - { name: smart, candidates: [first/small, second/alike, third/large] }
            strategy: preferred
            """;

    private Scene scene;

    private GatewayFixture gateway(String yaml) {
        scene = new Scene(yaml);
        return scene.gateway;
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void shouldGoToALargerWindowOnlyWhenTheContextIsTooLong() {
        GatewayFixture gateway = gateway(WINDOWS);
        scene.first().reply(OpenAiWire.contextLength());
        scene.answers("second", "never");
        scene.answers("third", "read it all");

        HttpResponse<String> answer = gateway.chat("smart");

        assertThat(text(answer)).isEqualTo("read it all");
        assertThat(scene.asked()).containsExactly("first", "third");
        assertThat(scene.cooldowns("first")).isEmpty();
    }

    @Test
    void shouldTellContextLengthExceededWhenNoLargerWindowIsLeft() {
        GatewayFixture gateway = gateway(WINDOWS);
        scene.first().reply(OpenAiWire.contextLength());
        scene.third().reply(OpenAiWire.contextLength());

        HttpResponse<String> answer = gateway.chat("smart");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).isEqualTo("invalid_request_error context_length_exceeded messages");
        assertThat(attempts(answer)).containsExactly("first small CONTEXT_LENGTH 400", "third large CONTEXT_LENGTH 400");
    }

    @Test
    void shouldAnswer400WhenTheRequestFitsIntoNoWindow() {
        GatewayFixture gateway = gateway(WINDOWS);
        String body = GatewayFixture.chatBody("smart").replace("Hi", "word ".repeat(120_000));

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).isEqualTo("invalid_request_error context_length_exceeded messages");
        assertThat(header(answer, "retry-after")).isEmpty();
        assertThat(scene.asked()).isEmpty();
    }
}
