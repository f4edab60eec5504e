package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.ModelsTranslator.Listed;
import dev.synaxis.routing.ModelLists;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models that providers list themselves, as far as they were read; outlives the configuration. */
public final class ModelListBook implements ModelLists {

    private final Map<String, ListedModels> byProvider = new ConcurrentHashMap<>();

    /** Keeps the lists of those that are where they were, with the same credentials, and forgets the others. */
    public void use(List<ProviderConfig> providers) {
        Map<String, ProviderConfig> now =
                providers.stream().collect(Collectors.toMap(ProviderConfig::id, Function.identity()));
        byProvider.replaceAll((id, list) -> {
            ProviderConfig provider = now.get(id);
            return provider != null && provider.sameUpstream(list.provider()) ? list.of(provider) : list;
        });
        byProvider.values().removeIf(list -> {
            ProviderConfig provider = now.get(list.provider().id());
            return provider == null || provider.listEvery() == null || !provider.sameUpstream(list.provider());
        });
    }

    void put(ListedModels list) {
        byProvider.put(list.provider().id(), list);
    }

    @Nullable ListedModels of(String provider) {
        return byProvider.get(provider);
    }

    /** What the provider's list has and the configuration has not. */
    List<Listed> more(String provider) {
        ListedModels list = byProvider.get(provider);
        return list == null ? List.of() : list.more();
    }

    @Override
    public boolean lacks(String provider, String upstream) {
        ListedModels list = byProvider.get(provider);
        Set<String> lacking = list == null ? Set.of() : list.lacking();
        return !lacking.isEmpty() && lacking.contains(upstream);
    }
}
