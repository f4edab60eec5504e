package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.ArtemisBroker;
import dev.synaxis.testkit.KafkaBroker;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.wire.Json;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed again and again in the middle of its work: each message has one reply in the end. */
class QueueKillTest {

    private static final int KILLS = 20;
    private static final int AT_ONCE = 4;
    private static final int A_ROUND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private final Random random = new Random(20261122);

    private static String chat(String text) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
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

    private void configure(ScriptedVendor vendor, KafkaBroker kafka, ArtemisBroker artemis) throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), """
                providers:
                  - { id: house, dialect: openai, base-url: "%1$s", models: [m] }
                inbound:
                  kafka:
                    brokers: "%2$s"
                    topics: { chat: chat }
                    reply-topic: replies
                    dead-letter-topic: dead
                    instance: one
                    concurrency: %4$d
                  jms:
                    url: "%3$s"
                    queues: { chat: chat }
                    reply-queue: replies
                    dead-letter-queue: dead
                    concurrency: %4$d
                """.formatted(vendor.url("/v1"), kafka.brokers(), artemis.url(), AT_ONCE));
    }

    /** Lets a gateway work until both queues are, and a random moment longer, then ends it with SIGKILL. */
    private void workAndKill(ScriptedVendor vendor) throws InterruptedException {
        int before = vendor.requests().size();
        GatewayProcess killed;
        try (GatewayProcess gateway = gateway()) {
            killed = gateway;
            within(PATIENCE, "both doors are at work", () -> {
                Set<Character> doors = vendor.requests().stream().skip(before).map(one -> asked(one).charAt(0)).collect(Collectors.toSet());
                return doors.size() == 2;
            });
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(250)).toNanos());
        }
        killed.exit(Duration.ofMinutes(1));
    }

    @Test
    void shouldReplyOnceToEachMessageWhenKilledTwentyTimes() throws Exception {
        int messages = 0;
        try (ScriptedVendor vendor = vendor();
                KafkaBroker kafka = KafkaBroker.started();
                ArtemisBroker artemis = ArtemisBroker.started();
                ArtemisBroker.Client client = artemis.client()) {
            kafka.topics(2, "chat");
            kafka.topics(1, "replies", "dead");
            configure(vendor, kafka, artemis);
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < A_ROUND; i++) {
                    kafka.send("chat", "k" + messages % 7, chat("k" + messages));
                    client.send("chat", chat("j" + messages++));
                }
                workAndKill(vendor);
            }
            try (GatewayProcess gateway = gateway();
                    KafkaBroker.Reader replies = kafka.reader("replies");
                    KafkaBroker.Reader dead = kafka.reader("dead")) {
                replies.await(messages, PATIENCE);
                List<Message> answers = client.receive("replies", messages);
                kafka.send("chat", "k0", chat("k" + messages));
                replies.await(messages + 1, PATIENCE);

                assertThat(replies.all().stream().map(reply -> said(reply.value())))
                        .hasSize(messages + 1)
                        .doesNotHaveDuplicates();
                assertThat(answers.stream().map(reply -> said(ArtemisBroker.text(reply))))
                        .hasSize(messages)
                        .doesNotHaveDuplicates();
                assertThat(client.empty("replies")).isTrue();
                assertThat(client.empty("dead")).isTrue();
                assertThat(dead.all()).isEmpty();
                assertThat(gateway.output()).doesNotContain("ERROR");
            }
            assertBilledOnce(vendor, 2 * messages + 1);
        }
    }

    /** Nobody was asked twice but what was under way when the gateway was killed. */
    private static void assertBilledOnce(ScriptedVendor vendor, int messages) {
        assertThat(vendor.requests().stream().map(QueueKillTest::asked).distinct()).hasSize(messages);
        assertThat(vendor.requests().size() - messages).isLessThanOrEqualTo(KILLS * 2 * AT_ONCE);
    }
}
