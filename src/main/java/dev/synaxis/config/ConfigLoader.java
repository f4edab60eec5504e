package dev.synaxis.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Redis;
import dev.synaxis.config.GatewayConfig.Server;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.model.RoutingStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of a YAML file, the environment and the catalogue. {@code SYNAXIS_CONFIG} names the file;
 * without it {@code synaxis.yaml} of the working directory is read where it is there. {@code SYNAXIS_HOST} and
 * {@code SYNAXIS_PORT} override the file.
 */
public final class ConfigLoader {

    static final String FILE = "SYNAXIS_CONFIG";

    private static final String DEFAULT_FILE = "synaxis.yaml";

    private final Placeholders environment;
    private final Path workingDirectory;

    public ConfigLoader(Map<String, String> environment, Path workingDirectory) {
        this.environment = new Placeholders(environment);
        this.workingDirectory = workingDirectory;
    }

    /** @throws IllegalConfigException with every problem found, each with the path of its field in front */
    public GatewayConfig load() {
        Problems problems = new Problems();
        ObjectNode tree = file(problems);
        problems.throwIfAny();
        Section root = new Section("", tree, environment, problems);
        Presets presets = Presets.load();
        ModelCatalog catalog = ModelCatalog.load();

        ServerReader serverReader = new ServerReader(environment, problems);
        Server server = serverReader.server(root.section("server"));
        Redis redis = serverReader.redis(root);
        RoutingStrategy strategy = root.choice("strategy", Words.STRATEGIES);
        Resilience resilience = ResilienceReader.gateway(root.section("resilience"));
        Duration listEvery = listEvery(root.section("model-lists"));
        ProviderReader providerReader = new ProviderReader(presets, catalog, environment, problems, resilience, listEvery);
        List<Provided> providers = new ProvidersReader(presets, environment, providerReader).read(root);
        Map<String, ModelRule> models = new AliasReader(providers, presets).read(root);
        InboundConfig inbound = new InboundReader(environment, problems, workingDirectory).read(root);
        UsageConfig usage = UsageConfig.read(root.section("usage"));
        root.end();
        problems.throwIfAny();

        boolean listed = root.has("providers") && !root.items("providers").isEmpty();
        Map<String, ModelInfo> known = catalog.with(providers);
        return new GatewayConfig(
                server,
                strategy == null ? RoutingStrategy.COST : strategy,
                redis,
                providers.stream().map(Provided::config).toList(),
                resilience,
                new CatalogAliases(catalog.aliases(), providers, known).under(models),
                known,
                inbound,
                usage,
                new Notices(presets, environment)
                        .write(source(), listed, providers, server, serverReader.unsetKeys()));
    }

    /** How often providers' own lists of models are read; null for never. */
    private static @Nullable Duration listEvery(Section section) {
        boolean enabled = section.flag("enabled", true);
        Duration every = section.duration("every", Duration.ofDays(1));
        section.end();
        return enabled ? every : null;
    }

    /** A digest of the file's content, whatever way its path leads there; null where there is none to read. */
    public @Nullable String fingerprint() {
        Path path = path();
        if (path == null) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String source() {
        Path path = path();
        return path == null ? "the environment alone (no " + DEFAULT_FILE + " here)" : path.toString();
    }

    /** The file to read; null where none is named and the default one is absent. */
    private @Nullable Path path() {
        String named = environment.variable(FILE);
        if (named != null) {
            return workingDirectory.resolve(named);
        }
        Path path = workingDirectory.resolve(DEFAULT_FILE);
        return Files.exists(path) ? path : null;
    }

    private ObjectNode file(Problems problems) {
        Path path = path();
        ObjectNode tree = null;
        if (path != null && !Files.isRegularFile(path)) {
            problems.add(environment.variable(FILE) == null ? DEFAULT_FILE : FILE, "there is no file " + path);
        } else if (path != null) {
            try {
                tree = YamlFile.read(path.getFileName().toString(), Files.readString(path), problems);
            } catch (IOException e) {
                problems.add(path.getFileName().toString(), "cannot be read (is it text in UTF-8?)");
            }
        }
        return tree == null ? JsonNodeFactory.instance.objectNode() : tree;
    }
}
