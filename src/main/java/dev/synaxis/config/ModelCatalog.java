package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models and aliases of {@code catalog/models.yaml} in their order. */
final class ModelCatalog {

    /** @param capabilities what the model is for */
    record Entry(ModelInfo info, Set<ProviderCapability> capabilities) {}

    /**
     * A name for several models.
     *
     * @param candidates {@code model}, at every provider that has it, or {@code preset/model}
     * @param free       whether only what costs nothing is meant
     */
    record Alias(String name, List<String> candidates, boolean free) {
        Alias {
            candidates = List.copyOf(candidates);
        }
    }

    private final Map<String, Entry> byName;
    private final List<Alias> aliases;

    private ModelCatalog(Map<String, Entry> byName, List<Alias> aliases) {
        this.byName = Collections.unmodifiableMap(byName);
        this.aliases = List.copyOf(aliases);
    }

    static ModelCatalog load() {
        Problems problems = new Problems();
        Section root = CatalogFile.read("models.yaml", problems);
        root.get("sources");
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Value item : root.items("models")) {
            Section section = item.section();
            Entry entry = section == null ? null : entry(section);
            if (entry != null && byName.put(entry.info().name(), entry) != null) {
                item.problem("is the second model called " + entry.info().name());
            }
        }
        List<Alias> aliases = new ArrayList<>();
        for (Value item : root.items("aliases")) {
            Section section = item.section();
            Alias alias = section == null ? null : alias(section, byName.keySet());
            if (alias != null) {
                aliases.add(alias);
            }
        }
        root.end();
        problems.throwIfAny();
        return new ModelCatalog(byName, aliases);
    }

    private static @Nullable Alias alias(Section section, Set<String> models) {
        String name = section.requiredText("name");
        boolean free = section.choice("tier", Words.TIERS) == Tier.FREE;
        List<String> candidates = new ArrayList<>();
        for (Value item : section.items("candidates")) {
            String candidate = item.text();
            if (candidate != null && !models.contains(candidate.substring(candidate.indexOf('/') + 1))) {
                item.problem("no model is called so");
            } else if (candidate != null) {
                candidates.add(candidate);
            }
        }
        section.end();
        return name == null ? null : new Alias(name, candidates, free);
    }

    List<Alias> aliases() {
        return aliases;
    }

    private static @Nullable Entry entry(Section section) {
        String name = section.requiredText("name");
        Set<ProviderCapability> capabilities = Words.capabilities(section, "capabilities");
        ModelFacts facts = ModelFacts.read(section);
        Map<String, String> upstream = new LinkedHashMap<>();
        for (Value value : section.section("upstream").all()) {
            String known = value.text();
            if (known != null) {
                upstream.put(value.field(), known);
            }
        }
        Map<String, Price> prices = new LinkedHashMap<>();
        for (Value value : section.section("price").all()) {
            Price price = ModelFacts.price(value);
            if (price != null) {
                prices.put(value.field(), price);
            }
        }
        section.end();
        if (name == null) {
            return null;
        }
        ModelTraits traits = facts.over(new ModelTraits(null, null, Set.of()));
        return new Entry(
                new ModelInfo(name, upstream, traits, prices, facts.quality()),
                capabilities == null ? EnumSet.of(ProviderCapability.CHAT) : capabilities);
    }

    /** The models that a vendor has and that are for something that the provider offers. */
    List<ProviderModel> of(String preset, Set<ProviderCapability> offered) {
        List<ProviderModel> models = new ArrayList<>();
        for (Entry entry : byName.values()) {
            String upstream = entry.info().upstream().get(preset);
            Set<ProviderCapability> capabilities = capabilities(entry.info().name(), offered);
            if (upstream != null && (capabilities == null || !capabilities.isEmpty())) {
                models.add(new ProviderModel(entry.info().name(), upstream, capabilities, true));
            }
        }
        return models;
    }

    /** What the vendor knows the model as: the name itself where the catalogue does not say. */
    String upstream(String name, String preset) {
        Entry entry = byName.get(name);
        return entry == null ? name : entry.info().upstream().getOrDefault(preset, name);
    }

    /** What the model costs at a vendor; null where the catalogue does not say. */
    @Nullable Price price(String name, String preset) {
        Entry entry = byName.get(name);
        return entry == null ? null : entry.info().price(preset);
    }

    /** Those of the offered capabilities that the model is for; null where the catalogue does not say. */
    @Nullable Set<ProviderCapability> capabilities(String name, Set<ProviderCapability> offered) {
        Entry entry = byName.get(name);
        if (entry == null) {
            return null;
        }
        Set<ProviderCapability> both = EnumSet.copyOf(entry.capabilities());
        both.retainAll(offered);
        return Collections.unmodifiableSet(both);
    }

    /** What is known of every model, once the providers' own entries are put into it. */
    Map<String, ModelInfo> with(List<Provided> providers) {
        Map<String, ModelInfo> all = new LinkedHashMap<>();
        byName.forEach((name, entry) -> all.put(name, entry.info()));
        for (Provided provided : providers) {
            String id = provided.config().id();
            if (!id.equals(provided.preset())) {
                all.replaceAll((name, info) -> renamed(info, provided.preset(), id));
            }
            for (ListedModel listed : provided.listed()) {
                String name = listed.model().name();
                ModelInfo known = all.get(name);
                if (!name.equals(ListedModelReader.ANY)
                        && (known != null || listed.price() != null || !listed.facts().silent())) {
                    all.put(name, learned(name, known, id, listed));
                }
            }
        }
        return all;
    }

    /** A second account at the same vendor has the vendor's names and prices. */
    private static ModelInfo renamed(ModelInfo info, String preset, String id) {
        String upstream = info.upstream().get(preset);
        if (upstream == null) {
            return info;
        }
        Price price = info.prices().get(preset);
        return new ModelInfo(
                info.name(),
                plus(info.upstream(), id, upstream),
                info.traits(),
                price == null ? info.prices() : plus(info.prices(), id, price),
                info.quality());
    }

    private static ModelInfo learned(String name, @Nullable ModelInfo known, String id, ListedModel listed) {
        ModelInfo base = known != null
                ? known
                : new ModelInfo(name, Map.of(), new ModelTraits(null, null, Set.of()), Map.of(), null);
        Price price = listed.price();
        Double quality = listed.facts().quality();
        return new ModelInfo(
                name,
                plus(base.upstream(), id, listed.model().upstream()),
                listed.facts().over(base.traits()),
                price == null ? base.prices() : plus(base.prices(), id, price),
                quality != null ? quality : base.quality());
    }

    private static <T> Map<String, T> plus(Map<String, T> map, String key, T value) {
        Map<String, T> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
