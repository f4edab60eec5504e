package dev.synaxis.config;

import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.model.ProviderCapability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code providers}, or finds out which presets the environment switches on. */
final class ProvidersReader {

    private final Presets presets;
    private final Placeholders environment;
    private final ProviderReader reader;

    ProvidersReader(Presets presets, Placeholders environment, ProviderReader reader) {
        this.presets = presets;
        this.environment = environment;
        this.reader = reader;
    }

    /**
     * The providers that the file lists; where it has no such list, every preset whose key is set. In both cases with the
     * one that needs nothing, unless its id is taken.
     */
    List<Provided> read(Section root) {
        Value value = root.get("providers");
        boolean listed = value != null && !value.blank();
        List<Provided> providers = openMock(listed ? listed(value) : fromEnvironment());
        Preset local = presets.get(Dialects.LOCAL);
        if (local == null || providers.stream().anyMatch(p -> p.config().id().equals(local.id()))) {
            return providers;
        }
        List<Provided> all = new ArrayList<>(providers);
        all.add(reader.preset(local, "always"));
        return all;
    }

    private List<Provided> listed(Value value) {
        List<Provided> providers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Value> items = value.items();
        for (Value item : items) {
            Provided provided = reader.listed(item);
            if (provided == null) {
                continue;
            }
            if (!ids.add(provided.config().id())) {
                item.problem("the id \"" + provided.config().id() + "\" is there twice");
            }
            providers.add(provided);
        }
        if (items.isEmpty() && value.node().isArray()) {
            value.problem("is empty; leave it out to use every provider whose key variable is set");
        }
        return providers;
    }

    private List<Provided> fromEnvironment() {
        List<Provided> providers = new ArrayList<>();
        for (Preset preset : presets.all()) {
            Optional<String> key = key(preset, environment);
            if (key.isPresent() && preset.off() == null && missing(preset, environment).isEmpty()
                    && !othersFile(preset, environment)) {
                providers.add(reader.preset(preset, key.get()));
            }
        }
        Preset mock = presets.get(Dialects.MOCK);
        if (mock != null && providers.stream().noneMatch(ProvidersReader::chats)) {
            providers.add(reader.preset(mock, "no other chat provider"));
        }
        return providers;
    }

    /** The variable that holds the preset's key. */
    static Optional<String> key(Preset preset, Placeholders environment) {
        return preset.keys().stream()
                .filter(name -> environment.variable(name) != null)
                .findFirst();
    }

    /**
     * Whether the preset wants a service account's key file and the variable, which other tools read too, names something else:
     * that is no mistake in the gateway's configuration.
     */
    static boolean othersFile(Preset preset, Placeholders environment) {
        return preset.fields().path("sign-in").path("kind").asText().equals(SignInReader.SERVICE_ACCOUNT)
                && key(preset, environment)
                        .map(environment::variable)
                        .filter(path -> ServiceAccountFile.flaw(path) != null)
                        .isPresent();
    }

    /** The variables besides the key that the preset needs and that are not set. */
    static List<String> missing(Preset preset, Placeholders environment) {
        return preset.otherVariables().stream()
                .filter(name -> environment.variable(name) == null)
                .toList();
    }

    /**
     * A mock without models of its own takes every model name, for what no vendor is there to answer. Beside a provider that
     * chats it has the one model {@code mock}.
     */
    private static List<Provided> openMock(List<Provided> providers) {
        if (providers.stream().anyMatch(p -> chats(p) && !mock(p))) {
            return providers.stream().map(p -> modelless(p) ? with(p, Dialects.MOCK, null) : p).toList();
        }
        Set<ProviderCapability> vendors = providers.stream()
                .filter(p -> !Dialects.inProcess(p.config().dialect()))
                .flatMap(p -> p.config().capabilities().stream())
                .collect(Collectors.toSet());
        return providers.stream()
                .map(p -> modelless(p) ? takingEveryModel(p, vendors) : p)
                .toList();
    }

    private static boolean chats(Provided provided) {
        return provided.config().capabilities().contains(ProviderCapability.CHAT);
    }

    private static boolean mock(Provided provided) {
        return provided.config().dialect().equals(Dialects.MOCK);
    }

    private static boolean modelless(Provided provided) {
        return mock(provided) && provided.config().models().isEmpty();
    }

    private static Provided takingEveryModel(Provided provided, Set<ProviderCapability> vendors) {
        ProviderConfig config = provided.config();
        Set<ProviderCapability> alone = new HashSet<>(config.capabilities());
        alone.removeAll(vendors);
        return with(provided, ListedModelReader.ANY, alone.equals(config.capabilities()) ? null : Set.copyOf(alone));
    }

    private static Provided with(Provided provided, String model, @Nullable Set<ProviderCapability> capabilities) {
        ProviderModel only = new ProviderModel(model, model, capabilities);
        return new Provided(provided.config().withModels(List.of(only)), provided.preset(), provided.why(), List.of());
    }
}
