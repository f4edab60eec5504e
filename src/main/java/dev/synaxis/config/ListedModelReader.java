package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.model.ProviderCapability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code models} of a provider: names, or mappings with a name and what else is known. */
final class ListedModelReader {

    static final String ANY = "*";

    private static final ModelFacts NOTHING = new ModelFacts(null, null, null, null, null);

    private final ModelCatalog catalog;
    private final String preset;
    private final Set<ProviderCapability> offered;

    /** @param preset the id that the catalogue knows the provider by */
    ListedModelReader(ModelCatalog catalog, String preset, Set<ProviderCapability> offered) {
        this.catalog = catalog;
        this.preset = preset;
        this.offered = offered;
    }

    List<ListedModel> read(Section provider) {
        List<ListedModel> models = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Value item : provider.items("models")) {
            ListedModel model = item.node().isObject() ? entry(item) : name(item);
            if (model != null && !names.add(model.model().name())) {
                item.problem("the model \"" + model.model().name() + "\" is there twice");
            } else if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    private @Nullable ListedModel name(Value item) {
        String name = item.text();
        return name == null ? null : new ListedModel(
                new ProviderModel(name, catalog.upstream(name, preset), catalog.capabilities(name, offered)),
                NOTHING,
                null,
                null);
    }

    private @Nullable ListedModel entry(Value item) {
        Section section = item.section();
        if (section == null) {
            return null;
        }
        String name = section.requiredText("name");
        String upstream = section.text("upstream");
        Set<ProviderCapability> capabilities = Words.capabilities(section, "capabilities");
        ModelFacts facts = ModelFacts.read(section);
        Value priceValue = section.get("price");
        Price price = priceValue == null ? null : ModelFacts.price(priceValue);
        List<QuotaWindow> limits = section.has("limits")
                ? LimitsReader.read(section.section("limits"), QuotaWindow.Origin.FILE)
                : null;
        section.end();
        if (name == null) {
            return null;
        }
        if (name.equals(ANY) && (upstream != null || price != null || limits != null || !facts.silent())) {
            item.problem("* takes every name and hands it on unchanged; only capabilities can be said of it");
        }
        if (capabilities == null) {
            capabilities = catalog.capabilities(name, offered);
        } else {
            for (ProviderCapability capability : capabilities) {
                if (!offered.contains(capability)) {
                    section.problem("capabilities", "the provider does not offer " + capability);
                }
            }
        }
        return new ListedModel(
                new ProviderModel(name, upstream != null ? upstream : catalog.upstream(name, preset), capabilities),
                facts,
                price,
                limits);
    }
}
