package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.testkit.ServiceAccountKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that work on the first day stand for what is configured. */
class CatalogAliasesTest {

    private static final String[] NAMES = {"auto", "smart", "fast", "cheap", "free", "vision", "code", "long"};

    @TempDir
    Path directory;

    @Test
    void shouldStandForEveryModelOfConfiguredProviders() {
        GatewayConfig config = TestConfig.withoutFile(directory, "GROQ_API_KEY", "g", "OPENAI_API_KEY", "o");

        assertThat(config.models()).containsOnlyKeys(NAMES);
        assertThat(config.models().get("fast").candidates()).contains(
                new Target("groq", "openai/gpt-oss-120b"), new Target("openai", "gpt-6-luna"));
        assertThat(config.models().get("free").candidates())
                .isNotEmpty()
                .allSatisfy(target -> assertThat(target.provider()).isEqualTo("groq"));
        assertThat(config.models().values()).allSatisfy(rule ->
                assertThat(rule.candidates()).doesNotHaveDuplicates().allSatisfy(target ->
                        assertThat(config.provider(target.provider())).isNotNull()));
    }

    @Test
    void shouldBeThereForEveryProviderThatChats() {
        for (Preset preset : Presets.load().all()) {
            if (preset.off() != null || preset.keys().isEmpty()) {
                continue;
            }
            String variable = preset.keys().getFirst();
            Map<String, String> variables = new HashMap<>(Map.of(variable, key(variable)));
            preset.otherVariables().forEach(name -> variables.put(name, name.endsWith("ENDPOINT") ? "https://example.com" : "abc"));
            GatewayConfig config = new ConfigLoader(variables, directory).load();
            boolean chats = config.providers().stream().flatMap(provider -> provider.models().stream())
                    .anyMatch(model -> model.capabilities() != null && model.capabilities().contains(ProviderCapability.CHAT));

            assertThat(config.models().containsKey("auto")).as(preset.id()).isEqualTo(chats || config.provider("mock") != null);
        }
    }

    @Test
    void shouldStandForTheMockWhenNobodyElseIsThere() {
        GatewayConfig config = TestConfig.withoutFile(directory);

        assertThat(config.models()).containsOnlyKeys(NAMES);
        assertThat(config.models()).allSatisfy((name, rule) ->
                assertThat(rule.candidates()).containsExactly(new Target("mock", name)));
    }

    @Test
    void shouldBeAbsentWhenNobodyHasAModelOfTheirs() {
        assertThat(TestConfig.load(directory, """
                providers:
                  - { id: mock, dialect: mock }
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:8000/v1", models: [own] }
                """).models()).isEmpty();
    }

    @Test
    void shouldGiveWayToNamesOfTheFile() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - { id: groq, api-key: g }
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:8000/v1", models: [fast, gpt-oss-120b] }
                models:
                  - { name: smart, candidates: [groq/gpt-oss-20b] }
                """);

        assertThat(config.models().get("smart").candidates()).containsExactly(new Target("groq", "openai/gpt-oss-20b"));
        assertThat(config.models()).doesNotContainKey("fast").containsKey("auto");
        assertThat(config.models().get("auto").candidates()).contains(new Target("house", "gpt-oss-120b"));
    }

    @Test
    void shouldKnowSecondAccountOfVendor() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - { id: groq, api-key: g }
                  - { id: groq-2, preset: groq, api-key: h }
                """);

        assertThat(config.models().get("fast").candidates())
                .contains(new Target("groq", "openai/gpt-oss-120b"), new Target("groq-2", "openai/gpt-oss-120b"));
    }

    @Test
    void shouldCountAsFreeWhatPaidVendorGivesAway() {
        GatewayConfig config = TestConfig.withoutFile(directory, "ZAI_API_KEY", "z");

        assertThat(config.provider("zai").tier()).isEqualTo(Tier.PAID);
        assertThat(config.models().get("free").candidates()).containsExactly(new Target("zai", "glm-4.7-flash"));
    }

    @Test
    void shouldHoldWhatItsNamePromises() {
        Map<String, String> everything = new HashMap<>();
        for (Preset preset : Presets.load().all()) {
            preset.keys().forEach(name -> everything.put(name, key(name)));
            preset.otherVariables().forEach(name -> everything.put(name, name.endsWith("ENDPOINT") ? "https://example.com" : "abc"));
        }
        GatewayConfig config = new ConfigLoader(everything, directory).load();

        assertThat(config.models()).containsOnlyKeys(NAMES);
        assertThat(config.models().get("vision").candidates())
                .allSatisfy(target -> assertThat(model(config, target).traits().abilities()).contains(Ability.VISION));
        assertThat(config.models().get("long").candidates())
                .allSatisfy(target -> assertThat(model(config, target).traits().contextWindow()).isGreaterThan(900_000));
        assertThat(config.models().get("free").candidates()).allSatisfy(target -> assertThat(config.provider(target.provider())
                        .free(model(config, target).price(target.provider())))
                .isTrue());
        assertThat(config.models().values()).extracting(ModelRule::candidates).allSatisfy(candidates ->
                assertThat(candidates).hasSizeGreaterThan(5));
    }

    private static ModelInfo model(GatewayConfig config, Target target) {
        return config.catalog().values().stream()
                .filter(info -> target.upstream().equals(info.upstream().get(target.provider())))
                .findFirst()
                .orElseThrow();
    }

    /** Something that the variable may hold: a key, or the file of one. */
    private String key(String variable) {
        if (!variable.equals("GOOGLE_APPLICATION_CREDENTIALS")) {
            return "k";
        }
        try {
            return ServiceAccountKey.create().write(directory, "https://example.com/token").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
