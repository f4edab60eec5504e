package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.wire.Json;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsStayHiddenTest {

    private static final String SECRET = "hush-hush";

    @TempDir
    Path directory;

    @Test
    void shouldNotPrintSecretsInAnyRecordOfConfiguration() throws ReflectiveOperationException {
        GatewayConfig config = TestConfig.load(directory, """
                server: { api-keys: ["hush-hush-1", "${KEY}"] }
                redis: { url: "redis://user:hush-hush-2@cache:6379" }
                providers:
                  - { id: openai, api-key: hush-hush-3, headers: { X-Token: hush-hush-4 } }
                  - { id: azure }
                  - { id: mock, mock: { reply: hush-hush-5 } }
                """, "KEY", SECRET, "AZURE_OPENAI_API_KEY", SECRET, "AZURE_OPENAI_ENDPOINT", "https://x.example");

        List<Record> records = new ArrayList<>();
        collect(config, records);

        assertThat(records).hasSizeGreaterThan(100).noneMatch(record -> record.toString().contains(SECRET));
        assertThat(config.notices()).noneMatch(notice -> notice.contains(SECRET));
        assertThat(config.providers()).noneMatch(
                provider -> Json.string(ConfigDescription.describe(provider)).contains(SECRET));
    }

    @Test
    void shouldNotQuoteSecretsInProblems() {
        List<String> yamls = List.of(
                "server: { api-keys: [\"hush-hush é\"] }",
                "server: { api-keys: [hush-hush, hush-hush] }",
                "redis: { url: \"redis://user:hush-hush@[\" }",
                "redis: { url: \"http://user:hush-hush@h\" }",
                "providers: [{ id: openai, api-key: \"hush hush-hush\" }]",
                "providers: [{ id: openai, api-key: k, base-url: \"http://u:hush-hush@h\" }]",
                "providers: [{ id: openai, api-key: k, headers: { X-A: \"hush-hush\\n\" , \"b b\": hush-hush } }]",
                "providers: [{ id: openai, api-key: { hush: hush-hush } }]",
                "providers: [{ id: openai, api-key: hush-hush",
                "api-key: 'hush-hush\nserver: {}",
                "strategy: hush-hush",
                "server: { port: \"${SECRET}\" }",
                "providers: [{ id: openai, api-key: k, timeouts: { idle: \"${SECRET}\" } }]");

        for (String yaml : yamls) {
            assertThat(TestConfig.problems(directory, yaml, "SECRET", SECRET))
                    .as(yaml)
                    .isNotEmpty()
                    .noneMatch(problem -> problem.contains(SECRET));
        }
        assertThat(TestConfig.problems(directory, "", "OPENAI_API_KEY", SECRET + "\u0000"))
                .containsExactly("OPENAI_API_KEY: holds a character that no key has (only visible ASCII is possible)");
    }

    private static void collect(Object value, List<Record> found) throws ReflectiveOperationException {
        switch (value) {
            case null -> {}
            case Record record -> {
                found.add(record);
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    collect(component.getAccessor().invoke(record), found);
                }
            }
            case Collection<?> items -> {
                for (Object item : items) {
                    collect(item, found);
                }
            }
            case Map<?, ?> map -> collect(map.values(), found);
            default -> {}
        }
    }
}
