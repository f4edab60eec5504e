package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.IllegalConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigProblemsTest {

    private static final String HOUSE = "{ id: house, dialect: openai, base-url: \"http://127.0.0.1:8000/v1\"";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void shouldNamePathAndExpectationWhenFieldIsWrong(String yaml, String problem) {
        assertThat(String.join("\n", TestConfig.problems(directory, yaml))).isEqualTo(problem);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                // unknown fields
                wrong("serve: {}", "serve: is not a known field (did you mean \"server\"?)"),
                wrong("server: { prot: 1 }", "server.prot: is not a known field (did you mean \"port\"?)"),
                wrong("server: { apiKeys: [] }", "server.apiKeys: is not a known field (did you mean \"api-keys\"?)"),
                wrong("server: { zzzzzzzz: 1 }", "server.zzzzzzzz: is not a known field"),
                wrong("resilience: { breaker: { open_for: 3s } }",
                        "resilience.breaker.open_for: is not a known field"),
                wrong(provider("time-outs: {}"),
                        "providers[0].time-outs: is not a known field (did you mean \"timeouts\"?)"),
                wrong(provider("timeouts: { conect: 1s }"),
                        "providers[0].timeouts.conect: is not a known field (did you mean \"connect\"?)"),
                wrong(provider("resilience: { deadline: 1m }"), "providers[0].resilience.deadline: is not a known field"),
                wrong(provider("api-key: k, api-keys: [a]"),
                        "providers[0].api-keys: stands beside api-key: name all keys here, or one there"),
                wrong(provider("api-keys: [a, \"\", a]"), "providers[0].api-keys[1]: is empty",
                        "providers[0].api-keys[2]: is there twice"),
                wrong(provider("api-keys: [\"${NONE:}\"]"), "providers[0].api-keys: holds no key"),
                wrong(provider("api-keys: secret"), "providers[0].api-keys: expected a list, found text"),
                wrong(provider("limits: { concurrent-requests: 0 }"),
                        "providers[0].limits.concurrent-requests: must be at least 1"),
                wrong(provider("limits: { concurrent-tokens: 4 }"),
                        "providers[0].limits.concurrent-tokens: is not a known field"),
                wrong(provider("limits: { requests-per-week: 1 }"),
                        "providers[0].limits.requests-per-week: is not a known field"
                                + " (did you mean \"requests-per-hour\"?)"),
                // wrong types
                wrong("server: []", "server: expected a mapping, found a list"),
                wrong("server: { port: http }", "server.port: expected a whole number, found text"),
                wrong("server: { port: 80.5 }", "server.port: expected a whole number, found a number"),
                wrong("server: { host: 1 }", "server.host: expected text, found a number; quote it"),
                wrong("server: { host: }", "server.host: is empty"),
                wrong("server:\n  host:\n", "server.host: is empty"),
                wrong("server: { api-keys: abc }", "server.api-keys: expected a list, found text"),
                wrong("server: { api-keys: [12345] }",
                        "server.api-keys[0]: expected text, found a number; quote it"),
                wrong("server: { allow-private-media: 1 }",
                        "server.allow-private-media: expected true or false, found a number"),
                wrong("providers: {}", "providers: expected a list, found a mapping"),
                wrong("providers: [groq]", "providers[0]: expected a mapping, found text"),
                wrong(provider("models: [{ name: [] }]"),
                        "providers[0].models[0].name: expected text, found a list"),
                wrong(provider("compat: { rename: [seed] }"),
                        "providers[0].compat.rename: expected a mapping, found a list"),
                wrong("[]", "synaxis.yaml: expected a mapping of server, providers, ... at the top"),
                // numbers
                wrong("server: { port: 70000 }", "server.port: must be between 0 and 65535"),
                wrong("server: { port: -1 }", "server.port: must be between 0 and 65535"),
                wrong("resilience: { max-retries: -1 }", "resilience.max-retries: must be between 0 and 1000"),
                wrong("resilience: { max-attempts: 0 }", "resilience.max-attempts: must be between 1 and 1000"),
                wrong("resilience: { breaker: { failures: 11 } }", "resilience.breaker.failures: is 11 and can never be"
                        + " reached in a window of 10 calls"),
                wrong("resilience: { retry: { shortest: 1s } }",
                        "resilience.retry.shortest: is longer than longest (400ms)"),
                wrong(provider("limits: { tokens-per-day: 0 }"), "providers[0].limits.tokens-per-day: must be at least 1"),
                wrong(provider("models: [{ name: m, price: { input: -1, output: 1 } }]"),
                        "providers[0].models[0].price.input: must not be negative"),
                wrong(provider("models: [{ name: m, price: { input: 1 } }]"),
                        "providers[0].models[0].price.output: is required (USD per 1M tokens)"),
                wrong(provider("models: [{ name: m, quality: 101 }]"),
                        "providers[0].models[0].quality: must be between 0 and 100"),
                wrong(provider("models: [{ name: m, context-window: 0 }]"),
                        "providers[0].models[0].context-window: must be at least 1"),
                // durations and sizes
                wrong(provider("timeouts: { connect: 2 }"), "providers[0].timeouts.connect: expected a duration with a"
                        + " unit (300ms, 2s, 10m, 1h), found a bare number"),
                wrong(provider("timeouts: { connect: fast }"),
                        "providers[0].timeouts.connect: expected a duration such as 300ms, 2s, 10m or 1h"),
                wrong(provider("timeouts: { idle: 0s }"), "providers[0].timeouts.idle: must be at least 1ms"),
                wrong("server: { max-body: 33554432 }",
                        "server.max-body: expected a size with a unit, such as 512KiB or 32MiB"),
                wrong("server: { max-body: 2GiB }", "server.max-body: must be between 1B and 1GiB"),
                // words
                wrong("strategy: cheapest", "strategy: expected one of cost, quality, latency, round-robin, preferred"),
                wrong("strategy: costs",
                        "strategy: expected one of cost, quality, latency, round-robin, preferred (did you mean \"cost\"?)"),
                wrong(provider("tier: preferred"), "providers[0].tier: expected one of free, paid"),
                wrong(provider("capabilities: [chats]"), "providers[0].capabilities[0]: expected one of chat, embedding,"
                        + " image-generation, image-edit, transcription, speech (did you mean \"chat\"?)"),
                wrong(provider("capabilities: []"), "providers[0].capabilities: expected at least one of chat, embedding,"
                        + " image-generation, image-edit, transcription, speech"),
                wrong(provider("models: [{ name: m, abilities: [eyes] }]"), "providers[0].models[0].abilities[0]:"
                        + " expected one of tools, vision, json-schema, reasoning, audio-input, file-input"),
                wrong("providers: [{ id: x, dialect: opnai, base-url: \"http://h\" }]", "providers[0].dialect:"
                        + " expected one of openai, anthropic, gemini, cohere, bedrock, elevenlabs, deepgram, replicate, aihorde, stability, cloudflare, fireworks, local, mock (did you mean \"openai\"?)"),
                wrong("providers: [{ id: x, dialect: anthropic, base-url: \"http://h\", capabilities: [speech] }]",
                        "providers[0].capabilities: the anthropic dialect has no speech"),
                wrong(provider("capabilities: [chat], models: [{ name: m, capabilities: [speech] }]"),
                        "providers[0].models[0].capabilities: the provider does not offer speech"),
                // empty and missing
                wrong("server: { host: \"\" }", "server.host: is empty"),
                wrong("server: { api-keys: [\"\"] }", "server.api-keys[0]: is empty"),
                wrong(provider("api-key: \"\""), "providers[0].api-key: is empty"),
                wrong(provider("models: [\"\"]"), "providers[0].models[0]: is empty"),
                wrong(provider("headers: { X-A: \"\" }"), "providers[0].headers.X-A: is empty"),
                wrong("providers: []",
                        "providers: is empty; leave it out to use every provider whose key variable is set"),
                wrong("providers: [{ dialect: openai }]", "providers[0].id: is required"),
                wrong("providers: [{ id: house, dialect: openai }]", "providers[0].base-url: is required"),
                wrong("providers: [{ id: house, base-url: \"http://h\" }]",
                        "providers[0].dialect: is required, because \"house\" is not a preset"),
                wrong("redis: { key-prefix: x }", "redis.url: is required"),
                wrong("models: [{ candidates: [] }]", "models[0].name: is required"
                        , "models[0].candidates: is required, unless there are substitutes"),
                // URLs
                wrong("providers: [{ id: house, dialect: openai, base-url: \"api.example.com\" }]",
                        "providers[0].base-url: expected a URL such as https://api.example.com/v1"),
                wrong("providers: [{ id: house, dialect: openai, base-url: \"ftp://h/v1\" }]",
                        "providers[0].base-url: expected a URL such as https://api.example.com/v1"),
                wrong("providers: [{ id: house, dialect: openai, base-url: \"http://u:p@h/v1\" }]",
                        "providers[0].base-url: must not hold a user or password; use api-key or headers"),
                wrong("providers: [{ id: house, dialect: openai, base-url: \"http://h/v1?a=b\" }]",
                        "providers[0].base-url: must not have a query or a fragment"),
                wrong("redis: { url: \"http://h\" }", "redis.url: expected a URL such as redis://127.0.0.1:6379"),
                // ids, names, references
                wrong("providers: [{ id: a/b }]", "providers[0].id: may hold letters, digits and hyphens only"),
                wrong("providers: [" + HOUSE + " }, " + HOUSE + " }]", "providers[1]: the id \"house\" is there twice"),
                wrong(provider("models: [m, m]"), "providers[0].models[1]: the model \"m\" is there twice"),
                wrong(provider("models: [{ name: \"*\", upstream: x }]"), "providers[0].models[0]: * takes every name"
                        + " and hands it on unchanged; only capabilities can be said of it"),
                wrong(provider("preset: opnai"),
                        "providers[0].preset: \"opnai\" is not a preset (did you mean \"openai\"?)"),
                wrong(provider("") + "\nmodels: [{ name: a, candidates: [huose/m] }]", "models[0].candidates[0]:"
                        + " no provider \"huose\" is configured (did you mean \"house\"?)"),
                wrong(provider("") + "\nmodels: [{ name: a, candidates: [openai/gpt-5] }]", "models[0].candidates[0]:"
                        + " no provider \"openai\" is configured; list it in providers, or set OPENAI_API_KEY"),
                wrong(provider("") + "\nmodels: [{ name: a, candidates: [gpt-5] }]",
                        "models[0].candidates[0]: expected provider/model"),
                wrong(provider("") + "\nmodels: [{ name: a, candidates: [house/m, house/m] }]",
                        "models[0].candidates[1]: is there twice"),
                wrong(provider("") + "\nmodels: [{ name: a, candidates: [house/m] }, { name: a, candidates: [house/n] }]",
                        "models[1]: the name \"a\" is there twice"),
                wrong(provider("") + "\nmodels: [{ name: house/x, candidates: [house/m] }]",
                        "models[0].name: begins with the id of a provider, so it names a model of that provider"),
                wrong(provider("") + "\nmodels: [{ name: \"*\", candidates: [house/m] }]",
                        "models[0].name: * cannot be an alias; list it in the models of a provider"),
                // headers, mock
                wrong(provider("headers: { \"bad name\": x }"),
                        "providers[0].headers.bad name: is not the name of an HTTP header"),
                wrong(provider("headers: { X-A: \"a\\nb\" }"),
                        "providers[0].headers.X-A: holds a character that no HTTP header has"),
                wrong(provider("headers: { X-A: a, x-a: b }"),
                        "providers[0].headers.x-a: is there twice (upper and lower case are the same in headers)"),
                wrong(provider("auth: { prefix: x }"), "providers[0].auth.header: is required"),
                wrong(provider("auth: { header: x-key, prefix: \"Schl\u00fcssel \" }"),
                        "providers[0].auth.prefix: holds a character that no HTTP header has"),
                wrong(provider("mock: { reply: hi }"),
                        "providers[0].mock: only a provider of the mock dialect has scripts"),
                wrong("providers: [{ id: mock, base-url: \"http://h\" }]",
                        "providers[0].base-url: the mock dialect answers inside the gateway and has no URL"),
                // keys that must be there
                wrong("server: { host: 0.0.0.0 }", "server.api-keys: must hold at least one key, because the host 0.0.0.0"
                        + " can be reached from other machines; set SYNAXIS_API_KEY, or use the host 127.0.0.1"),
                wrong("server: { host: 0.0.0.0, api-keys: [\"${KEY_ONE}\"] }", "server.api-keys: must hold at least one"
                        + " key, because the host 0.0.0.0 can be reached from other machines; set SYNAXIS_API_KEY, or"
                        + " use the host 127.0.0.1 (not set: KEY_ONE)"),
                wrong("providers: [{ id: groq }]",
                        "providers[0].api-key: the environment variable GROQ_API_KEY is not set"),
                wrong("providers: [{ id: groq, api-key: \"${MY_GROQ}\" }]",
                        "providers[0].api-key: the environment variable MY_GROQ is not set"),
                wrong("providers: [{ id: google }]", "providers[0].api-key: none of the environment variables"
                        + " GEMINI_API_KEY, GOOGLE_API_KEY is set"),
                wrong("providers: [{ id: cloudflare, api-key: k }]",
                        "providers[0].base-url: the environment variable CLOUDFLARE_ACCOUNT_ID is not set"),
                // placeholders
                wrong("strategy: \"${STRATEGY}\"", "strategy: the environment variable STRATEGY is not set"),
                wrong("server: { port: \"${PORT}\" }", "server.port: the environment variable PORT is not set"),
                wrong("server: { host: \"${HOST\" }", "server.host: has a ${ without its }"),
                wrong("server: { host: \"${a b}\" }",
                        "server.host: has a ${...} that does not hold the name of a variable"),
                // the document itself
                wrong("server: { port: 1 }\nserver: { port: 2 }",
                        "synaxis.yaml (line 2, column 7): the field 'server' is there twice"),
                wrong("server: *x", "synaxis.yaml (line 1, column 9): aliases (*name) are not supported; quote a name"
                        + " that begins with *"),
                wrong("server: { port: 1", "synaxis.yaml (line 1, column 18): is not YAML: while parsing a flow mapping,"
                        + " expected ',' or '}', but got <stream end>"),
                wrong("a: &x 1\nserver: *x", "synaxis.yaml (line 2, column 9): aliases (*name) are not supported;"
                        + " quote a name that begins with *"),
                wrong(provider("models: [*]"), "synaxis.yaml (line 1, column 91): is not YAML: quote a text that begins"
                        + " with * (\"*\")"),
                wrong("server: {}\n---\nserver: {}", "synaxis.yaml (line 3, column 1): holds more than one document"));
    }

    private static String provider(String field) {
        return "providers: [" + HOUSE + (field.isEmpty() ? "" : ", " + field) + " }]";
    }

    private static Arguments wrong(String yaml, String... problems) {
        return Arguments.of(yaml, String.join("\n", problems));
    }

    @Test
    void shouldReportEverythingAtOnceWhenSeveralFieldsAreWrong() {
        String yaml = """
                server: { port: x, host: 0.0.0.0 }
                strategy: none
                providers:
                  - { id: groq, tier: best }
                  - { id: house, dialect: openai, timeouts: { connect: 3 } }
                models:
                  - { name: smart, candidates: [nobody/m] }
                """;

        List<String> problems = TestConfig.problems(directory, yaml);

        assertThat(problems).extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "server.port",
                        "server.api-keys",
                        "strategy",
                        "providers[0].tier",
                        "providers[0].api-key",
                        "providers[1].base-url",
                        "providers[1].timeouts.connect",
                        "models[0].candidates[0]");
    }

    @Test
    void shouldNameFileWhenConfiguredOneIsMissing() {
        assertThatThrownBy(() -> TestConfig.withoutFile(directory, "SYNAXIS_CONFIG", "gone.yaml"))
                .isInstanceOf(IllegalConfigException.class)
                .hasMessageContaining("SYNAXIS_CONFIG: there is no file " + directory.resolve("gone.yaml"));
    }

    @Test
    void shouldNameVariableWhenOverrideIsWrong() {
        assertThat(TestConfig.problems(directory, "", "SYNAXIS_PORT", "http"))
                .containsExactly("SYNAXIS_PORT: expected a port between 0 and 65535");
        assertThat(TestConfig.problems(directory, "", "SYNAXIS_HOST", "a b"))
                .containsExactly("SYNAXIS_HOST: expected the name or the address of an interface, such as 127.0.0.1"
                        + " or 0.0.0.0");
    }
}
