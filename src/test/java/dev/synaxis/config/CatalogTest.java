package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synaxis.testkit.ServiceAccountKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue that comes with Synaxis is whole and agrees with itself. */
class CatalogTest {

    @TempDir
    Path directory;

    @Test
    void shouldHaveEveryVendorOfTheList() {
        assertThat(Presets.load().ids()).contains(
                "openai", "anthropic", "google", "vertex", "cohere", "cloudflare", "cloudflare-run", "azure", "bedrock", "elevenlabs",
                "deepgram", "stability", "replicate", "aihorde", "pollinations", "local", "mock", "groq", "cerebras",
                "sambanova", "siliconflow", "zai", "openrouter", "nvidia", "huggingface", "github-models", "mistral",
                "kilocode", "ollama", "llamacpp", "vllm", "lmstudio", "deepseek", "together", "fireworks", "fireworks-images", "deepinfra",
                "hyperbolic", "nebius", "xai", "perplexity", "moonshot", "dashscope", "novita", "nous", "lambda",
                "vercel-gateway");
    }

    @Test
    void shouldLoadEveryPresetWhenAllVariablesAreSet() throws IOException {
        Map<String, String> everything = new HashMap<>();
        for (Preset preset : Presets.load().all()) {
            preset.keys().forEach(name -> everything.put(name, "k"));
            preset.otherVariables().forEach(name -> everything.put(name, "https://example.com"));
        }
        everything.put("CLOUDFLARE_ACCOUNT_ID", "abc");
        everything.put("GOOGLE_CLOUD_PROJECT", "p");
        everything.put("AZURE_TENANT_ID", "t");
        everything.put("GOOGLE_APPLICATION_CREDENTIALS",
                ServiceAccountKey.create().write(directory, "https://oauth2.googleapis.com/token").toString());

        GatewayConfig config = new ConfigLoader(everything, directory).load();

        assertThat(config.providers()).hasSizeGreaterThan(25).allSatisfy(provider -> {
            if (!Dialects.inProcess(provider.dialect())) {
                assertThat(provider.baseUrl()).isNotNull();
                assertThat(provider.apiKey()).isNotNull();
            }
            assertThat(provider.capabilities()).isNotEmpty();
        });
    }

    @Test
    void shouldGiveEveryPresetADialectAndAnAddress() {
        assertThat(Presets.load().all()).allSatisfy(preset -> {
            String dialect = preset.fields().path("dialect").asText();
            assertThat(Dialects.all()).as(preset.id()).containsKey(dialect);
            if (!Dialects.inProcess(dialect)) {
                assertThat(preset.fields().path("base-url").asText()).as(preset.id()).matches("(https?:|\\$\\{).*");
            }
        });
    }

    @Test
    void shouldKnowTheLimitsOfFreeTiersWhereVendorsHaveAny() {
        List<String> unlimited = new ArrayList<>();
        for (Preset preset : Presets.load().all()) {
            boolean free = preset.fields().path("tier").asText().equals("free");
            if (free && preset.off() == null && !preset.keys().isEmpty() && preset.freeLimits().isEmpty()) {
                unlimited.add(preset.id());
            }
        }

        assertThat(unlimited).as("paid with credits, or limits in the account only")
                .containsExactlyInAnyOrder("huggingface", "mistral", "pollinations");
    }

    @Test
    void shouldKnowTheFreeLimitsOfTwentyVendors() {
        List<String> limited = new ArrayList<>();
        for (Preset preset : Presets.load().all()) {
            if (preset.off() == null && !preset.freeLimits().isEmpty()) {
                limited.add(preset.id());
            }
        }

        // two ways to one vendor
        limited.remove("cloudflare-run");
        assertThat(limited).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void shouldLimitOnlyModelsThatThePresetHas() throws IOException {
        Map<String, Set<String>> upstreams = new HashMap<>();
        models().get("models").forEach(model -> model.path("upstream").properties().forEach(upstream ->
                upstreams.computeIfAbsent(upstream.getKey(), id -> new HashSet<>()).add(upstream.getValue().asText())));

        for (Preset preset : Presets.load().all()) {
            Set<String> names = new HashSet<>(preset.paidOnly());
            JsonNode limits = preset.freeLimits().get("model-limits");
            if (limits != null) {
                limits.fieldNames().forEachRemaining(names::add);
                names.remove(LimitsReader.EVERY);
            }
            assertThat(upstreams.getOrDefault(preset.id(), Set.of())).as(preset.id()).containsAll(names);
        }
    }

    @Test
    void shouldLimitOnlyWhatCostsNothingAtAVendorThatIsPaid() throws IOException {
        JsonNode models = models().get("models");

        for (Preset preset : Presets.load().all()) {
            if (preset.fields().path("tier").asText().equals("paid") && !preset.freeLimits().isEmpty()) {
                assertThat(preset.freeLimits()).as(preset.id()).containsOnlyKeys("model-limits");
                preset.freeLimits().get("model-limits").fieldNames().forEachRemaining(name ->
                        assertThat(models).as(preset.id() + '/' + name).anySatisfy(model -> {
                            assertThat(model.path("upstream").path(preset.id()).asText()).isEqualTo(name);
                            assertThat(model.path("price").path(preset.id()))
                                    .isNotEmpty()
                                    .allSatisfy(price -> assertThat(price.asDouble()).isZero());
                        }));
            }
        }
    }

    @Test
    void shouldNameOnlyPresetsWithSourceInModels() throws IOException {
        Presets presets = Presets.load();
        JsonNode catalog = models();

        assertThat(catalog.get("models")).hasSizeGreaterThanOrEqualTo(200).allSatisfy(model -> {
            assertThat(model.path("upstream")).as(model.path("name").asText()).isNotEmpty();
            model.path("upstream").fieldNames().forEachRemaining(id -> {
                assertThat(presets.get(id)).as(id).isNotNull();
                assertThat(catalog.path("sources").path(id).path("url").asText()).as(id).startsWith("https://");
                assertThat(catalog.path("sources").path(id).path("read").asText()).as(id).isNotBlank();
            });
            model.path("price").fieldNames().forEachRemaining(
                    id -> assertThat(model.path("upstream").has(id)).as(id).isTrue());
        });
    }

    @Test
    void shouldKnowWindowAndPriceOfEveryChatModel() {
        GatewayConfig config = new ConfigLoader(Map.of(), directory).load();

        assertThat(config.catalog().values())
                .filteredOn(model -> !model.traits().abilities().isEmpty())
                .allSatisfy(model -> {
                    assertThat(model.traits().contextWindow()).as(model.name()).isGreaterThan(1000);
                    assertThat(model.prices()).as(model.name()).isNotEmpty();
                });
    }

    @Test
    void shouldSayInWhichUnitEveryPriceIsAndNothingElse() throws IOException {
        Set<String> units = Set.of("input", "output", "cached-input", "cache-write", "hour-write", "image-input", "image", "audio-minute", "characters");

        assertThat(models().get("models")).allSatisfy(model -> model.path("price").properties().forEach(price -> {
            String where = model.path("name").asText() + " at " + price.getKey();
            assertThat(price.getValue()).as(where).isNotEmpty();
            price.getValue().properties().forEach(unit -> {
                assertThat(units).as(where).contains(unit.getKey());
                assertThat(unit.getValue().isNumber() && unit.getValue().asDouble() >= 0).as(where).isTrue();
            });
            assertThat(price.getValue().path("cached-input").asDouble())
                    .as(where)
                    .isLessThanOrEqualTo(price.getValue().path("input").asDouble());
        }));
    }

    @Test
    void shouldHaveOneCanonicalNameForOneThing() throws IOException {
        Map<String, String> byUpstream = new HashMap<>();
        Map<String, String> bySpelling = new HashMap<>();

        for (JsonNode model : models().get("models")) {
            String name = model.path("name").asText();
            model.path("upstream").properties().forEach(upstream -> assertThat(byUpstream.put(
                            upstream.getKey() + "/" + upstream.getValue().asText(), name))
                    .as(name)
                    .isNull());
            assertThat(bySpelling.put(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""), name)).as(name).isNull();
        }
    }

    @Test
    void shouldOfferOnlyWhatItsPresetsAndTheirDialectsCarry() throws IOException {
        Presets presets = Presets.load();

        for (JsonNode model : models().get("models")) {
            Set<String> capabilities = new HashSet<>();
            model.path("capabilities").forEach(c -> capabilities.add(c.asText()));
            if (capabilities.isEmpty()) {
                capabilities.add("chat");
            }
            model.path("upstream").properties().forEach(upstream -> {
                Preset preset = presets.get(upstream.getKey());
                assertThat(preset).isNotNull();
                Set<String> offered = new HashSet<>();
                preset.fields().path("capabilities").forEach(c -> offered.add(c.asText()));
                assertThat(offered)
                        .as(model.path("name").asText() + " at " + upstream.getKey())
                        .containsAnyElementsOf(capabilities);
            });
        }
    }

    @Test
    void shouldServeMostOpenWeightsAtSeveralVendors() throws IOException {
        List<String> shared = new ArrayList<>();
        for (JsonNode model : models().get("models")) {
            if (model.path("upstream").size() > 2) {
                shared.add(model.path("name").asText());
            }
        }

        assertThat(shared).hasSizeGreaterThan(60).contains(
                "gpt-oss-120b", "llama-3.3-70b", "deepseek-v4-pro", "glm-5.3", "kimi-k3", "qwen3.8-27b", "gemma-4-31b", "minimax-m3");
    }

    private static JsonNode models() throws IOException {
        try (InputStream in = CatalogTest.class.getResourceAsStream("/catalog/models.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }
}
