package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.model.ProviderCapability;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code inbound.kafka}, {@code inbound.jms} and {@code inbound.replies}. */
class QueuesConfigTest {

    @TempDir
    private Path directory;

    @Test
    void shouldOpenNoQueueWithoutBeingToldTo() {
        assertThat(TestConfig.load(directory, "").inbound()).isEqualTo(InboundConfig.NONE);
    }

    @Test
    void shouldReadKafkaWithItsDefaults() {
        InboundConfig inbound = TestConfig.load(directory, """
                inbound:
                  kafka: { brokers: "a:9092, b:9092", topics: { chat: c }, topic: any, properties: { sasl.jaas.config: "${JAAS}" } }
                """, "JAAS", "login password").inbound();

        InboundConfig.Kafka kafka = inbound.kafka();
        assertThat(kafka.brokers()).isEqualTo("a:9092,b:9092");
        assertThat(kafka.topics().all()).containsExactly("any", "c");
        assertThat(kafka.topics().capability("c")).isEqualTo(ProviderCapability.CHAT);
        assertThat(kafka.topics().capability("any")).isNull();
        assertThat(kafka.replyTopic()).isEqualTo("synaxis.replies");
        assertThat(kafka.concurrency()).isEqualTo(16);
        assertThat(kafka.instance()).isNull();
        assertThat(kafka.toString()).doesNotContain("password");
        assertThat(inbound.replies().keep()).isEqualTo(Duration.ofHours(24));
        assertThat(inbound.jms()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka: { topic: t }                                                     | inbound.kafka.brokers: is required
            kafka: { brokers: here, topic: t }                                      | inbound.kafka.brokers: expected host:port
            kafka: { brokers: "a:1" }                                               | inbound.kafka.topics: is required, or topic: where requests come from
            kafka: { brokers: "a:1", topics: { chatt: t } }                         | inbound.kafka.topics.chatt: is not a capability (did you mean "chat"?)
            kafka: { brokers: "a:1", topics: { chat: t, speech: t } }               | inbound.kafka.topics.speech: is the topic of another capability
            kafka: { brokers: "a:1", topic: t, reply-topic: t }                     | inbound.kafka.reply-topic: must not be one that requests come from
            kafka: { brokers: "a:1", topic: "a b" }                                 | inbound.kafka.topic: is not the name of a topic
            kafka: { brokers: "a:1", topic: t, properties: { group.id: g } }        | inbound.kafka.properties.group.id: is set by the gateway
            kafka: { brokers: "a:1", topic: t, brokes: x }                          | inbound.kafka.brokes: is not a known field (did you mean "brokers"?)
            jms: { queue: q }                                                       | inbound.jms.url: is required
            jms: { url: "tcp://a:1", queue: q, password: p }                        | inbound.jms.user: is required with a password
            jms: { url: "tcp://a:1", queue: q, concurrency: 0 }                     | inbound.jms.concurrency: must be between 1 and 1000
            jms: { url: "tcp://a:1", queue: q, dead-letter-queue: q }               | inbound.jms.dead-letter-queue: must not be one that requests come from
            replies: { keep: 5 }                                                    | inbound.replies.keep: expected a duration with a unit (300ms, 2s, 10m, 1h), found a bare number
            """)
    void shouldNameTheFieldThatIsWrong(String section, String problem) {
        assertThat(TestConfig.problems(directory, "inbound: { " + section + " }")).containsExactly(problem);
    }
}
