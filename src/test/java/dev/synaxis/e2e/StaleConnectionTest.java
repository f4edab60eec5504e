package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.attempts;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A vendor that closes a kept connection in the moment in which it is used again is not to blame. */
class StaleConnectionTest {

    private final Scene scene = new Scene("""
            providers:
              - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: k, models: [m] }
            resilience:
              max-retries: 0
              retry: { shortest: 1ms, longest: 2ms }
              breaker: { failures: 1, window: 1 }
            """);

    @AfterEach
    void stop() {
        scene.close();
    }

    private static Reply closed() {
        return Reply.raw(new byte[0]);
    }

    @Test
    void shouldSendAgainOverAFreshConnection() {
        scene.first().reply(200, OpenAiWire.text("m", "one"));
        scene.first().add(closed());
        scene.first().reply(200, OpenAiWire.text("m", "two"));
        scene.gateway.chat("m");

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(text(answer)).isEqualTo("two");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
        assertThat(scene.asked()).hasSize(3);
        assertThat(scene.vendor.requests()).extracting(r -> r.connection()).containsExactly(0, 0, 1);
    }

    @Test
    void shouldSendAStreamAgain() {
        scene.first().reply(200, OpenAiWire.text("m", "one"));
        scene.first().add(closed());
        scene.first().sse(OpenAiWire.stream("m", "two"));
        scene.gateway.chat("m");

        HttpResponse<String> answer = scene.gateway.stream("m");

        assertThat(answer.body()).contains("two").contains("[DONE]");
        assertThat(scene.breaker("first")).isEqualTo("CLOSED");
    }

    @Test
    void shouldSendAPictureAgain() {
        var vendor = scene.vendor.on("/first/images/generations");
        vendor.reply(200, ImageWire.openai());
        vendor.add(closed());
        vendor.reply(200, ImageWire.openai());
        String body = "{\"model\":\"m\",\"prompt\":\"p\"}";
        scene.gateway.post("/v1/images/generations", body);

        HttpResponse<String> answer = scene.gateway.post("/v1/images/generations", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(scene.vendor.requests()).hasSize(3).allMatch(r -> r.text().contains("prompt"));
    }

    @Test
    void shouldSendAFileAgain() {
        var vendor = scene.vendor.on("/first/audio/transcriptions");
        vendor.reply(200, "{\"text\":\"one\"}");
        vendor.add(closed());
        vendor.reply(200, "{\"text\":\"two\"}");
        FormBody form = new FormBody().field("model", "m").file("file", "a.mp3", "audio/mpeg", new byte[2_000_000]);
        scene.gateway.post("/v1/audio/transcriptions", form);

        HttpResponse<String> answer = scene.gateway.post("/v1/audio/transcriptions", form);

        assertThat(GatewayFixture.json(answer).path("text").asText()).as(answer.body()).isEqualTo("two");
        assertThat(scene.vendor.requests().getLast().body()).hasSameSizeAs(scene.vendor.requests().getFirst().body());
    }

    @Test
    void shouldSendAgainOnceOnly() {
        scene.first().reply(200, OpenAiWire.text("m", "one"));
        scene.first().add(closed());
        scene.gateway.chat("m");

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(attempts(answer)).containsExactly("first m NETWORK 0");
        assertThat(scene.asked()).hasSize(3);
        assertThat(scene.breaker("first")).isEqualTo("OPEN");
    }

    @Test
    void shouldNotSendAgainWhenTheConnectionWasNew() {
        scene.first().add(closed());

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(attempts(answer)).containsExactly("first m NETWORK 0");
        assertThat(scene.asked()).hasSize(1);
    }

    @Test
    void shouldNotSendAgainWhenTheAnswerHadBegun() {
        scene.first().reply(200, OpenAiWire.text("m", "one"));
        scene.first().reply(200, OpenAiWire.text("m", "two")).cutAfterBytes(10, Cut.RESET);
        scene.gateway.chat("m");

        HttpResponse<String> answer = scene.gateway.chat("m");

        assertThat(attempts(answer)).containsExactly("first m NETWORK 0");
        assertThat(scene.asked()).hasSize(2);
    }
}
