package dev.synaxis.config;

import dev.synaxis.model.RoutingStrategy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one gateway runs on.
 *
 * @param redis     null for stores in memory
 * @param providers in the order of the file (or of the presets)
 * @param models    aliases and substitutes of the file, and the aliases of the catalogue, by name
 * @param catalog   what is known of models, by canonical name
 * @param inbound   the front doors beside HTTP
 * @param usage     the accounts of what calls used
 * @param notices   what to say at start: which providers are on and why, how to add a key
 */
public record GatewayConfig(
        Server server,
        RoutingStrategy strategy,
        @Nullable Redis redis,
        List<ProviderConfig> providers,
        Resilience resilience,
        Map<String, ModelRule> models,
        Map<String, ModelInfo> catalog,
        InboundConfig inbound,
        UsageConfig usage,
        List<String> notices) {

    /** A gateway whose only front door is HTTP. */
    public GatewayConfig(
            Server server,
            RoutingStrategy strategy,
            @Nullable Redis redis,
            List<ProviderConfig> providers,
            Resilience resilience,
            Map<String, ModelRule> models,
            Map<String, ModelInfo> catalog,
            List<String> notices) {
        this(server, strategy, redis, providers, resilience, models, catalog, InboundConfig.NONE, UsageConfig.DEFAULT, notices);
    }

    public GatewayConfig {
        providers = List.copyOf(providers);
        models = Map.copyOf(models);
        catalog = Map.copyOf(catalog);
        notices = List.copyOf(notices);
    }

    /**
     * The HTTP front door.
     *
     * @param apiKeys           keys that clients must show; empty lets everyone in
     * @param maxBodyBytes      largest request body that is held in memory
     * @param maxUploadBytes    largest multipart request body, files included
     * @param allowPrivateMedia whether image URLs may lead to private, loopback or link-local addresses
     * @param heartbeat         comment lines on a stream that has been silent for so long
     * @param shutdown          how long calls in flight may take to end when the gateway stops
     * @param timeouts          what a client's connection may keep waiting
     */
    public record Server(
            String host,
            int port,
            List<ClientKey> apiKeys,
            long maxBodyBytes,
            long maxUploadBytes,
            boolean allowPrivateMedia,
            java.time.Duration heartbeat,
            java.time.Duration shutdown,
            ClientTimeouts timeouts) {
        public Server {
            apiKeys = List.copyOf(apiKeys);
        }
    }

    /**
     * After how long a client's connection is closed. No bound is on a call that is under way, however quiet it is.
     *
     * @param request       for a new connection to bring the head of a request; for a body to go on
     * @param keepAlive     for a connection that was used to bring another request
     * @param stalledReader for a client to take anything of an answer that waits for it
     */
    public record ClientTimeouts(
            java.time.Duration request, java.time.Duration keepAlive, java.time.Duration stalledReader) {

        public static final ClientTimeouts DEFAULT = new ClientTimeouts(
                java.time.Duration.ofSeconds(30), java.time.Duration.ofSeconds(75), java.time.Duration.ofSeconds(60));
    }

    /** @param url {@code redis://[user:password@]host:port[/db]} or {@code rediss://} */
    public record Redis(URI url, String keyPrefix, java.time.Duration commandTimeout) {
        @Override
        public String toString() {
            return "Redis[" + url.getScheme() + "://" + url.getHost() + ":" + url.getPort() + "]";
        }
    }

    /**
     * An entry of {@code models}, or an alias of the catalogue.
     *
     * @param candidates  {@code provider/upstream-model} in order; empty where the name is an ordinary model
     * @param substitutes {@code provider/upstream-model} for when nothing else is left
     */
    public record ModelRule(String name, List<Target> candidates, List<Target> substitutes) {
        public ModelRule {
            candidates = List.copyOf(candidates);
            substitutes = List.copyOf(substitutes);
        }
    }

    /** One {@code provider/upstream-model}. */
    public record Target(String provider, String upstream) {}

    /** The same configuration with other providers. */
    public GatewayConfig withProviders(List<ProviderConfig> providers) {
        return new GatewayConfig(server, strategy, redis, providers, resilience, models, catalog, inbound, usage, notices);
    }

    /** The provider with this id, or null. */
    public @Nullable ProviderConfig provider(String id) {
        for (ProviderConfig provider : providers) {
            if (provider.id().equals(id)) {
                return provider;
            }
        }
        return null;
    }
}
