package dev.synaxis.config;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.ModelCatalog.Alias;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalogue's aliases, flattened to the providers that are configured: a candidate that names a model stands for every
 * provider that has it, in the order of the configuration. While there is only a mock that takes every name, it is what
 * they stand for, so that a client's choice of them holds from before the first key to after it.
 */
final class CatalogAliases {

    private final List<Alias> aliases;
    private final List<Provided> providers;
    private final Map<String, ModelInfo> models;

    /** @param models what is known of every model, the providers' own entries included */
    CatalogAliases(List<Alias> aliases, List<Provided> providers, Map<String, ModelInfo> models) {
        this.aliases = aliases;
        this.providers = providers;
        this.models = models;
    }

    /** The file's own rules, and the catalogue's under the names that mean nothing else here. */
    Map<String, ModelRule> under(Map<String, ModelRule> own) {
        Map<String, ModelRule> rules = new LinkedHashMap<>(own);
        for (Alias alias : aliases) {
            Set<Target> targets = targets(alias);
            if (!targets.isEmpty() && !listed(alias.name())) {
                rules.putIfAbsent(alias.name(), new ModelRule(alias.name(), List.copyOf(targets), List.of()));
            }
        }
        return rules;
    }

    private boolean listed(String name) {
        return providers.stream()
                .flatMap(provided -> provided.config().models().stream())
                .anyMatch(model -> model.name().equals(name));
    }

    private Set<Target> targets(Alias alias) {
        Set<Target> targets = new LinkedHashSet<>();
        for (String candidate : alias.candidates()) {
            int slash = candidate.indexOf('/');
            String name = candidate.substring(slash + 1);
            for (Provided provided : providers) {
                if (slash < 0 || candidate.startsWith(provided.preset() + "/")) {
                    add(targets, provided.config(), name, alias.free());
                }
            }
        }
        if (targets.isEmpty()) {
            providers.stream()
                    .map(Provided::config)
                    .filter(CatalogAliases::openMock)
                    .forEach(mock -> targets.add(new Target(mock.id(), alias.name())));
        }
        return targets;
    }

    private static boolean openMock(ProviderConfig provider) {
        return provider.dialect().equals(Dialects.MOCK)
                && provider.models().stream().anyMatch(model -> model.name().equals(ListedModelReader.ANY));
    }

    private void add(Set<Target> targets, ProviderConfig provider, String name, boolean free) {
        ModelInfo known = models.get(name);
        if (free && !provider.free(known == null ? null : known.price(provider.id()))) {
            return;
        }
        for (ProviderModel model : provider.models()) {
            if (model.name().equals(name)) {
                targets.add(new Target(provider.id(), model.upstream()));
            }
        }
    }
}
