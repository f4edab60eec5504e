package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.Eventually.within;
import static dev.synaxis.testkit.KafkaBroker.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.KafkaBroker;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests from a real Kafka, which is not there yet when the gateway starts: answered once, in the order of their keys. */
class KafkaTest {

    /** Four that are worked on, and sixteen aside for each of them. */
    private static final int MOST_WAITING = 4 + 4 * 16;

    private static final String ANSWERED = "synaxis_queue_messages_total{door=\"kafka\",outcome=\"answered\"}";
    private static final TestClock CLOCK = new TestClock();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static KafkaBroker kafka;
    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;
    private static int topics;

    private KafkaBroker.Reader replies;
    private KafkaBroker.Reader deadLetters;
    private String replyTopic;
    private int deadBefore;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        kafka = KafkaBroker.stopped();
        gateway = GatewayFixture.start(CLOCK, """
                resilience: { max-retries: 0 }
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [m] }
                  - { id: cool, dialect: openai, base-url: "%1$s", models: [limited] }
                inbound:
                  replies: { directory: "%2$s" }
                  kafka:
                    brokers: "%3$s"
                    topics: { chat: chat }
                    topic: any
                    reply-topic: replies
                    dead-letter-topic: dead
                    concurrency: 4
                    max-message: 100KiB
                    properties: { metadata.max.age.ms: 1000 }
                """.formatted(vendor.url("/v1"), directory, kafka.brokers()));
        echo();
        within(PATIENCE, "health says that Kafka is down", () -> door().get("detail").asText().contains("no broker answers"));
        assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
        kafka.start();
        kafka.topics(2, "chat", "any");
        kafka.topics(1, "replies", "dead");
        within(PATIENCE, "health says that Kafka is up", () -> door().get("up").asBoolean());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
        vendor.close();
    }

    /** A topic of its own for the replies of each test. */
    @BeforeEach
    void readers() {
        replyTopic = "replies-" + topics++;
        kafka.topics(1, replyTopic);
        replies = kafka.reader(replyTopic);
        deadLetters = kafka.reader("dead");
        deadBefore = deadLetters.all().size();
        vendor.on(OpenAiWire.CHAT).reset();
    }

    private static String chat(String text) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String asked(RecordedRequest request) {
        return Json.parseOrNull(new String(request.body(), StandardCharsets.UTF_8))
                .at("/messages/0/content")
                .asText();
    }

    /** Answers with what was asked. */
    private static void echo() {
        vendor.on(OpenAiWire.CHAT).answer(request -> Reply.json(200, OpenAiWire.text("m", asked(request))));
    }

    private static String said(ConsumerRecord<String, String> reply) {
        return Json.parseOrNull(reply.value()).at("/choices/0/message/content").asText();
    }

    private static JsonNode door() {
        return GatewayFixture.json(gateway.get("/health/ready")).at("/inbound/kafka");
    }

    @Test
    void shouldAnswerWithKeyCorrelationStatusProviderTierAndUsage() {
        echo();

        kafka.send("chat", "k1", chat("Hello"), "reply-topic", replyTopic, "correlation-id", "c-1", "x-request-id", "r-1");

        ConsumerRecord<String, String> reply = replies.await(1).getFirst();
        assertThat(reply.key()).isEqualTo("k1");
        assertThat(said(reply)).isEqualTo("Hello");
        assertThat(header(reply, "correlation-id")).isEqualTo("c-1");
        assertThat(header(reply, "x-request-id")).isEqualTo("r-1");
        assertThat(header(reply, "status")).isEqualTo("200");
        assertThat(header(reply, "content-type")).isEqualTo("application/json");
        assertThat(header(reply, "x-synaxis-provider")).isEqualTo("house");
        assertThat(header(reply, "x-synaxis-tier")).isEqualTo("paid");
        assertThat(Json.parseOrNull(header(reply, "x-synaxis-usage")).get("output_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void shouldReadCapabilityAndProviderFromHeaders() {
        echo();

        kafka.send("any", null, chat("Hi"), "reply-topic", replyTopic, "capability", "chat", "x-synaxis-provider", "nobody");
        kafka.send("any", null, chat("Hi"), "reply-topic", replyTopic, "capability", "chat", "x-synaxis-strategy", "latency");

        Set<String> statuses =
                replies.await(2).stream().map(reply -> header(reply, "status")).collect(Collectors.toSet());
        assertThat(statuses).containsExactlyInAnyOrder("400", "200");
    }

    @Test
    void shouldKeepTheOrderOfAKeyWhileOthersOvertake() {
        vendor.on(OpenAiWire.CHAT).answer(request -> {
            Reply reply = Reply.json(200, OpenAiWire.text("m", asked(request)));
            return asked(request).equals("slow-0") ? reply.delayHeaders(Duration.ofSeconds(4)) : reply;
        });

        for (int i = 0; i < 6; i++) {
            kafka.send("chat", "slow", chat("slow-" + i), "reply-topic", replyTopic);
        }
        for (int i = 0; i < 6; i++) {
            kafka.send("chat", "quick-" + i, chat("quick-" + i), "reply-topic", replyTopic);
        }
        assertThat(replies.await(6)).allMatch(reply -> said(reply).startsWith("quick"));

        List<String> said = replies.await(12).stream().map(KafkaTest::said).toList();
        assertThat(said.stream().filter(text -> text.startsWith("slow")))
                .containsExactlyElementsOf(IntStream.range(0, 6).mapToObj(i -> "slow-" + i).toList());
    }

    @Test
    void shouldAnswerFromTheStoreWhenTheIdempotencyKeyIsKnown() {
        echo();
        int before = vendor.requests().size();

        kafka.send("chat", "k", chat("once"), "reply-topic", replyTopic, "idempotency-key", "idem-1");
        replies.await(1);
        kafka.send("chat", "k", chat("once"), "reply-topic", replyTopic, "idempotency-key", "idem-1", "correlation-id", "c-2");

        List<ConsumerRecord<String, String>> all = replies.await(2);
        assertThat(all.get(1).value()).isEqualTo(all.get(0).value());
        assertThat(header(all.get(1), "correlation-id")).isEqualTo("c-2");
        assertThat(vendor.requests()).hasSize(before + 1);
    }

    @Test
    void shouldPutPoisonAsideWithItsReasonAndGoOn() {
        echo();
        String large = chat("x".repeat(200_000));

        kafka.send("chat", "k", "{\"model\":", "h", "v");
        kafka.send("any", "k", chat("Hi"));
        kafka.send("any", "k", chat("Hi"), "capability", "poetry");
        kafka.send("chat", "k", large);
        kafka.send("chat", "k", chat("Hi"), "reply-topic", "chat");
        kafka.send("chat", "k", chat("after"), "reply-topic", replyTopic);

        assertThat(said(replies.await(1).getFirst())).isEqualTo("after");
        List<ConsumerRecord<String, String>> dead =
                deadLetters.await(deadBefore + 5).subList(deadBefore, deadBefore + 5);
        assertThat(dead).extracting(one -> header(one, "dead-letter-code"))
                .containsExactlyInAnyOrder("bad_json", "unknown_capability", "unknown_capability", "too_large", "bad_reply_topic");
        ConsumerRecord<String, String> first = dead.stream()
                .filter(one -> "bad_json".equals(header(one, "dead-letter-code")))
                .findFirst()
                .orElseThrow();
        assertThat(first.value()).isEqualTo("{\"model\":");
        assertThat(first.key()).isEqualTo("k");
        assertThat(header(first, "h")).isEqualTo("v");
        assertThat(header(first, "dead-letter-reason")).contains("JSON");
        assertThat(dead).anyMatch(one -> large.equals(one.value()));
    }

    @Test
    void shouldTellTheCallerWhatIsWrongWithItsRequest() {
        kafka.send("chat", null, GatewayFixture.streamBody("m"), "reply-topic", replyTopic);
        kafka.send("chat", null, chat("late"), "reply-topic", replyTopic, "deadline", CLOCK.instant().minusSeconds(1).toString());
        kafka.send("chat", null, chat("odd"), "reply-topic", replyTopic, "deadline", "tomorrow");
        int before = vendor.requests().size();

        Set<String> told = replies.await(3).stream()
                .map(reply -> header(reply, "status") + " "
                        + Json.parseOrNull(reply.value()).at("/error/param").asText())
                .collect(Collectors.toSet());

        assertThat(told).containsExactlyInAnyOrder("400 stream", "408 deadline", "400 deadline");
        assertThat(vendor.requests()).hasSize(before);
    }

    @Test
    void shouldPutTheRequestAsideWhenItsReplyTopicIsNotThere() {
        echo();

        kafka.send("chat", "k", chat("whereto"), "reply-topic", "no-such-topic");
        kafka.send("chat", "k", chat("after"), "reply-topic", replyTopic);

        ConsumerRecord<String, String> dead = deadLetters.await(deadBefore + 1, PATIENCE).get(deadBefore);
        assertThat(header(dead, "dead-letter-code")).isEqualTo("reply_refused");
        assertThat(dead.value()).isEqualTo(chat("whereto"));
        assertThat(said(replies.await(1).getFirst())).isEqualTo("after");
    }

    @Test
    void shouldPutTheRequestAsideWhenItsReplyIsTooLargeForItsTopic() {
        String small = "small-" + replyTopic;
        kafka.topics(Map.of("max.message.bytes", "2000"), 1, small);
        vendor.on(OpenAiWire.CHAT).answer(request -> Reply.json(200, OpenAiWire.text("m", "long ".repeat(1_000))));

        kafka.send("chat", "k", chat("tell"), "reply-topic", small);
        kafka.send("chat", "k", chat("after"), "reply-topic", replyTopic);

        assertThat(said(replies.await(1).getFirst())).startsWith("long");
        ConsumerRecord<String, String> dead = deadLetters.await(deadBefore + 1).get(deadBefore);
        assertThat(header(dead, "dead-letter-code")).isEqualTo("reply_refused");
        assertThat(dead.value()).isEqualTo(chat("tell"));
    }

    @Test
    void shouldAnswerOthersWhileAModelWaitsAndPauseOnceTooManyWait() {
        vendor.on(OpenAiWire.CHAT).answer(request -> asked(request).equals("Hi")
                ? Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "600")
                : Reply.json(200, OpenAiWire.text("m", asked(request))));
        int before = vendor.requests().size();

        for (int i = 0; i < 20; i++) {
            kafka.send("chat", "p" + i, GatewayFixture.chatBody("limited"), "reply-topic", replyTopic, "correlation-id", "" + i);
        }
        within(PATIENCE, "they wait", () -> door().get("waiting").asInt() == 20);
        assertThat(gateway.metric("synaxis_queue_waiting{door=\"kafka\"}")).isEqualTo(20);
        int refused = vendor.requests().size() - before;
        assertThat(refused).isLessThanOrEqualTo(4);
        kafka.send("chat", "p0", chat("behind"), "reply-topic", replyTopic, "correlation-id", "behind");
        kafka.send("chat", "other", chat("another model"), "reply-topic", replyTopic);

        assertThat(said(replies.await(1).getFirst())).isEqualTo("another model");
        assertThat(door().get("paused").asBoolean()).isFalse();
        for (int i = 20; i < MOST_WAITING + 12; i++) {
            kafka.send("chat", "p" + i, GatewayFixture.chatBody("limited"), "reply-topic", replyTopic, "correlation-id", "" + i);
        }
        within(PATIENCE, "no more are read", () -> door().get("paused").asBoolean());
        assertThat(door().get("waiting").asInt()).isEqualTo(MOST_WAITING);
        assertThat(replies.all()).hasSize(1);

        vendor.on(OpenAiWire.CHAT).reset();
        echo();
        CLOCK.advance(Duration.ofSeconds(601));

        int all = 1 + MOST_WAITING + 12 + 1;
        List<ConsumerRecord<String, String>> answers = replies.await(all);
        assertThat(answers).allMatch(reply -> header(reply, "status").equals("200"));
        assertThat(answers.stream().map(reply -> header(reply, "correlation-id")).distinct()).hasSize(all);
        assertThat(answers.stream().filter(reply -> "p0".equals(reply.key())).map(reply -> header(reply, "correlation-id")))
                .containsExactly("0", "behind");
        assertThat(vendor.requests()).hasSize(before + refused + all);
        within(PATIENCE, "nothing waits", () -> door().get("waiting").asInt() == 0 && !door().get("paused").asBoolean());
    }

    @Test
    void shouldAskAndReplyOnceWhenGatewaysJoinAndLeaveTheGroup() {
        vendor.on(OpenAiWire.CHAT).answer(request ->
                Reply.json(200, OpenAiWire.text("m", asked(request))).delayHeaders(Duration.ofMillis(100)));
        kafka.topics(4, "shared");
        int before = vendor.requests().size();
        int messages = 200;
        try (RedisProcess redis = RedisProcess.started()) {
            GatewayFixture first = GatewayFixture.start(shared(redis));
            try {
                for (int i = 0; i < messages; i++) {
                    kafka.send("shared", "s" + i % 20, chat("s" + i), "reply-topic", replyTopic);
                }
                replies.await(10);
                try (GatewayFixture second = GatewayFixture.start(shared(redis))) {
                    eventually("the second has its part", () -> second.metric(ANSWERED) > 3);
                    first.close();
                    assertThat(replies.await(messages, PATIENCE)).hasSize(messages);
                }
            } finally {
                first.close();
            }
        }

        List<ConsumerRecord<String, String>> all = replies.all();
        assertThat(all.stream().map(KafkaTest::said)).hasSize(messages).doesNotHaveDuplicates();
        assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + messages);
        for (int key = 0; key < 20; key++) {
            String of = "s" + key;
            List<Integer> order = all.stream()
                    .filter(reply -> reply.key().equals(of))
                    .map(reply -> Integer.parseInt(said(reply).substring(1)))
                    .toList();
            assertThat(order).isSorted();
        }
    }

    @Test
    void shouldHandOverWhatWaitsWhenAnotherGatewayJoins() {
        vendor.on(OpenAiWire.CHAT).reply(OpenAiWire.rateLimited()).header("retry-after", "600");
        kafka.topics(2, "moving");
        int before = vendor.requests().size();
        try (RedisProcess redis = RedisProcess.started();
                GatewayFixture first = GatewayFixture.start(CLOCK, shared(redis, "moving"))) {
            for (int i = 0; i < 20; i++) {
                kafka.send("moving", "p" + i, GatewayFixture.chatBody("m"), "reply-topic", replyTopic, "correlation-id", "" + i);
            }
            within(PATIENCE, "they wait", () -> waiting(first) == 20);
            int refused = vendor.requests().size() - before;
            try (GatewayFixture second = GatewayFixture.start(CLOCK, shared(redis, "moving"))) {
                within(PATIENCE, "each has its part", () -> waiting(second) > 0 && waiting(first) + waiting(second) == 20);

                vendor.on(OpenAiWire.CHAT).reset();
                echo();
                CLOCK.advance(Duration.ofSeconds(601));

                List<ConsumerRecord<String, String>> all = replies.await(20);
                assertThat(all.stream().map(reply -> header(reply, "correlation-id")).distinct()).hasSize(20);
                assertThat(vendor.requests()).as("nobody is asked twice").hasSize(before + refused + 20);
            }
        }
        assertThat(replies.all()).hasSize(20);
    }

    private static int waiting(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.get("/health/ready")).at("/inbound/kafka/waiting").asInt();
    }

    private static String shared(RedisProcess redis) {
        return shared(redis, "shared");
    }

    /** @param topic of the requests, and the group's name */
    private static String shared(RedisProcess redis, String topic) {
        return """
                redis: { url: "%1$s" }
                providers:
                  - { id: house, dialect: openai, base-url: "%2$s", models: [m] }
                inbound:
                  kafka:
                    brokers: "%3$s"
                    topics: { chat: %4$s }
                    reply-topic: replies
                    dead-letter-topic: dead
                    group: %4$s
                    concurrency: 4
                """.formatted(redis.url(), vendor.url("/v1"), kafka.brokers(), topic);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsFrozenAndKilled() {
        vendor.on(OpenAiWire.CHAT).answer(request ->
                Reply.json(200, OpenAiWire.text("m", asked(request))).delayHeaders(Duration.ofMillis(100)));
        for (int i = 0; i < 30; i++) {
            kafka.send("chat", "b" + i, chat("before-" + i), "reply-topic", replyTopic);
        }
        replies.await(3);

        kafka.pause();
        eventually("health says that Kafka is down", () -> !door().get("up").asBoolean());
        vendor.on(OpenAiWire.CHAT).reset();
        echo();
        assertThat(gateway.chat("m").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
        kafka.resume();
        kafka.kill();
        kafka.start();
        kafka.send("chat", "a", chat("after"), "reply-topic", replyTopic);

        Set<String> said = replies.await(31, PATIENCE).stream().map(KafkaTest::said).collect(Collectors.toSet());
        assertThat(said).hasSize(31);
        assertThat(replies.all()).hasSize(31);
        eventually("health says that Kafka is up", () -> door().get("up").asBoolean());
    }
}
