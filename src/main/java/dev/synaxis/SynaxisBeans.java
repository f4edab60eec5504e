package dev.synaxis;

import dev.synaxis.camel.AdminReplies;
import dev.synaxis.camel.AttemptLedger;
import dev.synaxis.camel.Breakers;
import dev.synaxis.camel.CapabilityCalls;
import dev.synaxis.camel.Dialects;
import dev.synaxis.camel.EmbeddingWidths;
import dev.synaxis.camel.Failover;
import dev.synaxis.camel.FilesDoor;
import dev.synaxis.camel.HttpDoor;
import dev.synaxis.camel.HttpReplies;
import dev.synaxis.camel.InProcess;
import dev.synaxis.camel.JobReplies;
import dev.synaxis.camel.MediaFetcher;
import dev.synaxis.camel.ModelListing;
import dev.synaxis.camel.Planner;
import dev.synaxis.camel.PublicHttp;
import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.RouteFiles;
import dev.synaxis.camel.Settlement;
import dev.synaxis.camel.UsageReplies;
import dev.synaxis.camel.VendorRelay;
import dev.synaxis.camel.VendorCall;
import dev.synaxis.camel.VendorHttpClient;
import dev.synaxis.camel.VendorRoutes;
import dev.synaxis.camel.Watchdog;
import dev.synaxis.config.ClientKeys;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.anthropic.AnthropicDialect;
import dev.synaxis.dialect.cohere.CohereDialect;
import dev.synaxis.dialect.deepgram.DeepgramDialect;
import dev.synaxis.dialect.elevenlabs.ElevenLabsDialect;
import dev.synaxis.dialect.gemini.GeminiDialect;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.dialect.mock.MockDialect;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.inbound.Callers;
import dev.synaxis.inbound.GatewayHttpServer;
import dev.synaxis.inbound.HttpErrors;
import dev.synaxis.inbound.HttpFront;
import dev.synaxis.inbound.UploadReader;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.Stores;
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.JobMeter;
import dev.synaxis.usage.StateGauges;
import dev.synaxis.usage.UsageAccounts;
import dev.synaxis.usage.UsageMeter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Every bean of a gateway, made once and registered under the name by which routes know it. */
final class SynaxisBeans implements AutoCloseable {

    private final GatewayConfig config;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final Breakers breakers;
    private final GatewayHttpServer server;
    private final QueueCalls queueCalls;
    private final QueueDoors queues;
    private final Watchdog watchdog;
    /** Null where no folder is watched. */
    private final @Nullable FilesDoor files;

    SynaxisBeans(GatewayConfig configured, Clock clock) {
        Dialects dialects = new Dialects(dialects(configured, closed(new LocalDialect())));
        config = configured.withProviders(
                configured.providers().stream().map(dialects::offered).toList());
        RandomGenerator random = new Random();
        Vertx vertx = vertx();
        watchdog = closed(new Watchdog());
        Stores stores = closed(Stores.open(config, clock));
        breakers = new Breakers(stores.health(), clock);
        LatencyTracker latency = new LatencyTracker(clock);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closing.push(metrics::close);
        UsageMeter meter = new UsageMeter(
                metrics, config.providers().stream().map(ProviderConfig::id).toList());
        AttemptLedger ledger = new AttemptLedger(stores.health(), stores.quota(), latency, meter, clock);
        var selector = new TieredProviderSelector(
                config, stores.health(), stores.quota(), latency, breakers, clock, random);
        MediaFetcher media = new MediaFetcher(closed(new PublicHttp(config.server().allowPrivateMedia(), watchdog)));
        VendorCall vendorCall = new VendorCall(dialects, watchdog, clock);
        HttpErrors errors = new HttpErrors(meter);
        Callers callers = new Callers(new ClientKeys(config.server().apiKeys()));
        HttpFront front = new HttpFront(callers, errors, meter, random);
        server = new GatewayHttpServer(vertx, config.server(), front, errors);
        Duration deadline = config.resilience().deadline();

        beans.put("vertx", vertx);
        EmbeddingWidths widths = new EmbeddingWidths();
        CapabilityCalls calls = new CapabilityCalls(media, widths, clock);
        HttpReplies replies = new HttpReplies(meter);
        beans.put("httpDoor", new HttpDoor(
                vertx,
                calls,
                new UploadReader(config.server().maxUploadBytes(), config.server().maxBodyBytes()),
                callers,
                deadline));
        beans.put("httpReplies", replies);
        queueCalls = new QueueCalls(calls, replies, selector, clock, deadline);
        beans.put("queueCalls", queueCalls);
        queues = closed(new QueueDoors(config, queueCalls, stores.replies(), metrics, clock, random));
        beans.putAll(queues.beans());
        beans.put("planner", new Planner(selector));
        beans.put("failover", new Failover(
                config.resilience(), stores.health(), stores.quota(), vendorCall, ledger, random, Thread::sleep));
        beans.put("vendorCall", vendorCall);
        beans.put("vendorRelay", closed(new VendorRelay(
                vertx, vendorCall, dialects, watchdog, breakers, meter, clock, config.server().heartbeat())));
        beans.put("inProcess", new InProcess(dialects, breakers, meter));
        beans.put("settlement", new Settlement(
                ledger, meter, new CostEstimator(config), new UsageAccounts(stores.usage()), clock));
        beans.put("usage", new UsageReplies(stores.usage()));
        beans.put("models", new ModelListing(config, breakers, stores.health(), widths, clock));
        beans.put("admin", new AdminReplies(config, stores, breakers, latency, selector, front, metrics, queues.doors(), clock));
        files = FilesDoor.open(config, queueCalls, selector, new JobMeter(metrics), clock, random);
        if (files != null) {
            closed(files);
            files.beans().forEach(beans::put);
        }
        beans.put("jobReplies", new JobReplies(files == null ? null : files.jobs()));
        StateGauges gauges = new StateGauges(metrics, clock);
        gauges.stores(stores.health(), stores.quota());
        for (ProviderConfig provider : config.providers()) {
            addProvider(provider, watchdog, gauges);
            gauges.quota(provider, stores.quota());
        }
    }

    private void addProvider(ProviderConfig provider, Watchdog watchdog, StateGauges gauges) {
        if (provider.baseUrl() != null) {
            beans.put(VendorRoutes.clientName(provider.id()), closed(new VendorHttpClient(provider, watchdog)));
        }
        for (ProviderCapability capability : capabilities(provider)) {
            beans.put(Breakers.name(provider.id(), capability), breakers.create(provider, capability));
            gauges.breaker(provider.id(), capability, () -> switch (breakers.state(provider.id(), capability)) {
                case OPEN, FORCED_OPEN -> StateGauges.BreakerState.OPEN;
                case HALF_OPEN -> StateGauges.BreakerState.HALF_OPEN;
                case CLOSED, DISABLED, METRICS_ONLY -> StateGauges.BreakerState.CLOSED;
            });
        }
    }

    private static List<ProviderCapability> capabilities(ProviderConfig provider) {
        return provider.capabilities().stream().sorted().toList();
    }

    /**
     * Every dialect there is.
     *
     * @throws IllegalConfigException where one refuses its part of the configuration
     */
    static List<Dialect> dialects(GatewayConfig config, LocalDialect local) {
        Map<String, Map<String, Object>> scripts = new LinkedHashMap<>();
        config.providers().forEach(p -> scripts.put(p.id(), p.mock()));
        return List.of(
                new OpenAiDialect(),
                new AnthropicDialect(),
                new GeminiDialect(),
                new CohereDialect(),
                local,
                new ElevenLabsDialect(),
                new DeepgramDialect(),
                new MockDialect(scripts));
    }

    private Vertx vertx() {
        VertxOptions options = new VertxOptions();
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Vertx vertx = Vertx.vertx(options);
        closing.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
        return vertx;
    }

    private <T extends AutoCloseable> T closed(T resource) {
        closing.push(resource);
        return resource;
    }

    /** Registers everything, by name. */
    void bind(BiConsumer<String, Object> registry) {
        beans.forEach(registry);
    }

    /** Loads the route files and makes the vendor routes of their templates. */
    void addRoutes(CamelContext camel) {
        Set<String> used = new LinkedHashSet<>();
        config.providers().forEach(provider -> used.add("vendor/" + provider.dialect()));
        if (files != null) {
            used.addAll(files.routes());
            files.properties().forEach(camel.getPropertiesComponent()::addInitialProperty);
        }
        queueCalls.attachTo(camel);
        used.addAll(queues.routes());
        queues.start(camel);
        RouteFiles.load(camel, used);
        queues.addRoutes(camel);
        for (ProviderConfig provider : config.providers()) {
            for (ProviderCapability capability : capabilities(provider)) {
                VendorRoutes.add(camel, provider, capability);
            }
        }
    }

    /** Takes no more messages from queues. */
    void stopQueues() {
        queues.stop();
    }

    GatewayHttpServer server() {
        return server;
    }

    /** Ends the streams in flight with a word to their clients. */
    void stopStreams() {
        watchdog.stopAll();
    }

    /** Lets go of the jobs of files; {@link #awaitJobs} waits until that has happened. */
    void stopJobs() {
        if (files != null) {
            files.jobs().stop();
        }
    }

    void awaitJobs() throws InterruptedException {
        if (files != null) {
            files.jobs().awaitStop(config.server().shutdown());
        }
    }

    /** Closes what was made, last first; a part that fails to close does not keep the others. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            AutoCloseable resource = closing.pop();
            try {
                resource.close();
            } catch (IOException | RuntimeException e) {
                LoggerFactory.getLogger(SynaxisBeans.class).debug("Not closed cleanly", e);
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                LoggerFactory.getLogger(SynaxisBeans.class).debug("Not closed cleanly", e);
            }
        }
    }
}
