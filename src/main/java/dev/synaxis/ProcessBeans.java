package dev.synaxis;

import dev.synaxis.camel.CurrentProviders;
import dev.synaxis.camel.EmbeddingWidths;
import dev.synaxis.camel.FilesDoor;
import dev.synaxis.camel.HttpReplies;
import dev.synaxis.camel.ModelListBook;
import dev.synaxis.camel.ProbeBoard;
import dev.synaxis.camel.QueueCalls;
import dev.synaxis.camel.RouteFiles;
import dev.synaxis.camel.Watchdog;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.dialect.local.LocalDialect;
import dev.synaxis.inbound.GatewayHttpServer;
import dev.synaxis.inbound.HttpErrors;
import dev.synaxis.inbound.files.FileJobs;
import dev.synaxis.routing.LatencyTracker;
import dev.synaxis.state.LearnedLimits;
import dev.synaxis.state.Stores;
import dev.synaxis.usage.JobMeter;
import dev.synaxis.usage.StateGauges;
import dev.synaxis.usage.UsageMeter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What lives as long as the process, whatever the configuration becomes: the listeners, the stores, the metrics, what was
 * learned, and the front doors beside HTTP. {@link SynaxisBeans} holds what lives as long as a configuration.
 */
final class ProcessBeans implements AutoCloseable {

    final Clock clock;
    final RandomGenerator random = new Random();
    final Vertx vertx;
    final Watchdog watchdog;
    final Stores stores;
    final LearnedLimits limits;
    final LatencyTracker latency;
    final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final UsageMeter meter;
    final StateGauges gauges;
    final HttpErrors errors;
    final HttpReplies replies;
    final EmbeddingWidths widths;
    final CurrentProviders current = new CurrentProviders();
    final ModelListBook modelLists = new ModelListBook();
    final ProbeBoard probes = new ProbeBoard();
    final LocalDialect local;
    final GatewayHttpServer server;
    final QueueCalls queueCalls;
    final QueueDoors queues;
    final LinesOfNow lines = new LinesOfNow();
    /** Null where no folder is watched. */
    final @Nullable FilesDoor files;

    private final GatewayConfig config;
    private final Closing closing = new Closing();

    /**
     * @param config the first one; of it the process keeps {@code server}'s address and times, {@code redis},
     *               {@code usage} and {@code inbound}
     */
    ProcessBeans(GatewayConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        VertxOptions options = new VertxOptions();
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        vertx = Vertx.vertx(options);
        closing.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
        watchdog = closing.add(new Watchdog());
        stores = closing.add(Stores.open(config, clock));
        limits = new LearnedLimits(stores.quota());
        latency = new LatencyTracker(clock);
        widths = new EmbeddingWidths(stores.widths());
        closing.add(metrics::close);
        meter = new UsageMeter(metrics, List.of());
        gauges = new StateGauges(metrics, clock);
        gauges.stores(stores.health(), stores.quota());
        errors = new HttpErrors(meter, random);
        replies = new HttpReplies(meter);
        local = closing.add(new LocalDialect());
        server = new GatewayHttpServer(vertx, config.server(), errors);
        queueCalls = new QueueCalls(replies, clock);
        queues = closing.add(new QueueDoors(config, queueCalls, stores.replies(), metrics, clock, random));
        files = FilesDoor.open(config, queues.fannedOut(lines), new JobMeter(metrics), clock);
        if (files != null) {
            closing.add(files);
        }
    }

    /** The jobs of the watched folder; null where there is none. */
    @Nullable FileJobs jobs() {
        return files == null ? null : files.jobs();
    }

    /** Whether any door beside HTTP is open, which then has routes of its own. */
    boolean hasDoors() {
        return files != null || !queues.routes().isEmpty();
    }

    /** What the routes of the doors name, by its name. */
    Map<String, Object> doorBeans() {
        Map<String, Object> beans = new LinkedHashMap<>(queues.beans());
        if (files != null) {
            beans.putAll(files.beans());
        }
        return beans;
    }

    /** Opens the doors: their routes begin to take what comes. */
    void addDoorRoutes(CamelContext camel) {
        List<String> used = new ArrayList<>(queues.routes());
        if (files != null) {
            used.addAll(files.routes());
            files.properties().forEach(camel.getPropertiesComponent()::addInitialProperty);
        }
        queues.start(camel);
        RouteFiles.loadDoors(camel, used);
        queues.addRoutes(camel);
    }

    /** Takes no more messages from queues. */
    void stopQueues() {
        queues.stop();
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

    @Override
    public void close() {
        closing.close();
    }
}
