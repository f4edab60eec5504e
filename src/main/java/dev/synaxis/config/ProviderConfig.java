package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One upstream, preset and file put together.
 *
 * @param id           {@code groq}; unique, letters, digits and hyphens
 * @param dialect      {@code openai}, {@code anthropic}, ...
 * @param baseUrl      without a trailing slash; null for the in-process dialects
 * @param keys         used in turn; one without a secret for a provider that needs none
 * @param tier         FREE or PAID
 * @param capabilities what it offers
 * @param models       the models of the catalogue that it has and those of the file, in order; a name {@code *} takes
 *                     every model name and hands it on unchanged
 * @param limits       windows of our own ledger for all models together; empty where nothing is limited
 * @param modelLimits  upstream model to all windows that a call of it is held to, {@code limits} and its own; models
 *                     without windows of their own are absent
 * @param headers      fixed headers for every call, such as {@code OpenAI-Organization}
 * @param auth         how the key is shown where that is not the dialect's own way; null where it is
 * @param signIn       how it is signed in to where no fixed key opens it; null where the key does
 * @param listEvery    how often its own list of models is read; null where it is not
 * @param mock         scripted replies of the mock dialect ({@code mock} in YAML) as a JSON-like tree; empty for others
 */
public record ProviderConfig(
        String id,
        String dialect,
        @Nullable URI baseUrl,
        List<ProviderKey> keys,
        Tier tier,
        Set<ProviderCapability> capabilities,
        List<ProviderModel> models,
        List<QuotaWindow> limits,
        Map<String, List<QuotaWindow>> modelLimits,
        Timeouts timeouts,
        Resilience resilience,
        Map<String, String> headers,
        Compat compat,
        @Nullable Auth auth,
        @Nullable SignIn signIn,
        @Nullable Duration listEvery,
        Map<String, Object> mock) {

    public ProviderConfig {
        keys = List.copyOf(keys);
        capabilities = Set.copyOf(capabilities);
        models = List.copyOf(models);
        limits = List.copyOf(limits);
        modelLimits = Map.copyOf(modelLimits);
        headers = Map.copyOf(headers);
        mock = Map.copyOf(mock);
    }

    /** A provider that shows its key in its dialect's own way. */
    public ProviderConfig(
            String id,
            String dialect,
            @Nullable URI baseUrl,
            @Nullable Secret apiKey,
            Tier tier,
            Set<ProviderCapability> capabilities,
            List<ProviderModel> models,
            List<QuotaWindow> limits,
            Timeouts timeouts,
            Resilience resilience,
            Map<String, String> headers,
            Compat compat,
            Map<String, Object> mock) {
        this(id, dialect, baseUrl, ProviderKey.of(id, apiKey == null ? List.of() : List.of(apiKey)), tier, capabilities,
                models, limits, Map.of(), timeouts, resilience, headers, compat, null, null, null, mock);
    }

    /** The first key; null for a provider that needs none. */
    public @Nullable Secret apiKey() {
        return keys.getFirst().secret();
    }

    /** All windows that a call of this upstream model is held to. */
    public List<QuotaWindow> limits(String upstream) {
        return modelLimits.getOrDefault(upstream, limits);
    }

    /** Every window: those of all models together, then those of single models, by name. */
    public List<QuotaWindow> everyLimit() {
        if (modelLimits.isEmpty()) {
            return limits;
        }
        List<QuotaWindow> every = new ArrayList<>(limits);
        new TreeMap<>(modelLimits).values().forEach(windows ->
                windows.stream().filter(window -> window.model() != null).forEach(every::add));
        return every;
    }

    /** The same provider with windows for single models, the provider's own added; an empty list sets none. */
    public ProviderConfig withModelLimits(Map<String, List<QuotaWindow>> own) {
        Map<String, List<QuotaWindow>> all = new HashMap<>();
        own.forEach((upstream, windows) -> {
            if (!windows.isEmpty()) {
                List<QuotaWindow> both = new ArrayList<>(limits);
                windows.forEach(window -> both.add(window.of(upstream)));
                all.put(upstream, List.copyOf(both));
            }
        });
        return new ProviderConfig(id, dialect, baseUrl, keys, tier, capabilities, models, limits, all, timeouts,
                resilience, headers, compat, auth, signIn, listEvery, mock);
    }

    /** The same provider, whose windows that count costs know what each model's use costs. */
    public ProviderConfig priced(Map<String, Price> prices) {
        if (everyLimit().stream().noneMatch(window -> window.unit() == QuotaWindow.Unit.NEURONS)) {
            return this;
        }
        Map<String, List<QuotaWindow>> all = new HashMap<>(modelLimits);
        prices.forEach((upstream, price) -> all.put(
                upstream,
                limits(upstream).stream()
                        .map(window -> window.unit() == QuotaWindow.Unit.NEURONS ? window.priced(price) : window)
                        .toList()));
        return new ProviderConfig(id, dialect, baseUrl, keys, tier, capabilities, models, limits, all, timeouts,
                resilience, headers, compat, auth, signIn, listEvery, mock);
    }

    /** Whether a model with this price costs nothing here: every one of a FREE provider, and what has a price of 0. */
    public boolean free(@Nullable Price price) {
        return tier == Tier.FREE || price != null && price.free();
    }

    /** Whether calls go to the same place with the same credentials, so that what is known of its health still holds. */
    public boolean sameUpstream(ProviderConfig other) {
        return dialect.equals(other.dialect)
                && Objects.equals(baseUrl, other.baseUrl)
                && keys.equals(other.keys)
                && Objects.equals(auth, other.auth)
                && Objects.equals(signIn, other.signIn)
                && headers.equals(other.headers);
    }

    /** The same provider with other models. */
    public ProviderConfig withModels(List<ProviderModel> models) {
        return new ProviderConfig(id, dialect, baseUrl, keys, tier, capabilities, models, limits, modelLimits,
                timeouts, resilience, headers, compat, auth, signIn, listEvery, mock);
    }

    /** The same provider with other capabilities. */
    public ProviderConfig withCapabilities(Set<ProviderCapability> capabilities) {
        return new ProviderConfig(id, dialect, baseUrl, keys, tier, capabilities, models, limits, modelLimits,
                timeouts, resilience, headers, compat, auth, signIn, listEvery, mock);
    }

    /** Without what may be secret: the key, values of headers, scripts. */
    @Override
    public String toString() {
        return "ProviderConfig[id=" + id + ", dialect=" + dialect + ", baseUrl=" + baseUrl + ", tier=" + tier
                + ", capabilities=" + capabilities + ", models=" + models + ", limits=" + limits + ", headers="
                + headers.keySet() + "]";
    }

    /**
     * The header that shows the key.
     *
     * @param prefix before the key: {@code "Bearer "}, or nothing
     */
    public record Auth(String header, String prefix) {

        public Map<String, String> credentials(String apiKey) {
            return Map.of(header, prefix + apiKey);
        }
    }

    /**
     * A model of this provider.
     *
     * @param name         what clients send
     * @param upstream     what the provider knows it as
     * @param capabilities what this model is for; null means any of the provider's capabilities
     * @param catalogued   whether only the catalogue says that the provider has it
     */
    public record ProviderModel(
            String name, String upstream, @Nullable Set<ProviderCapability> capabilities, boolean catalogued) {

        /** One that the file lists. */
        public ProviderModel(String name, String upstream, @Nullable Set<ProviderCapability> capabilities) {
            this(name, upstream, capabilities, false);
        }
    }
}
