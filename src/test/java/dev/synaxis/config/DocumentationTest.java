package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows can be loaded, and what it says of presets is what the catalogue holds. */
class DocumentationTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern YAML = Pattern.compile("^```yaml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void shouldLoadEveryExampleOfThePage() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = YAML.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
        for (String block : blocks) {
            assertThat(TestConfig.problems(directory, block)).as(block).isEmpty();
        }
    }

    @Test
    void shouldShowDefaultsInTheWholeFile() throws IOException {
        Matcher matcher = YAML.matcher(Files.readString(PAGE));
        assertThat(matcher.find()).isTrue();

        GatewayConfig shown = TestConfig.load(directory, matcher.group(1));

        GatewayConfig defaults = TestConfig.load(directory, "");
        assertThat(shown.server()).isEqualTo(defaults.server());
        assertThat(shown.strategy()).isEqualTo(defaults.strategy());
        assertThat(shown.resilience()).isEqualTo(defaults.resilience());
        assertThat(shown.provider("groq").timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(shown.redis()).isEqualTo(
                TestConfig.load(directory, "redis: { url: \"redis://127.0.0.1\" }").redis());
    }

    @Test
    void shouldLoadExampleFileWhenItsKeysAreSet() throws IOException {
        String yaml = Files.readString(Path.of("synaxis.example.yaml"));

        GatewayConfig config = TestConfig.load(directory, yaml, "GROQ_API_KEY", "g", "OPENAI_API_KEY", "o");

        assertThat(TestConfig.ids(config)).containsExactly("groq", "openai", "house-vllm");
        assertThat(config.models()).containsKeys("smart", "gpt-5.4");
    }

    @Test
    void shouldLoadExampleOfReadmeWhenItsKeyIsSet() throws IOException {
        Matcher matcher = YAML.matcher(Files.readString(Path.of("README.md")));
        assertThat(matcher.find()).isTrue();

        GatewayConfig config = TestConfig.load(directory, matcher.group(1), "GROQ_API_KEY", "g");

        assertThat(TestConfig.ids(config)).containsExactly("groq", "house-vllm");
    }

    @Test
    void shouldLoadConfigurationOfComposeWithTheVariablesThatItHandsOver() throws IOException {
        JsonNode compose = new ObjectMapper(new YAMLFactory()).readTree(Path.of("docker-compose.yml").toFile());
        List<String> environment = new ArrayList<>();
        compose.at("/services/synaxis/environment").fieldNames().forEachRemaining(name -> {
            environment.add(name);
            environment.add(name.equals("SYNAXIS_CONFIG") ? "synaxis.yaml" : "value-of-" + name);
        });
        // compose itself writes two dollars as one
        String yaml = compose.at("/configs/synaxis/content").textValue().replace("$$", "$");

        assertThat(compose.at("/services/synaxis/configs").isArray()).isTrue();
        assertThat(TestConfig.load(directory, yaml, environment.toArray(String[]::new)).server().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void shouldListEveryPresetWithItsKeyOrReason() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Presets.load().all()).allSatisfy(preset -> {
            String text = preset.off() != null
                    ? "| `" + preset.id() + "` | " + preset.off() + " |"
                    : preset.keys().isEmpty()
                            ? "`" + preset.id() + "`"
                            : "| `" + preset.id() + "` | `" + preset.keys().getFirst() + "`";
            assertThat(page).contains(text);
        });
    }
}
