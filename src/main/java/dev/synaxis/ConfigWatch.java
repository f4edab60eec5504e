package dev.synaxis;

import dev.synaxis.config.ConfigLoader;
import dev.synaxis.failure.IllegalConfigException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration file again and again, and has it taken over once it has changed and stayed the same for two
 * looks: it may still be being written. What counts is what it holds, so a file that was replaced and a link that leads
 * elsewhere are changes like any other. A file that has gone changes nothing.
 */
final class ConfigWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final ConfigLoader loader;
    private final Duration pause;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** @param changed takes it over; what it throws is its own to tell */
    ConfigWatch(ConfigLoader loader, Duration pause, Runnable changed) {
        this.loader = loader;
        this.pause = pause;
        this.changed = changed;
        thread = Thread.ofVirtual().name("config-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            // the first look too: the file may have changed since it was read
            String known = null;
            String seen = null;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                String now = loader.fingerprint();
                boolean settled = now != null && now.equals(seen);
                seen = now;
                if (settled && !now.equals(known)) {
                    known = now;
                    takeOver();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeOver() {
        try {
            changed.run();
        } catch (IllegalConfigException e) {
            LOG.debug("The changed file was refused", e);
        } catch (RuntimeException e) {
            LOG.error("The changed configuration was not taken over, the former one goes on", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
