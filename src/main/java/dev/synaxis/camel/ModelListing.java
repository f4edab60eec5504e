package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.clear;
import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.config.GatewayConfig.ModelRule;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.usage.UpstreamModels;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The answers of {@code GET /v1/models} and {@code /v1/models/{id}}: what is configured, and who can be reached. */
public final class ModelListing {

    private static final String ONE = "/v1/models/";

    private final GatewayConfig config;
    private final Breakers breakers;
    private final HealthStore health;
    private final EmbeddingWidths widths;
    private final ModelListBook lists;
    private final UpstreamModels known;
    private final long created;
    private final Map<String, Listed> listed = new TreeMap<>();

    public ModelListing(
            GatewayConfig config,
            Breakers breakers,
            HealthStore health,
            EmbeddingWidths widths,
            ModelListBook lists,
            Clock clock) {
        this.config = config;
        this.breakers = breakers;
        this.health = health;
        this.widths = widths;
        this.lists = lists;
        this.known = new UpstreamModels(config);
        this.created = clock.instant().getEpochSecond();
        for (ProviderConfig provider : config.providers()) {
            for (ProviderModel model : provider.models()) {
                if (!model.name().equals("*")) {
                    add(model.name(), provider, model.upstream(), model.capabilities());
                } else if (provider.dialect().equals("mock")) {
                    // it answers to every name; clients that let people choose need one
                    add(provider.id(), provider, provider.id(), model.capabilities());
                }
            }
        }
        for (ModelRule rule : config.models().values()) {
            for (GatewayConfig.Target target : rule.candidates()) {
                ProviderConfig provider = config.provider(target.provider());
                if (provider != null) {
                    add(rule.name(), provider, target.upstream(), capabilities(provider, target.upstream()));
                }
            }
        }
    }

    /** What the provider's model is for, by its own entry or that of every name; null where all that the provider can. */
    private static @Nullable Set<ProviderCapability> capabilities(ProviderConfig provider, String upstream) {
        Set<ProviderCapability> ofAny = null;
        for (ProviderModel model : provider.models()) {
            if (model.name().equals("*")) {
                ofAny = model.capabilities();
            } else if (model.upstream().equals(upstream)) {
                return model.capabilities();
            }
        }
        return ofAny;
    }

    private record Listed(Map<String, String> providers, Set<ProviderCapability> capabilities) {}

    private void add(
            String name, ProviderConfig provider, String upstream, @Nullable Set<ProviderCapability> capabilities) {
        Set<ProviderCapability> offered = new TreeSet<>(provider.capabilities());
        if (capabilities != null) {
            offered.retainAll(capabilities);
        }
        if (offered.isEmpty()) {
            return;
        }
        Listed entry = listed.computeIfAbsent(name, n -> new Listed(new LinkedHashMap<>(), new TreeSet<>()));
        entry.providers().putIfAbsent(provider.id(), upstream);
        entry.capabilities().addAll(offered);
    }

    /** All models that at least one provider could be asked for now. */
    public void list(Exchange exchange) {
        List<Map<String, Object>> data = new ArrayList<>();
        listed.forEach((name, entry) -> {
            if (!reachable(entry).isEmpty()) {
                data.add(describe(name, entry));
            }
        });
        config.providers().forEach(provider -> lists.more(provider.id()).forEach(model -> {
            String name = provider.id() + "/" + model.id();
            Listed entry = more(provider, model);
            if (!listed.containsKey(name) && !reachable(entry).isEmpty()) {
                data.add(describe(name, entry));
            }
        }));
        JsonReply.write(clear(exchange), ordered("object", "list", "data", data));
    }

    /**
     * One model; the list where the path names none, because this route's prefix takes {@code /v1/models} too when it
     * is the first to be asked.
     *
     * @throws InvalidRequestException 404 for a model that nobody here knows
     */
    public void one(Exchange exchange) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
        if (path.length() <= ONE.length()) {
            list(exchange);
            return;
        }
        String name = URLDecoder.decode(path.substring(ONE.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        Listed entry = listed.get(name);
        if (entry == null) {
            entry = direct(name);
        }
        if (entry == null) {
            throw new InvalidRequestException(404, "no configured provider knows this model", "model", "model_not_found");
        }
        JsonReply.write(clear(exchange), describe(name, entry));
    }

    /** A {@code provider/upstream-model} name, which is valid whether it is listed or not. */
    private @Nullable Listed direct(String name) {
        int slash = name.indexOf('/');
        ProviderConfig provider = slash <= 0 ? null : config.provider(name.substring(0, slash));
        if (provider == null || slash == name.length() - 1) {
            return null;
        }
        return new Listed(Map.of(provider.id(), name.substring(slash + 1)), provider.capabilities());
    }

    /** What the provider's own list has beside the configuration's. */
    private static Listed more(ProviderConfig provider, ModelsTranslator.Listed model) {
        Set<ProviderCapability> capabilities = new TreeSet<>(provider.capabilities());
        if (!model.capabilities().isEmpty()) {
            capabilities.retainAll(model.capabilities());
        }
        return new Listed(Map.of(provider.id(), model.id()), capabilities);
    }

    private List<String> reachable(Listed entry) {
        List<String> reachable = new ArrayList<>();
        entry.providers().forEach((provider, upstream) -> {
            ProviderConfig known = config.provider(provider);
            Cooldown pause = known == null ? null : health.cooldown(known, upstream);
            boolean open = entry.capabilities().stream().allMatch(c -> breakers.open(provider, c));
            if (pause == null && !open && !lists.lacks(provider, upstream)) {
                reachable.add(provider);
            }
        });
        return reachable;
    }

    private Map<String, Object> describe(String name, Listed entry) {
        Map<String, Object> model = ordered(
                "id", name,
                "object", "model",
                "created", created,
                "owned_by", entry.providers().keySet().iterator().next(),
                "capabilities", entry.capabilities().stream().map(ProviderCapability::id).toList(),
                "providers", new LinkedHashSet<>(entry.providers().keySet()),
                "reachable", reachable(entry));
        List<String> gone = entry.providers().entrySet().stream()
                .filter(one -> lists.lacks(one.getKey(), one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!gone.isEmpty()) {
            model.put("withdrawn", gone);
        }
        Integer dimensions = dimensions(name, entry);
        if (dimensions != null) {
            model.put("dimensions", dimensions);
        }
        ModelInfo info = config.catalog().get(name);
        if (info != null) {
            ModelTraits traits = info.traits();
            if (traits.contextWindow() != null) {
                model.put("context_window", traits.contextWindow());
            }
            if (traits.maxOutput() != null) {
                model.put("max_output_tokens", traits.maxOutput());
            }
            model.put("abilities", traits.abilities().stream()
                    .sorted()
                    .map(a -> a.name().toLowerCase(java.util.Locale.ROOT))
                    .toList());
        }
        return model;
    }

    /** Numbers of the model's vectors: of the catalogue, else learned; null where there are none, or not known yet. */
    private @Nullable Integer dimensions(String name, Listed entry) {
        if (!entry.capabilities().contains(ProviderCapability.EMBEDDING)) {
            return null;
        }
        Map.Entry<String, String> first = entry.providers().entrySet().iterator().next();
        ModelInfo info = config.catalog().get(name);
        if (info == null) {
            info = known.find(first.getKey(), first.getValue());
        }
        if (info != null) {
            Integer dimensions = info.traits().dimensions();
            return dimensions != null ? dimensions : widths.learned(info.name());
        }
        boolean direct = name.equals(first.getKey() + "/" + first.getValue());
        return widths.learned(direct ? first.getValue() : name);
    }
}
