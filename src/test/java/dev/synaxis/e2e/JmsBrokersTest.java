package dev.synaxis.e2e;

import static dev.synaxis.testkit.ArtemisBroker.property;
import static dev.synaxis.testkit.ArtemisBroker.text;
import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.ArtemisBroker;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.ServerKey;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.wire.Json;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that want TLS, a user and a password, that speak AMQP 1.0, or that freeze. */
class JmsBrokersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Longer than a call or a connection may last here. */
    private static final Duration FROZEN = Duration.ofSeconds(4);

    @TempDir
    private static Path directory;

    private static ServerKey key;
    private static ArtemisBroker artemis;
    private static ScriptedVendor vendor;

    private ArtemisBroker.Client client;

    @BeforeAll
    static void start() {
        key = ServerKey.create(directory);
        vendor = ScriptedVendor.start();
        artemis = ArtemisBroker.stopped().with(key);
        artemis.start();
    }

    @AfterAll
    static void stop() {
        artemis.close();
        vendor.close();
    }

    @BeforeEach
    void connect() {
        client = artemis.client();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    /** @param broker the fields that name it and its client */
    private static GatewayFixture gateway(TestClock clock, String broker) {
        return GatewayFixture.start(clock, """
                resilience: { max-retries: 0 }
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [m] }
                  - { id: cool, dialect: openai, base-url: "%1$s", models: [limited] }
                inbound:
                  replies: { directory: "%2$s/replies" }
                  jms:
                    queues: { chat: chat }
                    reply-queue: replies
                    dead-letter-queue: dead
                    concurrency: 3
                %3$s""".formatted(vendor.url("/v1"), directory, broker.indent(4)));
    }

    private static GatewayFixture overTls(String password) {
        return gateway(new TestClock(), """
                url: "%s?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=%s&trustStorePassword=%s"
                user: %s
                password: %s
                redeliveries: 2
                properties: { callTimeout: 1000, connectionTTL: 2000, clientFailureCheckPeriod: 500 }
                """.formatted(artemis.secureUrl(), key.store(), key.password(), ArtemisBroker.USER, password));
    }

    private static JsonNode door(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.get("/health/ready")).at("/inbound/jms");
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

    private static String said(Message reply) {
        return Json.parseOrNull(text(reply)).at("/choices/0/message/content").asText();
    }

    @Test
    void shouldSpeakAmqpWhenTheFactoryIsSwapped() throws JMSException {
        vendor.on(OpenAiWire.CHAT).reset().answer(request -> asked(request).equals("Hi")
                ? Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "600")
                : Reply.json(200, OpenAiWire.text("m", asked(request))));
        TestClock clock = new TestClock();
        try (GatewayFixture gateway = gateway(clock, """
                factory: org.apache.qpid.jms.JmsConnectionFactory
                redeliveries: 2
                url: "%s"
                """.formatted(artemis.amqpUrl()))) {
            // to the queue that the request names, with its correlation id and priority
            TemporaryQueue mine = client.context().createTemporaryQueue();
            TextMessage request = client.context().createTextMessage(chat("Hello"));
            request.setJMSReplyTo(mine);
            request.setJMSCorrelationID("c-1");
            client.send("chat", request, 7, Duration.ZERO);
            Message reply = client.receive(mine, 1).getFirst();
            assertThat(said(reply)).isEqualTo("Hello");
            assertThat(reply.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(reply.getJMSPriority()).isEqualTo(7);
            assertThat(property(reply, "x_synaxis_provider")).isEqualTo("house");

            // poison, too often given back, and a model that waits while another is asked
            client.send("chat", "{\"model\":", "mine", "kept");
            Message bad = client.receive("dead", 1).getFirst();
            assertThat(property(bad, "dead_letter_code")).isEqualTo("bad_json");
            assertThat(property(bad, "mine")).isEqualTo("kept");
            assertThat(text(bad)).isEqualTo("{\"model\":");
            TextMessage refused = client.context().createTextMessage(chat("whereto"));
            refused.setJMSReplyTo(client.context().createQueue("forbidden"));
            client.send("chat", refused, 4, Duration.ZERO);
            assertThat(property(client.receive("dead", 1).getFirst(), "dead_letter_code")).isEqualTo("reply_refused");
            for (int i = 0; i < 6; i++) {
                client.send("chat", GatewayFixture.chatBody("limited"));
            }
            within(PATIENCE, "they wait", () -> door(gateway).get("waiting").asInt() == 6);
            client.send("chat", chat("another model"));
            assertThat(said(client.receive("replies", 1).getFirst())).isEqualTo("another model");

            echo(Duration.ZERO);
            clock.advance(Duration.ofSeconds(601));
            assertThat(client.receive("replies", 6)).allMatch(one -> property(one, "status").equals("200"));
            assertThat(client.empty("replies")).isTrue();
        }
    }

    @Test
    void shouldGiveAMessageBackOnceWhenItStopsWhileTheMessageWaits() throws JMSException {
        vendor.on(OpenAiWire.CHAT).reset().reply(OpenAiWire.rateLimited()).header("retry-after", "600");
        String url = "url: \"" + artemis.url() + "\"\nredeliveries: 0";
        try (GatewayFixture gateway = gateway(new TestClock(), url)) {
            for (int i = 0; i < 4; i++) {
                client.send("chat", GatewayFixture.chatBody("limited"));
            }
            within(PATIENCE, "they wait", () -> door(gateway).get("waiting").asInt() == 4);
        }

        for (Message message : client.receive("chat", 3)) {
            assertThat(message.getIntProperty("JMSXDeliveryCount")).as("once there, once here").isEqualTo(2);
        }

        // the last of them, whose time has come, was given back oftener than redeliveries allow
        vendor.on(OpenAiWire.CHAT).reset().reply(200, OpenAiWire.text("m", "at last"));
        try (GatewayFixture gateway = gateway(new TestClock(), url)) {
            assertThat(said(client.receive("replies", 1).getFirst())).isEqualTo("at last");
            assertThat(door(gateway).get("waiting").asInt()).isZero();
        }
        assertThat(client.empty("dead")).isTrue();
    }

    @Test
    void shouldSayThatThePasswordIsRefusedWithoutPrintingIt() {
        echo(Duration.ZERO);
        try (Logged log = new Logged();
                GatewayFixture gateway = overTls("not-the-password")) {
            within(PATIENCE, "health says what is wrong", () -> door(gateway).get("detail").asText().contains("user or the password"));
            assertThat(door(gateway).get("up").asBoolean()).isFalse();
            assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health/ready").body()).doesNotContain("not-the-password");
            assertThat(log.text()).contains("The JMS broker is down").doesNotContain("not-the-password").doesNotContain(key.password());
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsFrozenForLongerThanACall() {
        echo(Duration.ofMillis(200));
        int before = vendor.requests().size();
        try (GatewayFixture gateway = overTls(ArtemisBroker.PASSWORD)) {
            for (int i = 0; i < 9; i++) {
                client.send("chat", chat("frozen-" + i));
            }
            vendor.awaitRequests(before + 2, PATIENCE);

            long thaw = System.nanoTime() + FROZEN.toNanos();
            artemis.pause();
            within(PATIENCE, "health says that the broker is down", () -> !door(gateway).get("up").asBoolean());
            assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
            within(PATIENCE, "it was frozen for long", () -> System.nanoTime() > thaw);
            artemis.resume();
            client.send("chat", chat("after"));

            List<String> said = client.receive("replies", 10).stream().map(JmsBrokersTest::said).toList();
            assertThat(said).hasSize(10).doesNotHaveDuplicates();
            within(PATIENCE, "health says that the broker is up", () -> door(gateway).get("up").asBoolean());
            assertThat(client.empty("replies")).isTrue();
            assertThat(client.empty("dead")).isTrue();
            assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + 11);
        }
    }
}
