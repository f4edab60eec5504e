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
            "inbound/http-image-edit",
            "inbound/http-image-generation",
            "inbound/http-speech",
            "inbound/http-transcription",
            "inbound/http-translation",
            "inbound/http-models",
            "inbound/http-model",
            "capability/chat",
            "capability/embedding",
            "capability/image-edit",
            "capability/image-generation",
            "capability/speech",
            "capability/transcription",
            "admin/admin-job",
            "admin/admin-job-cancel",
            "admin/admin-job-pause",
            "admin/admin-job-resume",
            "admin/admin-jobs",
            "admin/admin-plan",
            "admin/admin-providers",
            "admin/admin-reload",
            "admin/admin-usage",
            "admin/health-live",
            "admin/health-ready",
            "admin/metrics");

    private RouteFiles() {}

    /**
     * Loads the routes of every gateway, and those that this one needs beside.
     *
     * @param beside names without {@code .camel.yaml}, such as {@code vendor/openai} or {@code inbound/file}
     * @throws IllegalStateException where Camel refuses one
     */
    public static void load(CamelContext camel, Collection<String> beside) {
        load(camel, names(beside));
    }

    /** Loads the routes of front doors, and nothing else. */
    public static void loadDoors(CamelContext camel, Collection<String> names) {
        load(camel, names.stream());
    }

    private static void load(CamelContext camel, Stream<String> names) {
        ResourceLoader loader = PluginHelper.getResourceLoader(camel);
        List<Resource> files = names
                .map(name -> loader.resolveResource("classpath:routes/" + name + ".camel.yaml"))
                .toList();
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(files);
        } catch (Exception e) {
            throw new IllegalStateException("a route file cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Every file that is loaded, without {@code .camel.yaml}. */
    public static Stream<String> names(Collection<String> beside) {
        return Stream.concat(ALWAYS.stream(), beside.stream());
    }
}
