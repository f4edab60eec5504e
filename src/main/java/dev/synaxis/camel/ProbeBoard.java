package dev.synaxis.camel;

import dev.synaxis.config.ProviderKey;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.usage.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When this gateway means to probe each provider and each key, and what its last probe has shown. */
public final class ProbeBoard {

    private final Map<String, Instant> due = new ConcurrentHashMap<>();
    private final Map<String, Result> results = new ConcurrentHashMap<>();

    /** @param model the upstream model that was asked */
    record Result(Instant at, ProviderCapability capability, String model, Outcome outcome) {}

    /**
     * @param name of the provider or the key in the health store
     * @param at   null where no probe is to come
     */
    void plan(String name, @Nullable Instant at) {
        if (at == null) {
            due.remove(name);
        } else {
            due.put(name, at);
        }
    }

    void done(String provider, Result result) {
        results.put(provider, result);
    }

    /** The next probe of the provider or of one of its keys; null where none is to come. */
    @Nullable Instant due(String provider) {
        return due.entrySet().stream()
                .filter(one -> ProviderKey.provider(one.getKey()).equals(provider))
                .map(Map.Entry::getValue)
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Nullable Result last(String provider) {
        return results.get(provider);
    }
}
