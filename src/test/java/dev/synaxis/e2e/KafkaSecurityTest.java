package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.KafkaBroker;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.ServerKey;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that wants TLS, a user and a password, and that freezes for longer than anybody's patience. */
class KafkaSecurityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Longer than a transaction, a session, a delivery or a request may last here. */
    private static final Duration FROZEN = Duration.ofSeconds(4);

    @TempDir
    private static Path directory;

    private static ServerKey key;
    private static KafkaBroker kafka;
    private static ScriptedVendor vendor;

    @BeforeAll
    static void start() {
        key = ServerKey.create(directory);
        vendor = ScriptedVendor.start();
        kafka = KafkaBroker.stopped().with(key);
        kafka.start();
        kafka.topics(2, "chat");
        kafka.topics(1, "replies", "dead");
    }

    @AfterAll
    static void stop() {
        kafka.close();
        vendor.close();
    }

    private static GatewayFixture gateway(String password) {
        return GatewayFixture.start("""
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [m] }
                inbound:
                  replies: { directory: "%2$s/replies" }
                  kafka:
                    brokers: "%3$s"
                    topics: { chat: chat }
                    reply-topic: replies
                    dead-letter-topic: dead
                    concurrency: 4
                    properties:
                      security.protocol: SASL_SSL
                      sasl.mechanism: PLAIN
                      sasl.jaas.config: "${JAAS}"
                      ssl.truststore.type: PKCS12
                      ssl.truststore.location: "%4$s"
                      ssl.truststore.password: "%5$s"
                      transaction.timeout.ms: 2000
                      session.timeout.ms: 3000
                      heartbeat.interval.ms: 500
                      request.timeout.ms: 1000
                      delivery.timeout.ms: 1500
                """.formatted(vendor.url("/v1"), directory, kafka.secureBrokers(), key.store(), key.password()),
                "JAAS", "%s username=\"%s\" password=\"%s\";".formatted(KafkaBroker.LOGIN, KafkaBroker.USER, password));
    }

    private static JsonNode door(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.get("/health/ready")).at("/inbound/kafka");
    }

    private static String chat(String text) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String asked(RecordedRequest request) {
        return Json.parseOrNull(new String(request.body(), StandardCharsets.UTF_8)).at("/messages/0/content").asText();
    }

    private static void echo(Duration delay) {
        vendor.on(OpenAiWire.CHAT).reset().answer(request ->
                Reply.json(200, OpenAiWire.text("m", asked(request))).delayHeaders(delay));
    }

    @Test
    void shouldSayThatThePasswordIsRefusedWithoutPrintingIt() {
        echo(Duration.ZERO);
        try (Logged log = new Logged();
                GatewayFixture gateway = gateway("not-the-password")) {
            within(PATIENCE, "health says what is wrong", () -> door(gateway).get("detail").asText().contains("credentials"));
            assertThat(door(gateway).get("up").asBoolean()).isFalse();
            assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
            within(PATIENCE, "the log says it too", () -> log.text().contains("credentials"));
            assertThat(gateway.get("/health/ready").body()).doesNotContain("not-the-password");
            assertThat(log.text()).doesNotContain("not-the-password").doesNotContain(key.password());
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsFrozenForLongerThanATransaction() {
        echo(Duration.ofMillis(100));
        int before = vendor.requests().size();
        try (GatewayFixture gateway = gateway(KafkaBroker.PASSWORD);
                KafkaBroker.Reader replies = kafka.reader("replies")) {
            for (int i = 0; i < 40; i++) {
                kafka.send("chat", "k" + i % 10, chat("frozen-" + i));
            }
            replies.await(3, PATIENCE);

            long thaw = System.nanoTime() + FROZEN.toNanos();
            kafka.pause();
            within(PATIENCE, "health says that Kafka is down", () -> !door(gateway).get("up").asBoolean());
            assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
            within(PATIENCE, "it was frozen for long", () -> System.nanoTime() > thaw);
            kafka.resume();
            kafka.send("chat", "k0", chat("after"));

            replies.await(41, PATIENCE);
            within(PATIENCE, "health says that Kafka is up", () -> door(gateway).get("up").asBoolean());
            List<String> said = replies.all().stream()
                    .map(reply -> Json.parseOrNull(reply.value()).at("/choices/0/message/content").asText())
                    .toList();
            assertThat(said).hasSize(41).doesNotHaveDuplicates();
            assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + 42);
        }
        try (KafkaBroker.Reader dead = kafka.reader("dead")) {
            assertThat(dead.all()).isEmpty();
        }
    }
}
