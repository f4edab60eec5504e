package dev.synaxis;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.model.ProviderCapability;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway, and the command that starts one. */
public final class Synaxis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Synaxis.class);

    private final SynaxisBeans beans;
    private final Main camel;

    private Synaxis(SynaxisBeans beans, Main camel) {
        this.beans = beans;
        this.camel = camel;
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
            config = new ConfigLoader(System.getenv(), Path.of("")).load();
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
            gateway = start(config, clock);
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
     * Starts a gateway in this process.
     *
     * @throws IllegalStateException where it cannot listen
     * @throws IllegalConfigException where a dialect refuses its part of the configuration
     */
    public static Synaxis start(GatewayConfig config, Clock clock) throws Exception {
        SynaxisBeans beans = new SynaxisBeans(config, clock);
        Main camel = new Main();
        beans.bind(camel::bind);
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                beans.server().attachTo(main.getCamelContext());
            }

            @Override
            public void afterConfigure(BaseMainSupport main) {
                beans.addRoutes(main.getCamelContext());
            }
        });
        Synaxis gateway = new Synaxis(beans, camel);
        try {
            camel.start();
            beans.server().start();
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    /** The port that the gateway listens on. */
    public int port() {
        return beans.server().port();
    }

    /** One of the beans, by the name under which routes know it. */
    <T> T bean(String name, Class<T> type) {
        return camel.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    /** Tells new calls 503, lets those in flight end, then stops everything. */
    @Override
    public void close() {
        try {
            beans.stopJobs();
            beans.server().stop(beans::stopStreams);
            beans.awaitJobs();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        beans.stopQueues();
        camel.stop();
        beans.close();
    }
}
