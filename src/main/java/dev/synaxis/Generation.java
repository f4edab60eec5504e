package dev.synaxis;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.failure.IllegalConfigException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/** One configuration at work: its beans and its routes, from the moment they are complete until their last call has ended. */
final class Generation {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final GatewayConfig config;
    private final ProcessBeans process;
    private final SynaxisBeans beans;
    private final Main camel;

    private Generation(GatewayConfig config, ProcessBeans process, SynaxisBeans beans, Main camel) {
        this.config = config;
        this.process = process;
        this.beans = beans;
        this.camel = camel;
    }

    /**
     * Makes one beside those that are at work, complete but without a call.
     *
     * @param before whose breakers go on where nothing has changed for them; null for the first
     * @throws IllegalConfigException where a dialect refuses its part of the configuration
     */
    static Generation start(
            GatewayConfig config, ProcessBeans process, Map<String, Object> more, @Nullable Generation before)
            throws Exception {
        SynaxisBeans beans = new SynaxisBeans(config, process, before == null ? null : before.beans);
        Main camel = new Main();
        Generation generation = new Generation(config, process, beans, camel);
        beans.bind(camel::bind);
        more.forEach(camel::bind);
        start(camel, beans.site()::attachTo, beans::addRoutes, generation::stop);
        return generation;
    }

    /** @param failed what is to be undone where Camel does not start */
    static void start(Main camel, Consumer<CamelContext> first, Consumer<CamelContext> routes, Runnable failed)
            throws Exception {
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                first.accept(main.getCamelContext());
            }

            @Override
            public void afterConfigure(BaseMainSupport main) {
                routes.accept(main.getCamelContext());
            }
        });
        try {
            camel.start();
        } catch (Exception e) {
            failed.run();
            throw e;
        }
    }

    /** Gets every call from now on. */
    void takeOver() {
        beans.takeOver(camel.getCamelContext().createProducerTemplate());
    }

    GatewayConfig config() {
        return config;
    }

    CamelContext camel() {
        return camel.getCamelContext();
    }

    /** Takes no more calls; to be called once another one gets them. */
    void close() {
        beans.retire();
    }

    /** Waits until the last call has ended, then stops. */
    void retire() {
        while (!beans.occupancy().empty() || camel().getInflightRepository().size() > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                break;
            }
        }
        stop();
        process.server.left(beans.site());
    }

    void stop() {
        beans.retire();
        camel.stop();
        beans.close();
    }
}
