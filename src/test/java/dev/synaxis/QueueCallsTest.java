package dev.synaxis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.QueueReply;
import dev.synaxis.camel.QueueRequest;
import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.inbound.CallerHeaders;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.Wav;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call from a queue or a file: one answer as a value, whatever happens. */
class QueueCallsTest {

    private static final TestClock CLOCK = new TestClock();

    @TempDir
    private static Path directory;

    private static ScriptedVendor vendor;
    private static Synaxis gateway;
    private static QueueCalls calls;

    @BeforeAll
    static void start() throws Exception {
        vendor = ScriptedVendor.start();
        Path file = directory.resolve("synaxis.yaml");
        Files.writeString(file, """
                resilience: { max-retries: 0 }
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [{ name: m, price: { input: 1, output: 2 } }] }
                  - { id: cool, dialect: openai, base-url: "%1$s", models: [limited] }
                  - { id: eleven, dialect: elevenlabs, base-url: "%1$s", models: [voice] }
                  - { id: metered, dialect: openai, base-url: "%1$s", models: [scarce], limits: { requests-per-minute: 1 } }
                """.formatted(vendor.url("/v1")));
        GatewayConfig config = new ConfigLoader(Map.of("SYNAXIS_PORT", "0"), directory).load();
        gateway = Synaxis.start(config, CLOCK);
        calls = gateway.bean("queueCalls", QueueCalls.class);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        vendor.close();
    }

    private static QueueRequest chat(String body, Instant expires) {
        return new QueueRequest(
                ProviderCapability.CHAT,
                null,
                body.getBytes(StandardCharsets.UTF_8),
                new CallerHeaders("req-1", null, null),
                expires);
    }

    private static QueueReply ask(String model) {
        return calls.ask(chat(GatewayFixture.chatBody(model), null));
    }

    private static JsonNode error(QueueReply reply) {
        return Json.parseOrNull(new String(reply.body(), StandardCharsets.UTF_8)).get("error");
    }

    @Test
    void shouldGiveTheAnswerWithWhoGaveIt() {
        vendor.on(OpenAiWire.CHAT).reset().reply(200, OpenAiWire.text("m", "Hello"));

        QueueReply reply = ask("m");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.provider()).isEqualTo("house");
        assertThat(reply.model()).isEqualTo("m");
        assertThat(reply.tier()).isEqualTo(Tier.PAID);
        assertThat(reply.attempts()).isEqualTo(1);
        assertThat(reply.outcome()).isEqualTo("ok");
        assertThat(reply.usage()).extracting(TokenUsage::input).isNotEqualTo(0L);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("Hello");
        assertThat(reply.headers()).containsEntry("x-request-id", "req-1").containsEntry("x-synaxis-provider", "house")
                .containsEntry("x-synaxis-cost", "0.000033").containsEntry("x-synaxis-saved", "0");
    }

    @Test
    void shouldGiveTheWholeSoundWithItsLength() {
        vendor.on("/v1/text-to-speech/v/stream").reset()
                .bytes(200, "audio/pcm", new byte[] {1, 0, 2, 0}).chunked().splitEvery(1);

        QueueReply reply = calls.ask(new QueueRequest(
                ProviderCapability.SPEECH,
                null,
                "{\"model\":\"voice\",\"voice\":\"v\",\"input\":\"Hi\",\"response_format\":\"wav\"}".getBytes(StandardCharsets.UTF_8),
                new CallerHeaders("req-1", null, null),
                null));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo("audio/wav");
        byte[] header = Wav.header(24_000, 1, 4);
        assertThat(reply.body()).hasSize(48).startsWith(header).endsWith(1, 0, 2, 0);
    }

    @Test
    void shouldNameTheFieldWhenARequestWantsAStream() {
        QueueReply reply = calls.ask(chat(GatewayFixture.streamBody("m"), null));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(error(reply).get("param").asText()).isEqualTo("stream");
        assertThat(reply.unavailable()).isFalse();
    }

    @Test
    void shouldSayThatNobodyKnowsTheModel() {
        QueueReply reply = ask("unheard-of");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(error(reply).get("code").asText()).isEqualTo("model_not_found");
        assertThat(reply.unavailable()).isFalse();
        assertThat(reply.provider()).isNull();
    }

    @Test
    void shouldAskNobodyWhenTheDeadlineHasPassed() {
        int before = vendor.requests().size();

        QueueReply reply = calls.ask(chat(GatewayFixture.chatBody("m"), CLOCK.instant().minusSeconds(1)));

        assertThat(reply.status()).isEqualTo(408);
        assertThat(error(reply).get("code").asText()).isEqualTo("deadline_exceeded");
        assertThat(vendor.requests()).hasSize(before);
    }

    @Test
    void shouldBeUnavailableUntilTheCooldownEnds() {
        vendor.on(OpenAiWire.CHAT).reset().reply(OpenAiWire.rateLimited()).header("retry-after", "20");

        QueueReply limited = ask("limited");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.unavailable()).isTrue();
        QueueRequest again = chat(GatewayFixture.chatBody("limited"), null);
        assertThat(calls.available(again)).isFalse();
        assertThat(calls.ask(again).unavailable()).isTrue();
        CLOCK.advance(Duration.ofSeconds(21));
        assertThat(calls.available(again)).isTrue();
    }

    @Test
    void shouldWaitForAQuotaInsteadOfIgnoringIt() {
        vendor.on(OpenAiWire.CHAT).reset().reply(200, OpenAiWire.text("scarce", "One"));
        assertThat(ask("scarce").ok()).isTrue();
        int before = vendor.requests().size();

        QueueReply second = ask("scarce");

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.unavailable()).isTrue();
        assertThat(vendor.requests()).hasSize(before);
    }
}
