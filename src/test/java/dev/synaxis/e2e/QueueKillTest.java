package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.ArtemisBroker;
import dev.synaxis.testkit.KafkaBroker;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed again and again in the middle of its work: each message has one reply in the end. */
class QueueKillTest {

    private static final int AT_ONCE = 4;
    private static final int A_ROUND = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final Random random = new Random(20261122);

    private static String chat(int i) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + i + "\"}]}";
    }

    private static String asked(RecordedRequest request) {
        return Json.parseOrNull(new String(request.body(), StandardCharsets.UTF_8))
                .at("/messages/0/content")
                .asText();
    }

    private static String said(String reply) {
        return Json.parseOrNull(reply).at("/choices/0/message/content").asText();
    }

    private ScriptedVendor vendor() {
        ScriptedVendor vendor = ScriptedVendor.start();
        vendor.on(OpenAiWire.CHAT).answer(request ->
                Reply.json(200, OpenAiWire.text("m", asked(request))).delayHeaders(Duration.ofMillis(60)));
        return vendor;
    }

    private GatewayProcess gateway() {
        return GatewayProcess.start(directory, Map.of(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    }

    private void configure(ScriptedVendor vendor, String inbound) throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), """
                providers:
                  - { id: house, dialect: openai, base-url: "%s", models: [m] }
                inbound:
                %s""".formatted(vendor.url("/v1"), inbound.indent(2)));
    }

    /** Lets a gateway work until the vendor is asked, and a random moment longer, then ends it with SIGKILL. */
    private void workAndKill(ScriptedVendor vendor) throws InterruptedException {
        int before = vendor.requests().size();
        GatewayProcess killed;
        try (GatewayProcess gateway = gateway()) {
            killed = gateway;
            vendor.awaitRequests(before + 1, PATIENCE);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(250)).toNanos());
        }
        killed.exit(Duration.ofSeconds(10));
    }

    /** Nobody was asked twice but what was under way when the gateway was killed. */
    private static void assertBilledOnce(ScriptedVendor vendor, int messages, int kills) {
        Map<String, Long> times =
                vendor.requests().stream().collect(Collectors.groupingBy(QueueKillTest::asked, Collectors.counting()));
        assertThat(times).hasSize(messages);
        assertThat(vendor.requests().size() - messages).isLessThanOrEqualTo(kills * AT_ONCE);
    }

    @Test
    void shouldReplyOnceToEachKafkaMessageWhenKilledTwentyTimes() throws Exception {
        int kills = 20;
        int messages = 0;
        try (ScriptedVendor vendor = vendor();
                KafkaBroker kafka = KafkaBroker.started()) {
            kafka.topics(2, "chat");
            kafka.topics(1, "replies", "dead");
            configure(vendor, """
                    kafka:
                      brokers: "%s"
                      topics: { chat: chat }
                      reply-topic: replies
                      dead-letter-topic: dead
                      instance: one
                      concurrency: %d
                    """.formatted(kafka.brokers(), AT_ONCE));
            for (int kill = 0; kill < kills; kill++) {
                for (int i = 0; i < A_ROUND; i++) {
                    kafka.send("chat", "k" + messages % 7, chat(messages++));
                }
                workAndKill(vendor);
            }
            try (GatewayProcess gateway = gateway();
                    KafkaBroker.Reader replies = kafka.reader("replies")) {
                replies.await(messages, PATIENCE);
                kafka.send("chat", "k0", chat(messages++));
                replies.await(messages, PATIENCE);

                List<String> said =
                        replies.all().stream().map(reply -> said(reply.value())).toList();
                assertThat(said).hasSize(messages).doesNotHaveDuplicates();
                assertThat(gateway.output()).doesNotContain("ERROR");
            }
            assertBilledOnce(vendor, messages, kills);
            try (KafkaBroker.Reader dead = kafka.reader("dead")) {
                assertThat(dead.all()).isEmpty();
            }
        }
    }

    @Test
    void shouldReplyOnceToEachJmsMessageWhenKilledFiveTimes() throws Exception {
        int kills = 5;
        int messages = 0;
        try (ScriptedVendor vendor = vendor();
                ArtemisBroker artemis = ArtemisBroker.started();
                ArtemisBroker.Client client = artemis.client()) {
            configure(vendor, """
                    jms:
                      url: "%s"
                      queues: { chat: chat }
                      reply-queue: replies
                      dead-letter-queue: dead
                      concurrency: %d
                    """.formatted(artemis.url(), AT_ONCE));
            for (int kill = 0; kill < kills; kill++) {
                for (int i = 0; i < A_ROUND; i++) {
                    client.send("chat", chat(messages++));
                }
                workAndKill(vendor);
            }
            try (GatewayProcess gateway = gateway()) {
                gateway.port();
                List<String> said = client.receive("replies", messages).stream()
                        .map(reply -> said(ArtemisBroker.text(reply)))
                        .toList();

                assertThat(said).hasSize(messages).doesNotHaveDuplicates();
                assertThat(client.empty("replies")).isTrue();
                assertThat(client.empty("dead")).isTrue();
            }
            assertBilledOnce(vendor, messages, kills);
        }
    }
}
