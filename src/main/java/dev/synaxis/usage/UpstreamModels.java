package dev.synaxis.usage;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ModelInfo;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalogue knows of each upstream model: the catalogue seen from the providers' side. */
public final class UpstreamModels {

    private final Map<String, Map<String, ModelInfo>> models;

    public UpstreamModels(GatewayConfig config) {
        Map<String, Map<String, ModelInfo>> all = new HashMap<>();
        for (ProviderConfig provider : config.providers()) {
            Map<String, ModelInfo> own = new HashMap<>();
            for (ProviderModel model : provider.models()) {
                put(own, model.upstream(), config.catalog().get(model.name()));
            }
            for (ModelInfo info : config.catalog().values()) {
                String upstream = info.upstream().get(provider.id());
                if (upstream != null) {
                    put(own, upstream, info);
                }
            }
            for (ProviderModel model : provider.models()) {
                put(own, model.name(), config.catalog().get(model.name()));
            }
            all.put(provider.id(), Map.copyOf(own));
        }
        models = Map.copyOf(all);
    }

    private static void put(Map<String, ModelInfo> own, String name, @Nullable ModelInfo info) {
        if (info != null) {
            own.putIfAbsent(name, info);
        }
    }

    /** What is known of this model, by the name that the provider knows or the one that it is listed under; or null. */
    public @Nullable ModelInfo find(String provider, String upstreamModel) {
        Map<String, ModelInfo> own = models.get(provider);
        return own == null ? null : own.get(upstreamModel);
    }
}
