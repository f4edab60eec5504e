package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.testkit.GatewayFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inbound.files} in the configuration. */
class InboundFilesTest {

    @TempDir
    Path directory;

    private List<String> problems(String files) {
        return TestConfig.problems(directory, "inbound: { files: { " + files + " } }");
    }

    @Test
    void shouldWatchNoFolderUnlessToldSo() {
        assertThat(TestConfig.load(directory, "").inbound().files()).isNull();
        assertThat(problems("")).containsExactly("inbound.files.directory: is required");
    }

    @Test
    void shouldReadEveryField() {
        InboundConfig.Files files = TestConfig.load(directory, """
                inbound:
                  files:
                    directory: in
                    outbox: results
                    done: old
                    model: mock
                    column: body
                    id-column: key
                    delimiter: "\\t"
                    jobs: 3
                    in-flight: 5
                    batch: 10
                    max-line: 2KiB
                    poll: 2s
                    settle: 0ms
                    progress: 1s
                    checkpoint: 0ms
                    patience: 1h
                """).inbound().files();

        assertThat(files).isEqualTo(new InboundConfig.Files(
                directory.resolve("in"), directory.resolve("results"), directory.resolve("old"), "mock", "body", "key", '\t',
                3, 5, 10, 2048, Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO,
                Duration.ofHours(1), null));
    }

    @Test
    void shouldWatchTheFolderThatTheEnvironmentNames() {
        InboundConfig.Files files = TestConfig.withoutFile(directory, "SYNAXIS_FILES", "texts").inbound().files();

        assertThat(files.directory()).isEqualTo(directory.resolve("texts"));
        assertThat(files.outbox()).isEqualTo(directory.resolve("texts/outbox"));
        assertThat(files.model()).isEqualTo("local/all-MiniLM-L6-v2");
    }

    @Test
    void shouldNameEveryWrongField() throws Exception {
        Files.createFile(directory.resolve("file"));

        assertThat(problems("directory: file, jobs: 0, batch: many, max-line: 1, settle: 5, delimiter: '::', colum: x"))
                .containsExactlyInAnyOrder(
                        "inbound.files.directory: is not a folder",
                        "inbound.files.jobs: must be between 1 and 64",
                        "inbound.files.batch: expected a whole number, found text",
                        "inbound.files.max-line: expected a size with a unit, such as 512KiB or 32MiB",
                        "inbound.files.settle: expected a duration with a unit (300ms, 2s, 10m, 1h), found a bare number",
                        "inbound.files.delimiter: expected one ASCII character that is no quote, such as \",\", \";\" or \"\\t\"",
                        "inbound.files.colum: is not a known field (did you mean \"column\"?)");
        assertThat(problems("directory: 'a?b'")).containsExactly(
                "inbound.files.directory: must not hold '?' or '{{', the folders above it included");
        assertThat(problems("directory: a, outbox: a")).containsExactly(
                "inbound.files.outbox: directory, outbox and done must be three different folders");
    }

    @Test
    void shouldNameTheTopicOfRepliesWhenLinesGoOverKafka() {
        InboundConfig.Files files = TestConfig.load(directory, """
                inbound:
                  files: { directory: in, fan-out: kafka }
                  kafka: { brokers: "127.0.0.1:9092", topics: { embedding: lines } }
                """).inbound().files();

        assertThat(files.fanOutTopic()).isEqualTo("synaxis.file-replies");
    }

    @Test
    void shouldNotFanOutWhereLinesCannotGo() {
        assertThat(problems("directory: a, fan-out: kafka")).containsExactly("inbound.files.fan-out: needs inbound.kafka");
        assertThat(problems("directory: a, fan-out-topic: lines")).containsExactly(
                "inbound.files.fan-out-topic: is of no use without fan-out");
        assertThat(TestConfig.problems(directory, """
                inbound:
                  files: { directory: a, fan-out: kafka, fan-out-topic: chats }
                  kafka: { brokers: "127.0.0.1:9092", topics: { chat: chats } }
                """)).containsExactly(
                        "inbound.files.fan-out: needs inbound.kafka.topics.embedding or inbound.kafka.topic",
                        "inbound.files.fan-out-topic: must be a topic that neither requests nor dead letters are written to");
        assertThat(problems("directory: a, fan-out: jms")).singleElement().asString().contains("inbound.files.fan-out");
    }

    @Test
    void shouldNotStartWhereNobodyHasTheModel() {
        assertThatThrownBy(() -> GatewayFixture.start(
                "providers: [{ id: mock, models: [m] }]\ninbound: { files: { directory: '" + directory.resolve("in")
                        + "', model: nobodys } }"))
                .hasRootCauseInstanceOf(IllegalConfigException.class)
                .rootCause()
                .hasMessageContaining("inbound.files.model: no configured provider embeds with 'nobodys'");
    }
}
