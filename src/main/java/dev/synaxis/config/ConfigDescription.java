package dev.synaxis.config;

import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.Resilience.Breaker;
import dev.synaxis.config.Resilience.Cooldowns;
import dev.synaxis.config.Resilience.Probe;
import dev.synaxis.config.Resilience.Retry;
import dev.synaxis.model.ProviderCapability;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider's configuration as a JSON-like tree with the names of the YAML file, without secrets. */
public final class ConfigDescription {

    private ConfigDescription() {}

    /**
     * The key shows only as {@code api-key: true} or {@code false} (whether there is one), several by their
     * number; headers by name.
     */
    public static Map<String, Object> describe(ProviderConfig provider) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", provider.id());
        tree.put("dialect", provider.dialect());
        if (provider.baseUrl() != null) {
            tree.put("base-url", provider.baseUrl().toString());
        }
        tree.put("api-key", provider.apiKey() != null);
        if (provider.keys().size() > 1) {
            tree.put("api-keys", provider.keys().size());
        }
        tree.put("tier", provider.tier().id());
        tree.put("capabilities", ids(provider.capabilities()));
        tree.put("models", provider.models().stream().map(ConfigDescription::model).toList());
        Map<String, Object> limits = new LinkedHashMap<>();
        provider.limits().forEach(window -> limits.put(window.id(), window.unit().whole(window.limit())));
        tree.put("limits", limits);
        if (!provider.modelLimits().isEmpty()) {
            Map<String, Map<String, Object>> byModel = new LinkedHashMap<>();
            for (QuotaWindow window : provider.everyLimit()) {
                if (window.model() != null) {
                    byModel.computeIfAbsent(window.model(), model -> new LinkedHashMap<>())
                            .put(window.id(), window.unit().whole(window.limit()));
                }
            }
            tree.put("model-limits", byModel);
        }
        tree.put("timeouts", timeouts(provider.timeouts()));
        tree.put("resilience", resilience(provider.resilience()));
        tree.put("headers", provider.headers().keySet().stream().sorted().toList());
        tree.put("compat", compat(provider.compat()));
        tree.put("list-models", provider.listEvery() != null);
        if (provider.auth() != null) {
            tree.put("auth", Map.of("header", provider.auth().header()));
        }
        return tree;
    }

    private static List<String> ids(Collection<ProviderCapability> capabilities) {
        return capabilities.stream().sorted().map(ProviderCapability::id).toList();
    }

    private static Map<String, Object> model(ProviderModel model) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", model.name());
        tree.put("upstream", model.upstream());
        @Nullable Collection<ProviderCapability> capabilities = model.capabilities();
        if (capabilities != null) {
            tree.put("capabilities", ids(capabilities));
        }
        return tree;
    }

    private static Map<String, Object> timeouts(Timeouts timeouts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("connect", Quantities.text(timeouts.connect()));
        tree.put("first-token", Quantities.text(timeouts.firstToken()));
        tree.put("first-byte", Quantities.text(timeouts.firstByte()));
        tree.put("idle", Quantities.text(timeouts.idle()));
        tree.put("total", Quantities.text(timeouts.total()));
        return tree;
    }

    private static Map<String, Object> resilience(Resilience resilience) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("breaker", breaker(resilience.breaker()));
        tree.put("cooldown", cooldown(resilience.cooldown()));
        tree.put("probe", probe(resilience.probe()));
        tree.put("retry", retry(resilience.retry()));
        tree.put("max-retries", resilience.maxRetries());
        tree.put("max-attempts", resilience.maxAttempts());
        tree.put("deadline", Quantities.text(resilience.deadline()));
        return tree;
    }

    private static Map<String, Object> breaker(Breaker breaker) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("enabled", breaker.enabled());
        tree.put("failures", breaker.failures());
        tree.put("window", breaker.window());
        tree.put("open", Quantities.text(breaker.open()));
        return tree;
    }

    private static Map<String, Object> cooldown(Cooldowns cooldown) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("enabled", cooldown.enabled());
        tree.put("rate-limited", Quantities.text(cooldown.rateLimited()));
        tree.put("authentication", Quantities.text(cooldown.authentication()));
        tree.put("model-not-found", Quantities.text(cooldown.modelNotFound()));
        tree.put("overloaded", Quantities.text(cooldown.overloaded()));
        tree.put("quota-exhausted", Quantities.text(cooldown.quotaExhausted()));
        return tree;
    }

    private static Map<String, Object> probe(Probe probe) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("enabled", probe.enabled());
        tree.put("timeout", Quantities.text(probe.timeout()));
        tree.put("paid", probe.paid());
        return tree;
    }

    private static Map<String, Object> retry(Retry retry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("shortest", Quantities.text(retry.shortest()));
        tree.put("longest", Quantities.text(retry.longest()));
        tree.put("short-wait", Quantities.text(retry.shortWait()));
        tree.put("longest-wait", Quantities.text(retry.longestWait()));
        return tree;
    }

    private static Map<String, Object> compat(Compat compat) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("stream-usage", compat.streamUsage());
        tree.put("developer-role", compat.developerRole());
        tree.put("rename", compat.rename());
        tree.put("drop", compat.drop().stream().sorted().toList());
        tree.put("image-size", compat.imageSize().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("image-base64", compat.imageBase64());
        tree.put("rate-limit-requests", compat.rateLimitRequests().name().toLowerCase(Locale.ROOT));
        if (compat.maxInputs() != null) {
            tree.put("max-inputs", compat.maxInputs());
        }
        return tree;
    }
}
