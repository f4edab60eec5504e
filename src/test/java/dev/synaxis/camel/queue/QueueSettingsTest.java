package dev.synaxis.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synaxis.config.InboundConfig;
import dev.synaxis.config.Secret;
import dev.synaxis.failure.IllegalConfigException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What brokers' clients would refuse later is told before anything is opened. */
class QueueSettingsTest {

    private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
    private static final InboundConfig.Sources CHAT = new InboundConfig.Sources(Map.of(), "chat");

    private static Map<String, Secret> secrets(String... namesAndValues) {
        Map<String, Secret> secrets = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            secrets.put(namesAndValues[i], new Secret(namesAndValues[i + 1]));
        }
        return secrets;
    }

    private static InboundConfig.Kafka kafka(String... properties) {
        return new InboundConfig.Kafka("127.0.0.1:1", CHAT, "r", "d", "g", null, 4, 1000, secrets(properties));
    }

    private static InboundConfig.Jms jms(String factory, String url, String... properties) {
        return new InboundConfig.Jms(factory, url, null, null, CHAT, "r", "d", 4, 5, 1000, secrets(properties));
    }

    private static List<String> problems(InboundConfig.Kafka kafka, InboundConfig.Jms jms) {
        IllegalConfigException refused = catchThrowableOfType(
                IllegalConfigException.class, () -> QueueSettings.check(new InboundConfig(null, kafka, jms, null)));
        return refused == null ? List.of() : refused.problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            session.timeout.ms     | soon    | session.timeout.ms: expected a value of the type int
            compression.type       | rar     | compression.type: expected string [none, gzip, snappy, lz4, zstd]
            security.protocl       | SSL     | security.protocl: is no property of Kafka's clients (did you mean "security.protocol"?)
            ssl.truststore.location | /none  | ssl.truststore.location: there is no such file, or it may not be read
            """)
    void shouldNameTheKafkaPropertyThatIsWrong(String name, String value, String problem) {
        assertThat(problems(kafka(name, value), null)).containsExactly("inbound.kafka.properties." + problem);
    }

    @Test
    void shouldNotRepeatALoginThatCannotBeRead() {
        assertThat(problems(kafka(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", "PlainLoginModule username=u password=hush"), null))
                .singleElement()
                .asString()
                .startsWith("inbound.kafka.properties.sasl.jaas.config: expected")
                .doesNotContain("hush");
    }

    @Test
    void shouldSayThatAStoreDoesNotOpen() {
        String store = Path.of("pom.xml").toAbsolutePath().toString();

        assertThat(problems(kafka(
                        "security.protocol", "SSL",
                        "ssl.truststore.type", "PKCS12",
                        "ssl.truststore.location", store,
                        "ssl.truststore.password", "hush"), null))
                .singleElement()
                .asString()
                .startsWith("inbound.kafka.properties: Kafka's clients cannot make a connection with them")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            org.example.NoFactory | tcp://a:1 | factory: there is no such class; is its client in lib/?
            java.lang.String      | tcp://a:1 | factory: is no jakarta.jms.ConnectionFactory
            java.util.Optional    | tcp://a:1 | factory: has no public constructor that takes a URL
            """)
    void shouldNameTheFactoryThatIsWrong(String factory, String url, String problem) {
        assertThat(problems(null, jms(factory, url))).containsExactly("inbound.jms." + problem);
    }

    @Test
    void shouldNameEveryPropertyThatTheFactoryDoesNotTake() {
        assertThat(problems(null, jms(ARTEMIS, "tcp://127.0.0.1:1", "callTimout", "1", "connectionTTL", "long", "blockOnDurableSend", "yes")))
                .containsExactlyInAnyOrder(
                        "inbound.jms.properties.callTimout: is not a property of the connection factory (did you mean \"callTimeout\"?)",
                        "inbound.jms.properties.connectionTTL: is not a value that the client takes; expected long",
                        "inbound.jms.properties.blockOnDurableSend: is not a value that the client takes; expected boolean");
    }

    @Test
    void shouldTellTheProblemsOfBothDoorsAtOnce() {
        assertThat(problems(kafka("linger.ms", "-1"), jms("org.example.NoFactory", "tcp://a:1"))).hasSize(2);
    }

    @Test
    void shouldTakeWhatTheClientsTake() {
        InboundConfig right = new InboundConfig(
                null,
                kafka("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"p\";",
                        "a.plug-ins.own.setting", "x"),
                jms("org.apache.qpid.jms.JmsConnectionFactory", "amqp://127.0.0.1:1", "clientID", "me"),
                null);

        assertThatCode(() -> QueueSettings.check(right)).doesNotThrowAnyException();
    }
}
