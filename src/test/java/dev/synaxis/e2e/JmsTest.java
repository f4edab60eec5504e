package dev.synaxis.e2e;

import static dev.synaxis.testkit.ArtemisBroker.property;
import static dev.synaxis.testkit.ArtemisBroker.text;
import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.ArtemisBroker;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.wire.Json;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests from a real Artemis, which is not there yet when the gateway starts. */
class JmsTest {

    /** Of one queue: three that are worked on, and sixteen aside for each of them. */
    private static final int MOST_WAITING = 3 + 3 * 16;

    private static final TestClock CLOCK = new TestClock();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static ArtemisBroker artemis;
    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    private ArtemisBroker.Client client;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        artemis = ArtemisBroker.stopped();
        gateway = GatewayFixture.start(CLOCK, """
                resilience: { max-retries: 0 }
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [m] }
                  - { id: cool, dialect: openai, base-url: "%1$s", models: [limited] }
                inbound:
                  replies: { directory: "%2$s" }
                  jms:
                    url: "%3$s"
                    queues: { chat: chat, transcription: transcription }
                    reply-queue: replies
                    dead-letter-queue: dead
                    concurrency: 3
                    redeliveries: 2
                    max-message: 200KiB
                    properties: { callTimeout: 5000 }
                """.formatted(vendor.url("/v1"), directory, artemis.url()));
        echo();
        assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
        within(PATIENCE, "health says that the broker is down", () -> door().get("detail").asText().contains("does not answer"));
        artemis.start();
        within(PATIENCE, "health says that the broker is up", () -> door().get("up").asBoolean());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        artemis.close();
        vendor.close();
    }

    @BeforeEach
    void connect() {
        client = artemis.client();
        vendor.on(OpenAiWire.CHAT).reset();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private static JsonNode door() {
        return GatewayFixture.json(gateway.get("/health/ready")).at("/inbound/jms");
    }

    private static String chat(String text) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String asked(RecordedRequest request) {
        return Json.parseOrNull(new String(request.body(), StandardCharsets.UTF_8))
                .at("/messages/0/content")
                .asText();
    }

    private static void echo() {
        vendor.on(OpenAiWire.CHAT).answer(request -> Reply.json(200, OpenAiWire.text("m", asked(request))));
    }

    private static String said(Message reply) {
        return Json.parseOrNull(text(reply)).at("/choices/0/message/content").asText();
    }

    @Test
    void shouldTakeAFormWhenTheMessageSaysThatItIsOne() throws JMSException {
        vendor.on("/v1/audio/transcriptions").reset().bytes(200, "text/plain", "Grüße.\n".getBytes(StandardCharsets.UTF_8));
        byte[] wav = FormBody.wav(1);
        JMSContext jms = client.context();
        TemporaryQueue mine = jms.createTemporaryQueue();
        try (JMSConsumer replies = jms.createConsumer(mine)) {
            BytesMessage request = jms.createBytesMessage();
            request.writeBytes(new FormBody().file("file", "a.wav", "audio/wav", wav).field("model", "m")
                    .field("response_format", "text").bytes());
            request.setStringProperty("content_type", FormBody.contentType());
            request.setJMSReplyTo(mine);
            jms.createProducer().send(jms.createQueue("transcription"), request);

            Message reply = replies.receive(PATIENCE.toMillis());
            assertThat(property(reply, "status")).isEqualTo("200");
            assertThat(property(reply, "content_type")).startsWith("text/plain");
            assertThat(new String(reply.getBody(byte[].class), StandardCharsets.UTF_8)).isEqualTo("Grüße.\n");
            assertThat(FormBody.of(vendor.requests().getLast()).getFirst().body()).isEqualTo(wav);
        }
    }

    @Test
    void shouldAnswerToTheQueueThatTheRequestNames() throws JMSException {
        echo();
        JMSContext jms = client.context();
        TemporaryQueue mine = jms.createTemporaryQueue();
        try (JMSConsumer replies = jms.createConsumer(mine)) {
            TextMessage request = jms.createTextMessage(chat("Hello"));
            request.setJMSReplyTo(mine);
            request.setJMSCorrelationID("c-1");
            jms.createProducer().setPriority(7).send(jms.createQueue("chat"), request);

            Message reply = replies.receive(PATIENCE.toMillis());
            assertThat(said(reply)).isEqualTo("Hello");
            assertThat(reply.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(reply.getJMSPriority()).isEqualTo(7);
            assertThat(property(reply, "status")).isEqualTo("200");
            assertThat(property(reply, "x_synaxis_provider")).isEqualTo("house");
            assertThat(property(reply, "x_synaxis_tier")).isEqualTo("paid");
            assertThat(property(reply, "x_synaxis_usage")).contains("output_tokens");
        }
    }

    @Test
    void shouldAnswerToTheReplyQueueAndFromTheStoreTheSecondTime() throws JMSException {
        echo();
        int before = vendor.requests().size();

        String id = client.send("chat", chat("once"), "idempotency_key", "idem-1");
        Message first = client.receive("replies", 1).getFirst();
        client.send("chat", chat("once"), "idempotency_key", "idem-1");
        Message second = client.receive("replies", 1).getFirst();

        assertThat(first.getJMSCorrelationID()).isEqualTo(id);
        assertThat(text(second)).isEqualTo(text(first));
        assertThat(vendor.requests()).hasSize(before + 1);
    }

    @Test
    void shouldPutPoisonAsideWithItsReason() throws JMSException {
        JMSContext jms = client.context();
        MapMessage map = jms.createMapMessage();
        map.setString("prompt", "Hi");
        jms.createProducer().send(jms.createQueue("chat"), map);
        client.send("chat", "{\"model\":", "mine", "kept");

        List<Message> dead = client.receive("dead", 2);
        assertThat(dead).extracting(one -> property(one, "dead_letter_code"))
                .containsExactlyInAnyOrder("bad_message", "bad_json");
        Message bad = dead.stream()
                .filter(one -> "bad_json".equals(property(one, "dead_letter_code")))
                .findFirst()
                .orElseThrow();
        assertThat(text(bad)).isEqualTo("{\"model\":");
        assertThat(property(bad, "mine")).isEqualTo("kept");
        assertThat(property(bad, "dead_letter_source")).isEqualTo("chat");
    }

    @Test
    void shouldAskNobodyWhenTheDeadlineHasPassed() {
        vendor.on(OpenAiWire.CHAT).reply(OpenAiWire.rateLimited()).header("retry-after", "600");
        client.send("chat", GatewayFixture.chatBody("limited"), "deadline", CLOCK.instant().plusSeconds(60).toString());
        within(PATIENCE, "the message waits", () -> door().get("waiting").asInt() == 1);
        int before = vendor.requests().size();

        CLOCK.advance(Duration.ofSeconds(61));

        Message reply = client.receive("replies", 1).getFirst();
        assertThat(property(reply, "status")).isEqualTo("408");
        assertThat(vendor.requests()).hasSize(before);
        CLOCK.advance(Duration.ofSeconds(600));
    }

    @Test
    void shouldAskNobodyWhenTheMessageExpiresWhileItWaits() {
        vendor.on(OpenAiWire.CHAT).reply(OpenAiWire.rateLimited()).header("retry-after", "600");
        client.send("chat", client.context().createTextMessage(GatewayFixture.chatBody("limited")), 4, Duration.ofHours(1));
        within(PATIENCE, "the message waits", () -> door().get("waiting").asInt() == 1);
        int before = vendor.requests().size();

        CLOCK.advance(Duration.between(CLOCK.instant(), Instant.now()).plus(Duration.ofHours(2)));

        Message reply = client.receive("replies", 1).getFirst();
        assertThat(property(reply, "status")).isEqualTo("408");
        assertThat(text(reply)).contains("deadline_exceeded");
        assertThat(vendor.requests()).hasSize(before);
    }

    @Test
    void shouldTakeTheUrgentFirstAndTheExpiredNever() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch then = new CountDownLatch(1);
        vendor.on(OpenAiWire.CHAT).answer(request -> {
            await(asked(request).startsWith("hold") ? first : then);
            return Reply.json(200, OpenAiWire.text("m", asked(request)));
        });
        int before = vendor.requests().size();
        for (int i = 0; i < 3; i++) {
            client.send("chat", chat("hold-" + i));
        }
        vendor.awaitRequests(before + 3);
        JMSContext jms = client.context();
        client.send("chat", jms.createTextMessage(chat("gone")), 9, Duration.ofMillis(1));
        for (int i = 0; i < 3; i++) {
            client.send("chat", jms.createTextMessage(chat("idle-" + i)), 1, Duration.ZERO);
        }
        for (int i = 0; i < 3; i++) {
            client.send("chat", jms.createTextMessage(chat("urgent-" + i)), 8, Duration.ZERO);
        }

        first.countDown();
        List<RecordedRequest> six = vendor.awaitRequests(before + 6);
        then.countDown();

        assertThat(six.subList(before + 3, before + 6)).extracting(JmsTest::asked).allMatch(text -> text.startsWith("urgent"));
        assertThat(client.receive("replies", 9)).extracting(JmsTest::said).doesNotContain("gone");
        assertThat(vendor.requests()).hasSize(before + 9);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldPutAsideWhatIsTooLargeAndAnswerWhatIsNot() throws JMSException {
        echo();
        BytesMessage bytes = client.context().createBytesMessage();
        bytes.writeBytes(chat("b".repeat(300_000)).getBytes(StandardCharsets.UTF_8));
        client.send("chat", bytes, 4, Duration.ZERO);
        client.send("chat", chat("t".repeat(300_000)));
        client.send("chat", chat("s".repeat(150_000)));

        assertThat(said(client.receive("replies", 1).getFirst())).isEqualTo("s".repeat(150_000));
        List<Message> dead = client.receive("dead", 2);
        assertThat(dead).allMatch(one -> "too_large".equals(property(one, "dead_letter_code")));
        assertThat(dead).extracting(one -> text(one))
                .containsExactlyInAnyOrder(chat("b".repeat(300_000)), chat("t".repeat(300_000)));
        assertThat(property(dead.getFirst(), "dead_letter_reason")).contains("bytes");
    }

    @Test
    void shouldPutTheRequestAsideWhenItsReplyIsRefused() throws JMSException {
        echo();
        int before = vendor.requests().size();
        sendWithReplyTo("forbidden", "whereto");

        Message dead = client.receive("dead", 1).getFirst();

        assertThat(property(dead, "dead_letter_code")).isEqualTo("reply_refused");
        assertThat(property(dead, "dead_letter_reason")).contains("may not send");
        assertThat(text(dead)).isEqualTo(chat("whereto"));
        assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + 1);
        assertThat(client.empty("chat")).isTrue();
    }

    @Test
    void shouldGiveUpWhenTheReplyIsNotTakenTimeAndAgain() throws JMSException {
        echo();
        client.send("full", "the one message that has room there");
        int before = vendor.requests().size();
        sendWithReplyTo("full", "no room");

        Message dead = client.receive("dead", 1).getFirst();

        assertThat(property(dead, "dead_letter_code")).isEqualTo("redelivered");
        assertThat(property(dead, "dead_letter_reason")).contains("3 times");
        assertThat(text(dead)).isEqualTo(chat("no room"));
        assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + 1);
    }

    private void sendWithReplyTo(String replyTo, String text) throws JMSException {
        TextMessage request = client.context().createTextMessage(chat(text));
        request.setJMSReplyTo(client.context().createQueue(replyTo));
        client.send("chat", request, 4, Duration.ZERO);
    }

    @Test
    void shouldAnswerOthersWhileAModelWaitsAndPauseOnceTooManyWait() {
        vendor.on(OpenAiWire.CHAT).answer(request -> asked(request).equals("Hi")
                ? Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "600")
                : Reply.json(200, OpenAiWire.text("m", asked(request))));
        for (int i = 0; i < 8; i++) {
            client.send("chat", GatewayFixture.chatBody("limited"));
        }
        within(PATIENCE, "they wait", () -> door().get("waiting").asInt() == 8);

        client.send("chat", chat("another model"));

        assertThat(said(client.receive("replies", 1).getFirst())).isEqualTo("another model");
        assertThat(door().get("paused").asBoolean()).isFalse();
        for (int i = 8; i < MOST_WAITING + 5; i++) {
            client.send("chat", GatewayFixture.chatBody("limited"));
        }
        within(PATIENCE, "no more are taken", () -> door().get("paused").asBoolean());
        assertThat(door().get("waiting").asInt()).isEqualTo(MOST_WAITING);

        vendor.on(OpenAiWire.CHAT).reset();
        echo();
        CLOCK.advance(Duration.ofSeconds(601));

        assertThat(client.receive("replies", MOST_WAITING + 5)).allMatch(reply -> property(reply, "status").equals("200"));
        assertThat(client.empty("replies")).isTrue();
        within(PATIENCE, "nothing waits", () -> door().get("waiting").asInt() == 0 && !door().get("paused").asBoolean());
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsKilledTwice() {
        for (int round = 0; round < 2; round++) {
            vendor.on(OpenAiWire.CHAT).reset().answer(request ->
                    Reply.json(200, OpenAiWire.text("m", asked(request))).delayHeaders(Duration.ofMillis(300)));
            int seen = vendor.requests().size();
            for (int i = 0; i < 6; i++) {
                client.send("chat", chat("r" + round + "-" + i));
            }
            vendor.awaitRequests(seen + 1);
            client.close();
            artemis.kill();
            within(PATIENCE, "health says that the broker is down", () -> !door().get("up").asBoolean());
            vendor.on(OpenAiWire.CHAT).reset();
            echo();
            assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
            artemis.start();
            client = artemis.client();

            Set<String> said = client.receive("replies", 6).stream().map(JmsTest::said).collect(Collectors.toSet());
            assertThat(said).hasSize(6);
            assertThat(client.empty("replies")).isTrue();
            assertThat(vendor.requests()).as("nobody is asked twice").hasSize(seen + 7);
        }
    }
}
