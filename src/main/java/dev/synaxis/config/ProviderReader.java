package dev.synaxis.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.config.ProviderConfig.Auth;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code providers}, its preset laid under it. */
final class ProviderReader {

    static final String LISTED = "listed";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

    private final Presets presets;
    private final ModelCatalog catalog;
    private final Placeholders environment;
    private final Problems problems;
    private final Resilience resilience;
    private final @Nullable Duration listEvery;

    /**
     * @param resilience the gateway's own, which holds where a provider is silent
     * @param listEvery  how often providers' own lists of models are read; null for never
     */
    ProviderReader(
            Presets presets,
            ModelCatalog catalog,
            Placeholders environment,
            Problems problems,
            Resilience resilience,
            @Nullable Duration listEvery) {
        this.presets = presets;
        this.catalog = catalog;
        this.environment = environment;
        this.problems = problems;
        this.resilience = resilience;
        this.listEvery = listEvery;
    }

    /** An entry of the file; null where it has no id. The result is of use only if nothing was reported. */
    @Nullable Provided listed(Value item) {
        Section own = item.section();
        String id = own == null ? null : own.requiredText("id");
        if (id == null) {
            return null;
        }
        if (!ID.matcher(id).matches()) {
            own.problem("id", "may hold letters, digits and hyphens only");
            return null;
        }
        Preset preset = preset(own, id);
        ObjectNode fields = (ObjectNode) item.node();
        Section section = preset == null
                ? own
                : new Section(item.path(), preset.under(fields), environment, problems);
        boolean doubtful = preset != null && preset.off() != null && !own.has("dialect");
        return read(id, preset, section, doubtful ? LISTED + ", though " + preset.off() : LISTED,
                preset != null && !fields.has("base-url"), preset == null ? Set.of() : preset.without(fields));
    }

    /** A preset that the environment alone switches on. */
    Provided preset(Preset preset, String why) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        Section section = new Section("providers[" + preset.id() + "]", preset.under(nothing), environment, problems);
        return read(preset.id(), preset, section, why, true, preset.without(nothing));
    }

    private @Nullable Preset preset(Section own, String id) {
        String name = own.text("preset");
        if (name == null) {
            return presets.get(id);
        }
        Preset preset = presets.get(name);
        if (preset == null) {
            own.problem("preset", "\"" + name + "\" is not a preset" + Spelling.hint(name, presets.ids()));
        }
        return preset;
    }

    /**
     * @param vendors whether it is at the vendor's own address
     * @param without upstream models of the catalogue that it does not have
     */
    private Provided read(
            String id, @Nullable Preset preset, Section section, String why, boolean vendors, Set<String> without) {
        section.has("id");
        section.has("preset");
        String dialect = dialect(id, preset, section);
        String vendor = preset == null ? id : preset.catalogue();
        Set<ProviderCapability> capabilities = capabilities(section, dialect);
        List<ListedModel> listed = new ListedModelReader(catalog, vendor, capabilities).read(section);
        Tier tier = section.choice("tier", Words.TIERS);
        URI baseUrl = baseUrl(section, dialect);
        List<Secret> keys = new KeysReader(environment, problems).read(section, preset, dialect);
        List<QuotaWindow> limits = LimitsReader.read(section.section("limits"), origin(preset, section, "limits"));
        Map<String, List<QuotaWindow>> byModel = LimitsReader.byModel(
                section.section("model-limits"), origin(preset, section, "model-limits"));
        Timeouts timeouts = TimeoutsReader.read(section.section("timeouts"));
        Resilience bounds = ResilienceReader.provider(section.section("resilience"), resilience);
        Map<String, String> headers = HeadersReader.headers(section.section("headers"));
        Compat compat = CompatReader.read(section.section("compat"));
        Auth auth = HeadersReader.auth(section);
        SignIn signIn = SignInReader.read(section, keys.isEmpty() ? null : keys.getFirst());
        boolean lists = section.flag("list-models", vendors);
        Map<String, Object> mock = mock(section, dialect);
        section.end();
        List<ProviderModel> models = models(listed, vendor, capabilities, without);
        ProviderConfig config = new ProviderConfig(
                id,
                dialect,
                baseUrl,
                ProviderKey.of(id, keys),
                tier == null ? Tier.PAID : tier,
                capabilities,
                models,
                limits,
                Map.of(),
                timeouts,
                bounds,
                headers,
                compat,
                auth,
                signIn,
                lists && !Dialects.inProcess(dialect) ? listEvery : null,
                mock);
        return new Provided(
                config.withModelLimits(modelLimits(models, listed, byModel)).priced(prices(models, listed, vendor)),
                vendor,
                why,
                listed);
    }

    private static QuotaWindow.Origin origin(@Nullable Preset preset, Section section, String field) {
        Value value = section.get(field);
        return preset != null && value != null && value.node() == preset.freeLimits().get(field)
                ? QuotaWindow.Origin.CATALOGUE
                : QuotaWindow.Origin.FILE;
    }

    private String dialect(String id, @Nullable Preset preset, Section section) {
        Map<String, String> names = new LinkedHashMap<>();
        Dialects.all().keySet().forEach(name -> names.put(name, name));
        if (preset == null && !section.has("preset") && !section.has("dialect")) {
            section.problem("dialect", "is required, because \"" + id + "\" is not a preset"
                    + Spelling.hint(id, presets.ids()));
        }
        String dialect = section.choice("dialect", names);
        return dialect == null ? "" : dialect;
    }

    private static Set<ProviderCapability> capabilities(Section section, String dialect) {
        Set<ProviderCapability> possible =
                Dialects.all().getOrDefault(dialect, Set.of(ProviderCapability.values()));
        Set<ProviderCapability> chosen = Words.capabilities(section, "capabilities");
        if (chosen == null || chosen.isEmpty()) {
            return possible;
        }
        for (ProviderCapability capability : chosen) {
            if (!possible.contains(capability)) {
                section.problem("capabilities", "the " + dialect + " dialect has no " + capability);
            }
        }
        return chosen;
    }

    private static @Nullable URI baseUrl(Section section, String dialect) {
        Value value = section.get("base-url");
        if (Dialects.inProcess(dialect)) {
            if (value != null) {
                value.problem("the " + dialect + " dialect answers inside the gateway and has no URL");
            }
            return null;
        }
        if (value == null) {
            section.problem("base-url", "is required");
            return null;
        }
        return Urls.base(value);
    }

    /** Windows by upstream model: what the list of models says, else {@code model-limits} by its name, else by {@code *}. */
    private static Map<String, List<QuotaWindow>> modelLimits(
            List<ProviderModel> models, List<ListedModel> listed, Map<String, List<QuotaWindow>> byModel) {
        Map<String, List<QuotaWindow>> limits = new LinkedHashMap<>(byModel);
        List<QuotaWindow> every = limits.remove(LimitsReader.EVERY);
        models.forEach(model -> limits.remove(model.name()));
        for (ProviderModel model : models) {
            List<QuotaWindow> windows = byModel.get(model.name());
            if (windows == null) {
                windows = byModel.getOrDefault(model.upstream(), every);
            }
            if (windows != null && !model.name().equals(ListedModelReader.ANY)) {
                limits.put(model.upstream(), windows);
            }
        }
        for (ListedModel model : listed) {
            if (model.limits() != null) {
                limits.put(model.model().upstream(), model.limits());
            }
        }
        return limits;
    }

    /** Prices by upstream model: what the list of models says, else the catalogue. */
    private Map<String, Price> prices(List<ProviderModel> models, List<ListedModel> listed, String vendor) {
        Map<String, Price> prices = new LinkedHashMap<>();
        for (ProviderModel model : models) {
            Price price = catalog.price(model.name(), vendor);
            if (price != null) {
                prices.put(model.upstream(), price);
            }
        }
        for (ListedModel model : listed) {
            if (model.price() != null) {
                prices.put(model.model().upstream(), model.price());
            }
        }
        return prices;
    }

    private List<ProviderModel> models(
            List<ListedModel> listed, String vendor, Set<ProviderCapability> offered, Set<String> without) {
        List<ProviderModel> models = new ArrayList<>();
        listed.forEach(model -> models.add(model.model()));
        for (ProviderModel known : catalog.of(vendor, offered)) {
            if (!without.contains(known.upstream())
                    && models.stream().noneMatch(model -> model.name().equals(known.name()))) {
                models.add(known);
            }
        }
        return models;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mock(Section section, String dialect) {
        Value value = section.get("mock");
        if (value == null) {
            return Map.of();
        }
        if (!dialect.equals(Dialects.MOCK)) {
            value.problem("only a provider of the mock dialect has scripts");
            return Map.of();
        }
        return value.section() == null ? Map.of() : (Map<String, Object>) value.tree();
    }
}
