package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The providers of the configuration at work. What the last calls of a former one find out of an address or a key that nobody
 * uses any more must keep nobody from the new one.
 */
public final class CurrentProviders {

    private volatile Map<String, ProviderConfig> byId = Map.of();

    public void use(List<ProviderConfig> providers) {
        byId = providers.stream().collect(Collectors.toUnmodifiableMap(ProviderConfig::id, Function.identity()));
    }

    /** Whether calls still go where this one sends them, with the same credentials. */
    boolean include(ProviderConfig provider) {
        Map<String, ProviderConfig> now = byId;
        ProviderConfig current = now.get(provider.id());
        return now.isEmpty() || current != null && current.sameUpstream(provider);
    }
}
