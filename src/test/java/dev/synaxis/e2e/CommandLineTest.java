package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command does besides running a gateway. */
class CommandLineTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), """
                providers:
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:1/v1", api-key: hush-1, tier: paid, models: [m] }
                  - { id: gift, dialect: openai, base-url: "http://127.0.0.1:1/v1", tier: free, models: [m, n] }
                models:
                  - { name: smart, candidates: [house/m, gift/n] }
                """);
    }

    private String run(int status, String... arguments) throws InterruptedException {
        try (GatewayProcess command = GatewayProcess.command(directory, arguments)) {
            assertThat(command.exit(Duration.ofMinutes(1))).as(command.output()).isEqualTo(status);
            return command.output();
        }
    }

    @Test
    void shouldSayWhatWouldBeSwitchedOn() throws Exception {
        assertThat(run(0, "--check"))
                .contains("house: dialect openai, paid", "gift: dialect openai, free", "2 models", "chat")
                .contains("smart", "in memory", "the configuration is valid")
                .doesNotContain("hush-1");
    }

    @Test
    void shouldNameEveryProblemOfAFileThatIsWrong() throws Exception {
        Files.writeString(directory.resolve("synaxis.yaml"), "strategy: cheapest\nsever: {}\n");

        assertThat(run(2, "--check")).contains("2 problems", "strategy", "sever").doesNotContain("\tat ");
    }

    @Test
    void shouldNameTheFieldThatAQueuesClientRefuses() throws Exception {
        Files.writeString(directory.resolve("synaxis.yaml"), """
                inbound:
                  kafka: { brokers: "127.0.0.1:1", topic: t, properties: { linger.ms: soon } }
                  jms: { url: "tcp://127.0.0.1:1", queue: q, factory: org.example.None }
                """);

        assertThat(run(2, "--check"))
                .contains("inbound.kafka.properties.linger.ms: expected", "inbound.jms.factory: there is no such class");
    }

    @Test
    void shouldPrintThePlanOfAModel() throws Exception {
        String output = run(0, "--plan", "m");

        var plan = Json.parseOrNull(output);
        assertThat(plan).as(output).isNotNull();
        assertThat(plan.at("/candidates/0/provider").asText()).isEqualTo("gift");
        assertThat(plan.at("/candidates/0/tier").asText()).isEqualTo("free");
        assertThat(plan.at("/candidates/1/provider").asText()).isEqualTo("house");
    }

    @Test
    void shouldRefuseArgumentsThatItDoesNotKnow() throws Exception {
        assertThat(run(2, "--chek")).contains("--chek", "usage:");
    }
}
