package dev.synaxis.routing;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig.Target;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.usage.UpstreamModels;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What every model name stands for, worked out once. A name is, in this order: an alias; {@code provider/upstream-model};
 * a name that providers list; an upstream name that they list; else anything for the providers that list {@code *}.
 */
final class ModelIndex {

    private static final String ANY = "*";

    private final Map<String, ProviderConfig> providers = new LinkedHashMap<>();
    private final Map<String, ProviderModel> wildcards = new LinkedHashMap<>();
    private final Map<String, ModelEntry> entries = new HashMap<>();
    private final AtomicInteger otherTurns = new AtomicInteger();
    private final UpstreamModels catalog;

    ModelIndex(GatewayConfig config) {
        catalog = new UpstreamModels(config);
        Map<String, List<Offer>> offers = new LinkedHashMap<>();
        for (ProviderConfig provider : config.providers()) {
            providers.put(provider.id(), provider);
            for (ProviderModel model : provider.models()) {
                if (model.name().equals(ANY)) {
                    wildcards.putIfAbsent(provider.id(), model);
                } else {
                    add(offers.computeIfAbsent(model.name(), name -> new ArrayList<>()), offer(provider, model));
                }
            }
        }
        Map<String, ModelEntry> models = models(config, offers);
        config.models().values().stream().filter(rule -> !rule.candidates().isEmpty()).forEach(rule ->
                entries.put(rule.name(), entry(rule.name(), targets(rule.candidates()), rule)));
        nameProviders(config, models);
        models.forEach(this::putBare);
        forEachModel(config, (provider, model) -> putBare(model.upstream(), model(models, model)));
    }

    private Map<String, ModelEntry> models(GatewayConfig config, Map<String, List<Offer>> offers) {
        Map<String, ModelEntry> models = new LinkedHashMap<>();
        offers.forEach((name, list) -> models.put(name, entry(name, list, config.models().get(name))));
        for (ModelRule rule : config.models().values()) {
            if (rule.candidates().isEmpty()) {
                models.computeIfAbsent(rule.name(), name -> entry(name, anyName(name), rule));
            }
        }
        return models;
    }

    private ModelEntry entry(String name, List<Offer> offers, @Nullable ModelRule rule) {
        List<Offer> substitutes = rule == null ? List.of() : targets(rule.substitutes());
        return new ModelEntry(name, null, offers, substitutes, new AtomicInteger());
    }

    /** {@code provider/upstream-model} for all that is listed, so that it needs no string work per request. */
    private void nameProviders(GatewayConfig config, Map<String, ModelEntry> models) {
        forEachModel(config, (provider, model) ->
                putNamed(provider, model.upstream(), model(models, model)));
        forEachModel(config, (provider, model) ->
                putNamed(provider, model.name(), model(models, model)));
    }

    private void putNamed(ProviderConfig provider, String upstream, ModelEntry model) {
        Offer offer = Offer.named(provider, upstream, model.name(), catalog.find(provider.id(), upstream));
        entries.putIfAbsent(provider.id() + "/" + upstream, model.naming(offer));
    }

    private void putBare(String name, ModelEntry model) {
        if (named(name) == null) {
            entries.putIfAbsent(name, model);
        }
    }

    private static ModelEntry model(Map<String, ModelEntry> models, ProviderModel model) {
        ModelEntry entry = models.get(model.name());
        if (entry == null) {
            throw new IllegalStateException("no entry for the listed model " + model.name());
        }
        return entry;
    }

    private interface ModelVisitor {
        void visit(ProviderConfig provider, ProviderModel model);
    }

    /** Those whose upstream name is their own name first: they have the better claim to it. */
    private static void forEachModel(GatewayConfig config, ModelVisitor visitor) {
        for (boolean same : new boolean[] {true, false}) {
            for (ProviderConfig provider : config.providers()) {
                for (ProviderModel model : provider.models()) {
                    if (!model.name().equals(ANY) && model.name().equals(model.upstream()) == same) {
                        visitor.visit(provider, model);
                    }
                }
            }
        }
    }

    private Offer offer(ProviderConfig provider, ProviderModel model) {
        Set<ProviderCapability> capabilities = provider.capabilities();
        Set<ProviderCapability> only = model.capabilities();
        if (only != null) {
            Set<ProviderCapability> both = EnumSet.noneOf(ProviderCapability.class);
            both.addAll(only);
            both.retainAll(capabilities);
            capabilities = both;
        }
        return Offer.of(
                provider, model.upstream(), model.name(), catalog.find(provider.id(), model.upstream()), capabilities);
    }

    private List<Offer> targets(List<Target> targets) {
        List<Offer> offers = new ArrayList<>();
        for (Target target : targets) {
            ProviderConfig provider = providers.get(target.provider());
            if (provider != null) {
                add(offers, offer(provider, listed(provider, target.upstream())));
            }
        }
        return offers;
    }

    private ProviderModel listed(ProviderConfig provider, String upstream) {
        ProviderModel any = wildcards.get(provider.id());
        return provider.models().stream()
                .filter(model -> model.upstream().equals(upstream) && !model.name().equals(ANY))
                .findFirst()
                .orElseGet(() -> new ProviderModel(upstream, upstream, any == null ? null : any.capabilities()));
    }

    private static void add(List<Offer> offers, Offer offer) {
        if (offers.stream().noneMatch(offer::same)) {
            offers.add(offer);
        }
    }

    /** What the name stands for, or null where nobody is configured for it. */
    @Nullable ModelEntry find(String name) {
        ModelEntry entry = entries.get(name);
        if (entry != null) {
            return entry;
        }
        ProviderConfig provider = named(name);
        if (provider != null) {
            String upstream = name.substring(provider.id().length() + 1);
            Offer offer = Offer.named(provider, upstream, upstream, catalog.find(provider.id(), upstream));
            return new ModelEntry(upstream, offer, List.of(), List.of(), otherTurns);
        }
        return wildcards.isEmpty()
                ? null
                : new ModelEntry(name, null, anyName(name), List.of(), otherTurns);
    }

    /** The configured provider that a name begins with, where something follows its slash. */
    private @Nullable ProviderConfig named(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && slash < name.length() - 1 ? providers.get(name.substring(0, slash)) : null;
    }

    private List<Offer> anyName(String name) {
        List<Offer> offers = new ArrayList<>();
        for (String id : wildcards.keySet()) {
            Offer offer = wildcard(id, name);
            if (offer != null) {
                offers.add(offer);
            }
        }
        return offers;
    }

    /** The offer of a provider that takes any name, or null where this one does not. */
    @Nullable Offer wildcard(String id, String name) {
        ProviderConfig provider = providers.get(id);
        ProviderModel any = wildcards.get(id);
        return provider == null || any == null
                ? null
                : offer(provider, new ProviderModel(name, name, any.capabilities()));
    }

    @Nullable ProviderConfig provider(String id) {
        return providers.get(id);
    }
}
