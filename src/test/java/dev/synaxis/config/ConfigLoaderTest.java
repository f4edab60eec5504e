package dev.synaxis.config;

import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.model.RoutingStrategy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server, redis, resilience, aliases, files and variables; providers have a test of their own. */
class ConfigLoaderTest {

    private static final String HOUSE = """
            providers:
              - { id: house, dialect: openai, base-url: "http://127.0.0.1:8000/v1" }
            """;

    @TempDir
    Path directory;

    @Test
    void shouldUseDefaultsWhenThereIsNoFile() {
        GatewayConfig config = TestConfig.withoutFile(directory);

        assertThat(config.server()).isEqualTo(new GatewayConfig.Server(
                "127.0.0.1", 8080, List.of(), 32L << 20, 100L << 20, false, Duration.ofSeconds(15), Duration.ofSeconds(30), GatewayConfig.ClientTimeouts.DEFAULT));
        assertThat(config.redis()).isNull();
        assertThat(config.strategy()).isEqualTo(RoutingStrategy.COST);
        assertThat(config.resilience()).isEqualTo(Resilience.DEFAULT);
        assertThat(config.models().values())
                .as("aliases of the catalogue, of the mock while nobody else is there")
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.candidates()).extracting(target -> target.provider()).containsExactly("mock"));
    }

    @Test
    void shouldUseDefaultsWhenFileIsEmptyOrCommentedOut() {
        GatewayConfig defaults = TestConfig.withoutFile(directory);

        for (String yaml : List.of("", "# nothing\n", "providers:\n#  - { id: groq }\nserver:\nredis:\nmodels:\n")) {
            GatewayConfig config = TestConfig.load(directory, yaml);
            assertThat(config.server()).isEqualTo(defaults.server());
            assertThat(config.providers()).isEqualTo(defaults.providers());
            assertThat(config.redis()).isNull();
        }
    }

    @Test
    void shouldReadEveryFieldWhenFileSetsThemAll() {
        GatewayConfig config = TestConfig.load(directory, """
                server:
                  host: 0.0.0.0
                  port: 9000
                  api-keys: ["${KEY_ONE}", second-key, "${KEY_GONE}", "${KEY_EMPTY:}"]
                  max-body: 512KiB
                  max-upload: 200MiB
                  allow-private-media: true
                  heartbeat: 300ms
                  shutdown: 0s
                  timeouts: { request: 1s, keep-alive: 5m, stalled-reader: 20s }
                redis: { url: "redis://:pw@cache/2", key-prefix: house, command-timeout: 1s }
                strategy: round-robin
                resilience:
                  breaker: { enabled: false, failures: 3, window: 4, open: 1m }
                  cooldown:
                    { enabled: false, rate-limited: 1s, authentication: 2s, model-not-found: 3s, overloaded: 4s, quota-exhausted: 5s }
                  probe: { enabled: false, timeout: 7s, paid: false }
                  retry: { shortest: 1ms, longest: 2ms, short-wait: 3s, longest-wait: 4s }
                  max-retries: 0
                  max-attempts: 1
                  deadline: 1h
                """, "KEY_ONE", " first-key\n");

        assertThat(config.server()).isEqualTo(new GatewayConfig.Server(
                "0.0.0.0",
                9000,
                List.of(ClientKey.of(new Secret("first-key")), ClientKey.of(new Secret("second-key"))),
                512 * 1024,
                200L << 20,
                true,
                Duration.ofMillis(300),
                Duration.ZERO,
                new GatewayConfig.ClientTimeouts(
                        Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(20))));
        assertThat(config.redis()).isEqualTo(
                new GatewayConfig.Redis(URI.create("redis://:pw@cache:6379/2"), "house", Duration.ofSeconds(1)));
        assertThat(config.strategy()).isEqualTo(RoutingStrategy.ROUND_ROBIN);
        assertThat(config.resilience()).isEqualTo(new Resilience(
                new Resilience.Breaker(false, 3, 4, Duration.ofMinutes(1)),
                new Resilience.Cooldowns(
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5)),
                new Resilience.Probe(false, Duration.ofSeconds(7), false),
                new Resilience.Retry(
                        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(3), Duration.ofSeconds(4)),
                0,
                1,
                Duration.ofHours(1)));
    }

    @Test
    void shouldReadNamedFileWhenVariableNamesOne() throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), "strategy: latency");
        Files.writeString(directory.resolve("other.yaml"), "strategy: quality");

        GatewayConfig config = TestConfig.withoutFile(directory, "SYNAXIS_CONFIG", "other.yaml");

        assertThat(config.strategy()).isEqualTo(RoutingStrategy.QUALITY);
        assertThat(config.notices()).contains("configuration: " + directory.resolve("other.yaml"));
    }

    @Test
    void shouldPreferVariablesToFileWhenBothNameHostAndPort() {
        String yaml = "server: { host: 127.0.0.2, port: 1 }";

        GatewayConfig file = TestConfig.load(directory, yaml, "SYNAXIS_PORT", "  ", "SYNAXIS_HOST", "");
        GatewayConfig variables = TestConfig.load(directory, yaml, "SYNAXIS_PORT", "0", "SYNAXIS_HOST", "localhost");

        assertThat(file.server().host()).isEqualTo("127.0.0.2");
        assertThat(file.server().port()).isEqualTo(1);
        assertThat(variables.server().host()).isEqualTo("localhost");
        assertThat(variables.server().port()).isZero();
    }

    @Test
    void shouldAskForKeyOfVariableWhenFileSaysNothingOfKeys() {
        String[] key = {"SYNAXIS_API_KEY", "sesame", "SYNAXIS_HOST", "0.0.0.0"};
        ClientKey sesame = ClientKey.of(new Secret("sesame"));

        assertThat(TestConfig.withoutFile(directory, key).server().apiKeys()).containsExactly(sesame);
        assertThat(TestConfig.load(directory, HOUSE, key).server().apiKeys()).containsExactly(sesame);
        assertThat(TestConfig.load(directory, "server: { api-keys: [] }", "SYNAXIS_API_KEY", "sesame")
                        .server()
                        .apiKeys())
                .isEmpty();
    }

    @Test
    void shouldReadNamesOfKeysAndLeaveOutThoseWithoutAValue() {
        String yaml = "server: { api-keys: [{ name: team-a, key: \"${A}\" }, { name: team-b, key: \"${B}\" }, plain] }";

        assertThat(TestConfig.load(directory, yaml, "A", "one").server().apiKeys())
                .containsExactly(new ClientKey("team-a", new Secret("one")), ClientKey.of(new Secret("plain")));
    }

    @Test
    void shouldReportNamedKeysThatAreWrong() {
        assertThat(TestConfig.problems(directory, """
                server: { api-keys: [{ name: "a b", key: x }, { key: y }, { name: c }, { name: d, key: x }] }
                usage: { keep-days: 0 }
                """)).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem).startsWith("server.api-keys[0].name: expected 1 to 64"),
                problem -> assertThat(problem).isEqualTo("server.api-keys[1].name: is required"),
                problem -> assertThat(problem).isEqualTo("server.api-keys[2].key: is required"),
                problem -> assertThat(problem).isEqualTo("server.api-keys[3]: is the same key as an earlier one"),
                problem -> assertThat(problem).startsWith("usage.keep-days: "));
    }

    @Test
    void shouldLetLoopbackHostsDoWithoutKeys() {
        for (String host : List.of("localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]")) {
            assertThat(TestConfig.problems(directory, "server: { host: \"" + host + "\" }"))
                    .as(host)
                    .isEmpty();
        }
        for (String host : List.of("0.0.0.0", "::", "10.0.0.1", "gateway.example.com", "127.0.0.1.example.com")) {
            assertThat(TestConfig.problems(directory, "server: { host: \"" + host + "\" }"))
                    .as(host)
                    .singleElement()
                    .asString()
                    .startsWith("server.api-keys: ");
        }
    }

    @Test
    void shouldFillPlaceholdersWherePlacedInText() {
        GatewayConfig config = TestConfig.load(directory, """
                server: { port: "${PORT:81}", allow-private-media: "${PRIVATE}" }
                providers:
                  - id: house
                    dialect: ${DIALECT:openai}
                    base-url: "http://${HOUSE_HOST}:${HOUSE_PORT:8000}/v1"
                    headers: { X-Team: "${TEAM:}", X-Literal: "$${HOME}" }
                    timeouts: { connect: "${CONNECT:3s}" }
                """, "HOUSE_HOST", "vllm.local", "PRIVATE", "true", "TEAM", " ");

        ProviderConfig house = config.provider("house");
        assertThat(config.server().port()).isEqualTo(81);
        assertThat(config.server().allowPrivateMedia()).isTrue();
        assertThat(house.baseUrl()).isEqualTo(URI.create("http://vllm.local:8000/v1"));
        assertThat(house.headers()).containsExactly(Map.entry("X-Literal", "${HOME}"));
        assertThat(house.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldReadAliasesWithUpstreamNames() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - { id: anthropic, api-key: a }
                  - { id: together, api-key: b }
                models:
                  - name: smart
                    candidates: [anthropic/claude-sonnet-4-5, together/llama-3.3-70b, together/own/model]
                    substitutes: [together/meta-llama/Llama-3.3-70B-Instruct-Turbo]
                  - { name: claude-opus-5, substitutes: [anthropic/claude-sonnet-5] }
                """);

        assertThat(config.models().get("smart").candidates()).containsExactly(
                new Target("anthropic", "claude-sonnet-4-5"),
                new Target("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
                new Target("together", "own/model"));
        assertThat(config.models().get("smart").substitutes())
                .containsExactly(new Target("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"));
        assertThat(config.models().get("claude-opus-5").candidates()).isEmpty();
    }

    @Test
    void shouldLearnOfModelsWhatTheFileSays() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - id: house
                    dialect: openai
                    base-url: http://127.0.0.1:8000/v1
                    models:
                      - name: house-model
                        upstream: house/model-1
                        capabilities: [chat]
                        context-window: 8192
                        max-output: 1024
                        abilities: [tools, json-schema]
                        price: { input: 0.1, output: 0.2, cached-input: 0.05 }
                        quality: 12.5
                      - { name: gpt-oss-120b, quality: 99 }
                      - { name: painter, price: { image: 0.04 } }
                      - { name: reader, price: { input: 1, audio-minute: 0.006, characters: 15 } }
                      - plain
                """);

        ModelInfo learned = config.catalog().get("house-model");
        assertThat(learned.upstream()).containsExactly(Map.entry("house", "house/model-1"));
        assertThat(learned.traits().contextWindow()).isEqualTo(8192);
        assertThat(learned.traits().maxOutput()).isEqualTo(1024);
        assertThat(learned.traits().abilities()).hasSize(2);
        assertThat(learned.price("house")).isEqualTo(new ModelInfo.Price(0.1, 0.2, 0.05));
        assertThat(learned.quality()).isEqualTo(12.5);
        ModelInfo known = config.catalog().get("gpt-oss-120b");
        assertThat(known.quality()).isEqualTo(99);
        assertThat(known.upstream()).containsEntry("house", "gpt-oss-120b").containsKey("groq");
        assertThat(known.price("house")).isNull();
        assertThat(config.catalog().get("painter").price("house")).isEqualTo(new ModelInfo.Price(0, 0, null, 0.04, 0, 0));
        assertThat(config.catalog().get("reader").price("house"))
                .isEqualTo(new ModelInfo.Price(1, 0, null, 0, 0.006, 15));
        assertThat(config.catalog()).doesNotContainKey("plain");
        assertThat(config.provider("house").models())
                .extracting(ProviderConfig.ProviderModel::upstream)
                .containsExactly("house/model-1", "gpt-oss-120b", "painter", "reader", "plain");
    }

    @Test
    void shouldLetProviderOverrideGatewayBounds() {
        GatewayConfig config = TestConfig.load(directory, """
                resilience: { max-retries: 4, breaker: { window: 20 } }
                providers:
                  - id: house
                    dialect: cohere
                    base-url: http://127.0.0.1:8000//v2/
                    limits: { requests-per-minute: 60, tokens-per-day: 500000 }
                    resilience: { max-retries: 5, breaker: { failures: 15 } }
                """);

        ProviderConfig house = config.provider("house");
        assertThat(house.resilience().maxRetries()).isEqualTo(5);
        assertThat(house.resilience().breaker())
                .isEqualTo(new Resilience.Breaker(true, 15, 20, Duration.ofSeconds(30)));
        assertThat(config.resilience().maxRetries()).isEqualTo(4);
        assertThat(house.capabilities()).containsExactlyInAnyOrder(CHAT, EMBEDDING);
        assertThat(house.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:8000/v2"));
        assertThat(house.limits()).containsExactlyInAnyOrder(
                new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 60), new QuotaWindow(Unit.TOKENS, Period.DAY, 500_000));
    }

    @Test
    void shouldTakeFirstByteFromFirstTokenOnlyWhenSetByHand() {
        String provider = "providers: [{ id: house, dialect: openai, base-url: \"http://h/v1\", timeouts: { %s } }]";

        Timeouts silent = TestConfig.load(directory, provider.formatted("idle: 7s")).provider("house").timeouts();
        Timeouts set = TestConfig.load(directory, provider.formatted("first-token: 30s")).provider("house").timeouts();

        assertThat(silent.firstToken()).isEqualTo(Duration.ofSeconds(30));
        assertThat(silent.firstByte()).isEqualTo(Duration.ofMinutes(2));
        assertThat(silent.idle()).isEqualTo(Duration.ofSeconds(7));
        assertThat(set.firstByte()).isEqualTo(Duration.ofSeconds(30));
    }
}
