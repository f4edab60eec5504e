package dev.synaxis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.synaxis.camel.ReloadReplies;
import dev.synaxis.camel.RouteFiles;
import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route file keeps to. */
class RouteConventionsTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> TYPES = Set.of("route", "routeTemplate", "routeConfiguration");
    /** Steps that the compact notation writes as a bare text. */
    private static final Set<String> EXPANDED =
            Set.of("to", "bean", "setBody", "setProperty", "setHeader", "removeHeaders", "log", "simple", "constant", "from");
    private static final Pattern SECRET = Pattern.compile("sk-|api[-_]?key|password|secret|bearer|token", Pattern.CASE_INSENSITIVE);

    static List<Path> files() {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The one route, template or configuration of a file. */
    private static JsonNode definition(Path file) {
        return tree(file).get(0).elements().next();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHoldOneDefinitionThatIsNamedAsItsFile(Path file) {
        JsonNode tree = tree(file);
        String name = file.getFileName().toString();

        assertThat(name).endsWith(".camel.yaml");
        assertThat(tree.isArray() && tree.size() == 1).isTrue();
        assertThat(TYPES).contains(tree.get(0).fieldNames().next());
        JsonNode definition = definition(file);
        assertThat(definition.path("id").asText()).isEqualTo(name.substring(0, name.indexOf('.')));
        assertThat(definition.path("description").asText()).isNotBlank();
    }

    @Test
    void shouldBeAmongTheFilesThatAreLoaded() {
        List<String> names = files().stream()
                .map(file -> ROUTES.relativize(file).toString().replace(".camel.yaml", ""))
                .toList();
        List<String> whereConfigured = names.stream()
                .filter(name -> name.startsWith("vendor/") || name.startsWith("inbound/") && !name.startsWith("inbound/http-"))
                .toList();

        assertThat(RouteFiles.names(whereConfigured)).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeReadByCamel(Path file) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(
                    PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));

            int definitions = camel.getRouteDefinitions().size() + camel.getRouteTemplateDefinitions().size()
                    + camel.getRouteConfigurationDefinitions().size();
            assertThat(definitions).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeWrittenInTheCanonicalForm(Path file) {
        JsonNode definition = definition(file);

        walk(definition, node -> node.properties().forEach(field -> {
            assertThat(field.getKey()).isNotIn("toD", "steps ");
            if (EXPANDED.contains(field.getKey())) {
                assertThat(field.getValue().isObject()).as(field.getKey() + " in the compact notation").isTrue();
            }
            if (field.getKey().equals("uri")) {
                assertThat(field.getValue().asText()).as("parameters belong under 'parameters'").doesNotContain("?");
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldGiveEveryBreakerAFallbackAndAnId(Path file) {
        walk(definition(file), node -> {
            JsonNode breaker = node.get("circuitBreaker");
            if (breaker != null && breaker.isObject()) {
                assertThat(breaker.at("/onFallback/steps").size()).isPositive();
                assertThat(breaker.path("id").asText()).isNotBlank();
                assertThat(breaker.at("/resilience4jConfiguration/throwExceptionWhenHalfOpenOrOpenState").asBoolean())
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHoldNoSecret(Path file) {
        walk(definition(file), node -> node.properties().forEach(field -> {
            if (field.getValue().isTextual() && !field.getKey().equals("description")) {
                assertThat(field.getValue().asText()).doesNotContainPattern(SECRET);
            }
        }));
    }

    @Test
    void shouldHaveAConsumerForEveryDirectEndpoint() {
        Set<String> consumers = new HashSet<>();
        Set<String> called = new HashSet<>();
        for (Path file : files()) {
            JsonNode definition = definition(file);
            String from = definition.at("/from/uri").asText();
            if (from.startsWith("direct:")) {
                consumers.add(from);
                assertThat(from).isIn("direct:" + definition.path("id").asText(), "direct:{{route}}");
            }
            walk(definition.path("from").path("steps"), node -> {
                String uri = node.path("uri").asText();
                if (uri.startsWith("direct:")) {
                    called.add(uri);
                }
            });
        }

        assertThat(called).isNotEmpty();
        assertThat(consumers).containsAll(called);
    }

    @Test
    void shouldNameOnlyBeansThatThereAre(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("synaxis.yaml"), """
                inbound:
                  kafka: { brokers: "127.0.0.1:1", topic: requests }
                  jms: { url: "tcp://127.0.0.1:1", queue: requests }
                """);
        GatewayConfig config = new ConfigLoader(Map.of("SYNAXIS_PORT", "0", "SYNAXIS_FILES", "files"), directory).load();
        try (ProcessBeans process = new ProcessBeans(config, Clock.systemUTC());
                SynaxisBeans beans = new SynaxisBeans(config, process, null)) {
            Map<String, Class<?>> known = new java.util.HashMap<>();
            beans.bind((name, bean) -> known.put(name, bean.getClass()));
            process.doorBeans().forEach((name, bean) -> known.put(name, bean.getClass()));
            known.put("reload", ReloadReplies.class);
            List<String> named = new ArrayList<>();
            for (Path file : files()) {
                walk(definition(file), node -> {
                    String ref = node.path("ref").asText();
                    if (!ref.isEmpty()) {
                        named.add(ref);
                        assertThat(known).as(file.toString()).containsKey(ref);
                        assertThat(Stream.of(known.get(ref).getMethods()).map(java.lang.reflect.Method::getName))
                                .as(file + ": " + ref)
                                .contains(node.path("method").asText());
                    }
                });
            }
            assertThat(named).isNotEmpty();
        }
    }

    private static void walk(JsonNode node, Consumer<JsonNode> look) {
        if (node.isObject()) {
            look.accept(node);
        }
        node.forEach(child -> walk(child, look));
    }
}
