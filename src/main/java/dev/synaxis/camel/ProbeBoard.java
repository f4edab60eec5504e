package dev.synaxis.camel;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.usage.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When this gateway means to probe each provider, and what its last probe has shown. */
public final class ProbeBoard {

    private final Map<String, Instant> due = new ConcurrentHashMap<>();
    private final Map<String, Result> results = new ConcurrentHashMap<>();

    /** @param model the upstream model that was asked */
    record Result(Instant at, ProviderCapability capability, String model, Outcome outcome) {}

    /** @param at null where no probe is to come */
    void plan(String provider, @Nullable Instant at) {
        if (at == null) {
            due.remove(provider);
        } else {
            due.put(provider, at);
        }
    }

    void done(String provider, Result result) {
        results.put(provider, result);
    }

    @Nullable Instant due(String provider) {
        return due.get(provider);
    }

    @Nullable Result last(String provider) {
        return results.get(provider);
    }
}
