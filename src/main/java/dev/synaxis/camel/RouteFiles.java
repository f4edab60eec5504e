package dev.synaxis.camel;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

/**
 * The route files that a gateway loads, by name below {@code routes/}. Named, not searched for: Camel's search unpacks
 * the whole jar once for each pattern and reads every file it finds twice.
 */
public final class RouteFiles {

    private static final List<String> ALWAYS = List.of(
            "errors/errors",
            "inbound/http-chat",
            "inbound/http-embedding",
            "inbound/http-image-generation",
            "inbound/http-speech",
            "inbound/http-models",
            "inbound/http-model",
            "capability/chat",
            "capability/embedding",
            "capability/image-generation",
            "capability/speech",
            "admin/admin-plan",
            "admin/admin-providers",
            "admin/health-live",
            "admin/health-ready",
            "admin/metrics");

    private RouteFiles() {}

    /**
     * Loads the routes of every gateway, and the templates of the dialects given.
     *
     * @param dialects names of dialects, such as {@code openai}
     * @throws IllegalStateException where Camel refuses one
     */
    public static void load(CamelContext camel, Collection<String> dialects) {
        ResourceLoader loader = PluginHelper.getResourceLoader(camel);
        List<Resource> files = names(dialects)
                .map(name -> loader.resolveResource("classpath:routes/" + name + ".camel.yaml"))
                .toList();
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(files);
        } catch (Exception e) {
            throw new IllegalStateException("a route file cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Every file that is loaded, without {@code .camel.yaml}, where providers of these dialects are configured. */
    public static Stream<String> names(Collection<String> dialects) {
        return Stream.concat(ALWAYS.stream(), dialects.stream().map(dialect -> "vendor/" + dialect));
    }
}
