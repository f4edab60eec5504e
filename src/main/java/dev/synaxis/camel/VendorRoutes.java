package dev.synaxis.camel;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.ProviderCapability;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Makes a route, and so a circuit breaker, for each provider and capability out of its dialect's template. */
public final class VendorRoutes {

    private static final Set<ProviderCapability> SERVED = EnumSet.of(
            ProviderCapability.CHAT,
            ProviderCapability.EMBEDDING,
            ProviderCapability.IMAGE_GENERATION,
            ProviderCapability.TRANSCRIPTION,
            ProviderCapability.IMAGE_EDIT,
            ProviderCapability.SPEECH);

    private VendorRoutes() {}

    /** The endpoint that the dynamic router sends an attempt to. */
    static String endpoint(String provider, ProviderCapability capability) {
        return "direct:" + routeId(provider, capability);
    }

    static String routeId(String provider, ProviderCapability capability) {
        return "provider-" + provider + "-" + capability.id();
    }

    /** Whether the gateway has a route for the capability. */
    public static boolean served(ProviderCapability capability) {
        return SERVED.contains(capability);
    }

    /** The name of the provider's HTTP client bean. */
    public static String clientName(String provider) {
        return "http-" + provider;
    }

    public static void add(CamelContext camel, ProviderConfig provider, ProviderCapability capability) {
        String id = routeId(provider.id(), capability);
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(camel, provider.dialect())
                .routeId(id)
                .prefixId(id)
                .parameters(Map.of(
                        "route", id,
                        "breaker", Breakers.name(provider.id(), capability)));
        if (provider.baseUrl() != null) {
            route.parameter("baseUrl", provider.baseUrl().toString())
                    .parameter("httpClient", clientName(provider.id()));
        }
        route.add();
    }
}
