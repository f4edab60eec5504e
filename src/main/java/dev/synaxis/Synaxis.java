package dev.synaxis;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.logging.ConsoleLog;
import dev.synaxis.model.ProviderCapability;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway, and the command that starts one. */
public final class Synaxis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Synaxis.class);

    private static final Duration WATCH = Duration.ofSeconds(1);

    private final ProcessBeans process;
    private final Generations generations;
    /** Where the doors beside HTTP have their routes; null where there are none. */
    private @Nullable Main doors;
    /** Null where there is no file to watch. */
    private @Nullable ConfigWatch watch;

    private Synaxis(ProcessBeans process, Generations generations) {
        this.process = process;
        this.generations = generations;
    }

    /**
     * Starts the gateway of the environment and the configuration file, or does with them what {@link Command} knows; ends
     * with status 2 where they, or the arguments, are wrong.
     */
    public static void main(String[] args) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        GatewayConfig config;
        Synaxis gateway;
        try {
            Command command = Command.read(args);
            ConfigLoader loader = new ConfigLoader(System.getenv(), Path.of(""));
            config = loader.load();
            switch (command) {
                case Command.Check() -> {
                    System.out.println(new DryRun(config, clock).summary());
                    return;
                }
                case Command.Plan(String model, ProviderCapability capability) -> {
                    System.out.println(new DryRun(config, clock).plan(model, capability));
                    return;
                }
                case Command.Serve() -> {}
            }
            gateway = start(config, loader, clock);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        } catch (IllegalConfigException e) {
            refuse(2, e);
            return;
        } catch (IllegalStateException e) {
            refuse(1, e);
            return;
        } catch (Exception e) {
            // threads that are up already must not keep half a gateway alive
            e.printStackTrace();
            System.exit(1);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            gateway.close();
            ConsoleLog.stop();
            stopped.countDown();
        }));
        config.notices().forEach(LOG::info);
        LOG.info("Synaxis listens on http://{}:{}", config.server().host(), gateway.port());
        stopped.await();
    }

    private static void refuse(int status, RuntimeException reason) {
        System.err.println("Synaxis does not start: " + reason.getMessage());
        System.exit(status);
    }

    /**
     * Starts a gateway in this process whose configuration stays as it is.
     *
     * @throws IllegalStateException where it cannot listen
     * @throws IllegalConfigException where a dialect refuses its part of the configuration
     */
    public static Synaxis start(GatewayConfig config, Clock clock) throws Exception {
        return start(config, () -> config, clock);
    }

    /**
     * Starts a gateway in this process that takes over what becomes of its configuration.
     *
     * @param config what the loader has read
     * @throws IllegalStateException where it cannot listen
     * @throws IllegalConfigException where a dialect refuses its part of the configuration
     */
    public static Synaxis start(GatewayConfig config, ConfigLoader loader, Clock clock) throws Exception {
        Synaxis gateway = start(config, loader::load, clock);
        ConfigWatch watch = new ConfigWatch(loader, WATCH, gateway.generations::reload);
        gateway.watch = watch;
        watch.start();
        return gateway;
    }

    private static Synaxis start(GatewayConfig config, Supplier<GatewayConfig> source, Clock clock) throws Exception {
        // what cannot be started is refused before anything is opened
        new DryRun(config, clock);
        ProcessBeans process = new ProcessBeans(config, clock);
        Synaxis gateway = new Synaxis(process, new Generations(process, source));
        try {
            gateway.generations.start(config);
            gateway.openDoors();
            process.server.start();
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private void openDoors() throws Exception {
        if (process.hasDoors()) {
            Main camel = new Main();
            process.doorBeans().forEach(camel::bind);
            doors = camel;
            Generation.start(camel, context -> {}, process::addDoorRoutes, camel::stop);
        }
    }

    /** The port that the gateway listens on. */
    public int port() {
        return process.server.port();
    }

    /** One of the beans, by the name under which routes know it. */
    <T> T bean(String name, Class<T> type) {
        return generations.current().camel().getRegistry().lookupByNameAndType(name, type);
    }

    /** Tells new calls 503, lets those in flight end, then stops everything. */
    @Override
    public void close() {
        ConfigWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        generations.freeze();
        try {
            process.stopJobs();
            process.server.stop(process::stopStreams);
            process.awaitJobs();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.stopQueues();
        Main open = doors;
        if (open != null) {
            open.stop();
        }
        generations.close();
        process.close();
    }
}
