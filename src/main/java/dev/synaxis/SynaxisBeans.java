package dev.synaxis;

import dev.synaxis.camel.AdminReplies;
import dev.synaxis.camel.AttemptLedger;
import dev.synaxis.camel.BackgroundCalls;
import dev.synaxis.camel.Breakers;
import dev.synaxis.camel.CapabilityCalls;
import dev.synaxis.camel.Credentials;
import dev.synaxis.camel.Dialects;
import dev.synaxis.camel.Failover;
import dev.synaxis.camel.FileCalls;
import dev.synaxis.camel.HttpDoor;
import dev.synaxis.camel.InProcess;
import dev.synaxis.camel.JobReplies;
import dev.synaxis.camel.LimitListener;
import dev.synaxis.camel.MediaFetcher;
import dev.synaxis.camel.ModelListReader;
import dev.synaxis.camel.ModelListing;
import dev.synaxis.camel.Planner;
import dev.synaxis.camel.ProbeCalls;
import dev.synaxis.camel.Prober;
import dev.synaxis.camel.ProviderDescription;
import dev.synaxis.camel.PublicHttp;
import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.RouteFiles;
import dev.synaxis.camel.Settlement;
import dev.synaxis.camel.UsageReplies;
import dev.synaxis.camel.VendorRelay;
import dev.synaxis.camel.VendorCall;
import dev.synaxis.camel.VendorHttpComponent;
import dev.synaxis.camel.VendorHttpClient;
import dev.synaxis.camel.VendorRoutes;
import dev.synaxis.camel.Watchdog;
import dev.synaxis.config.ClientKeys;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.aihorde.AiHordeDialect;
import dev.synaxis.dialect.anthropic.AnthropicDialect;
import dev.synaxis.dialect.bedrock.BedrockDialect;
import dev.synaxis.dialect.cloudflare.CloudflareDialect;
import dev.synaxis.dialect.cohere.CohereDialect;
import dev.synaxis.dialect.deepgram.DeepgramDialect;
import dev.synaxis.dialect.elevenlabs.ElevenLabsDialect;
import dev.synaxis.dialect.fireworks.FireworksDialect;
import dev.synaxis.dialect.gemini.GeminiDialect;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.dialect.mock.MockDialect;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.replicate.ReplicateDialect;
import dev.synaxis.dialect.stability.StabilityDialect;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.inbound.Callers;
import dev.synaxis.inbound.HttpFront;
import dev.synaxis.inbound.HttpSite;
import dev.synaxis.inbound.Occupancy;
import dev.synaxis.inbound.UploadReader;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.routing.TieredProviderSelector;
import dev.synaxis.state.Stores;
import dev.synaxis.usage.CostEstimator;
import dev.synaxis.usage.StateGauges;
import dev.synaxis.usage.UsageAccounts;
import dev.synaxis.usage.UsageMeter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What lives as long as one configuration: every bean that its routes name, made once and registered under that name. What
 * outlives it is in {@link ProcessBeans}.
 */
final class SynaxisBeans implements AutoCloseable {

    private final GatewayConfig config;
    private final ProcessBeans process;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Closing closing = new Closing();
    private final Breakers breakers;
    private final TieredProviderSelector selector;
    private final CapabilityCalls calls;
    private final Occupancy occupancy = new Occupancy();
    private final Prober prober;
    private final ModelListReader listReader;
    private final HttpSite site;

    /**
     * @param before the configuration before this one, whose breakers go on where nothing has changed; null for the first
     * @throws IllegalConfigException where a dialect refuses its part of the configuration
     */
    SynaxisBeans(GatewayConfig configured, ProcessBeans process, @Nullable SynaxisBeans before) {
        this.process = process;
        Clock clock = process.clock;
        RandomGenerator random = process.random;
        Vertx vertx = process.vertx;
        Watchdog watchdog = process.watchdog;
        Stores stores = process.stores;
        LatencyTracker latency = process.latency;
        UsageMeter meter = process.meter;
        Dialects dialects = new Dialects(dialects(configured, process.local));
        config = configured.withProviders(
                configured.providers().stream().map(dialects::offered).toList());
        meter.providers(config.providers().stream().map(ProviderConfig::id).toList());
        breakers = new Breakers(stores.health(), process.current, clock, before == null ? null : before.breakers);
        AttemptLedger ledger = new AttemptLedger(stores.health(), stores.quota(), latency, meter, process.current, clock);
        selector = new TieredProviderSelector(
                config, stores.health(), process.limits, latency, breakers, process.modelLists, clock, random);
        MediaFetcher media =
                new MediaFetcher(closing.add(new PublicHttp(config.server().allowPrivateMedia(), watchdog)));
        Credentials credentials = closing.add(new Credentials(config.providers(), clock));
        VendorCall vendorCall = new VendorCall(
                dialects, watchdog, clock, credentials, new LimitListener(process.limits));
        Callers callers = new Callers(new ClientKeys(config.server().apiKeys()));
        HttpFront front = new HttpFront(callers, process.errors, meter, random);
        site = new HttpSite(vertx, config.server(), front, process.errors, occupancy);
        UploadReader uploads = new UploadReader(config.server().maxUploadBytes(), config.server().maxBodyBytes());
        calls = new CapabilityCalls(media, uploads, process.widths, clock);

        beans.put("vertx", vertx);
        beans.put("httpDoor", new HttpDoor(vertx, calls, uploads, callers, config.resilience().deadline()));
        beans.put("httpReplies", process.replies);
        beans.put("queueCalls", process.queueCalls);
        beans.put("planner", new Planner(selector));
        beans.put("failover", new Failover(
                config.resilience(), stores.health(), process.limits, vendorCall, ledger, random, Thread::sleep));
        beans.put("vendorCall", vendorCall);
        beans.put("vendorRelay", closing.add(new VendorRelay(
                vertx, vendorCall, dialects, watchdog, breakers, meter, config.server().heartbeat())));
        beans.put("backgroundCalls", closing.add(new BackgroundCalls(
                vendorCall, dialects, credentials, watchdog, breakers, meter, Thread::sleep)));
        beans.put("inProcess", new InProcess(dialects, breakers, meter));
        Settlement settlement =
                new Settlement(ledger, meter, new CostEstimator(config), new UsageAccounts(stores.usage()), clock);
        beans.put("settlement", settlement);
        beans.put("usage", new UsageReplies(stores.usage()));
        beans.put("models", new ModelListing(config, breakers, stores.health(), process.widths, process.modelLists, clock));
        ProviderDescription descriptions = new ProviderDescription(
                stores, process.limits, breakers, latency, process.probes, process.modelLists, clock);
        beans.put("admin", new AdminReplies(
                config, descriptions, stores, selector, front, process.metrics, process.queues.doors()));
        beans.put("jobReplies", new JobReplies(process.jobs()));
        config.providers().forEach(this::addProvider);
        ProbeCalls probes = new ProbeCalls(
                config, stores.health(), process.modelLists, calls, stores.quota(), breakers, ledger, settlement,
                process.probes, occupancy, clock);
        listReader = closing.add(
                new ModelListReader(config.providers(), dialects, credentials, process.modelLists, clock));
        prober = closing.add(
                new Prober(config.providers(), stores.health(), breakers, stores.claims(), probes, process.probes, clock));
    }

    private void addProvider(ProviderConfig provider) {
        if (provider.baseUrl() != null) {
            beans.put(
                    VendorRoutes.clientName(provider.id()),
                    closing.add(new VendorHttpClient(provider, process.watchdog)));
        }
        for (ProviderCapability capability : capabilities(provider)) {
            beans.put(Breakers.name(provider.id(), capability), breakers.create(provider, capability));
        }
    }

    /** Gets every call from now on, whatever door it comes through. */
    void takeOver(ProducerTemplate routes) {
        process.current.use(config.providers());
        process.modelLists.use(config.providers());
        process.queueCalls.use(
                new QueueCalls.Way(routes, calls, selector, config.resilience().deadline(), occupancy));
        process.lines.use(new FileCalls(process.queueCalls, selector, config, process.random));
        process.gauges.forgetProviders();
        config.providers().forEach(this::show);
        process.server.serve(site);
        prober.start(routes);
        listReader.start();
    }

    /** Another configuration gets the calls from now on. */
    void retire() {
        occupancy.close();
        prober.close();
        listReader.close();
    }

    private void show(ProviderConfig provider) {
        process.gauges.quota(provider, process.stores.quota());
        for (ProviderCapability capability : capabilities(provider)) {
            process.gauges.breaker(provider.id(), capability, () -> switch (breakers.state(provider.id(), capability)) {
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
                new BedrockDialect(),
                local,
                new ElevenLabsDialect(),
                new DeepgramDialect(),
                new ReplicateDialect(),
                new AiHordeDialect(),
                new StabilityDialect(),
                new CloudflareDialect(),
                new FireworksDialect(),
                new MockDialect(scripts));
    }

    /** Registers everything, by name. */
    void bind(BiConsumer<String, Object> registry) {
        registry.accept("http", VendorHttpComponent.create());
        registry.accept("https", VendorHttpComponent.create());
        beans.forEach(registry);
    }

    /** Loads the route files and makes the vendor routes of their templates. */
    void addRoutes(CamelContext camel) {
        Set<String> used = new LinkedHashSet<>();
        config.providers().forEach(provider -> used.add("vendor/" + provider.dialect()));
        RouteFiles.load(camel, used);
        for (ProviderConfig provider : config.providers()) {
            for (ProviderCapability capability : capabilities(provider)) {
                VendorRoutes.add(camel, provider, capability);
            }
        }
    }

    HttpSite site() {
        return site;
    }

    /** Counts the calls that go on within this configuration. */
    Occupancy occupancy() {
        return occupancy;
    }

    @Override
    public void close() {
        closing.close();
    }
}
