package dev.synaxis.config;

import dev.synaxis.failure.IllegalConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads configurations from text. */
final class TestConfig {

    private TestConfig() {}

    /** @param environment names and values in turn */
    static GatewayConfig load(Path directory, String yaml, String... environment) {
        try {
            Files.writeString(directory.resolve("synaxis.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return withoutFile(directory, environment);
    }

    static GatewayConfig withoutFile(Path directory, String... environment) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return new ConfigLoader(variables, directory).load();
    }

    static List<String> problems(Path directory, String yaml, String... environment) {
        try {
            load(directory, yaml, environment);
        } catch (IllegalConfigException e) {
            return e.problems();
        }
        return List.of();
    }

    /** Without {@code local}, which is always there. */
    static List<String> ids(GatewayConfig config) {
        return config.providers().stream().map(ProviderConfig::id).filter(id -> !id.equals("local")).toList();
    }
}
