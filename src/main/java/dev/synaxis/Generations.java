package dev.synaxis;

import dev.synaxis.camel.ReloadReplies;
import dev.synaxis.camel.ReloadReplies.Reloaded;
import dev.synaxis.config.ConfigChange;
import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.state.Cooldown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration at work and its successors, each taken over as a whole while calls go on. */
final class Generations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final ProcessBeans process;
    private final Supplier<GatewayConfig> source;
    private final ReentrantLock lock = new ReentrantLock();
    /** Former ones whose last call has not ended, each with the thread that waits for it. */
    private final Map<Generation, Thread> retiring = new HashMap<>();

    private volatile @Nullable Generation current;
    private boolean closed;

    /** @param source reads the configuration anew; throws {@link IllegalConfigException} where it is wrong */
    Generations(ProcessBeans process, Supplier<GatewayConfig> source) {
        this.process = process;
        this.source = source;
    }

    void start(GatewayConfig config) throws Exception {
        replace(config);
    }

    Generation current() {
        Generation generation = current;
        if (generation == null) {
            throw new IllegalStateException("not started");
        }
        return generation;
    }

    /**
     * Reads the configuration and takes it over; the calls in flight end where they began.
     *
     * @throws IllegalConfigException where it is wrong, or changes what only a start can change; then nothing has changed
     */
    Reloaded reload() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the gateway is stopping");
            }
            GatewayConfig config = source.get();
            ConfigChange change = ConfigChange.of(current().config(), config);
            if (change.none()) {
                return new Reloaded(false, change, config.notices());
            }
            change.throwIfStartNeeded();
            // what the start would refuse is refused before anything is made
            new DryRun(config, process.clock);
            Generation former = current();
            replace(config);
            refresh(former.config(), config);
            retire(former);
            LOG.info("Configuration taken over: {}", change);
            return new Reloaded(true, change, config.notices());
        } catch (IllegalConfigException e) {
            LOG.error("Configuration not taken over, the former one goes on: {}", e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the configuration cannot be taken over", e);
        } finally {
            lock.unlock();
        }
    }

    private void replace(GatewayConfig config) throws Exception {
        ReloadReplies replies = new ReloadReplies(this::reload);
        Generation next = Generation.start(config, process, Map.of("reload", replies), current);
        next.takeOver();
        current = next;
    }

    /** A new key or address has not been refused yet. */
    private void refresh(GatewayConfig former, GatewayConfig now) {
        Set<String> others = new HashSet<>();
        for (ProviderConfig provider : now.providers()) {
            ProviderConfig before = former.provider(provider.id());
            if (before != null && !before.sameUpstream(provider)) {
                others.add(provider.id());
            }
        }
        for (Cooldown pause : List.copyOf(process.stores.health().cooldowns())) {
            if (others.contains(ProviderKey.provider(pause.provider()))) {
                process.stores.health().clear(pause.provider(), pause.model());
            }
        }
    }

    private void retire(Generation former) {
        former.close();
        Thread waiting = Thread.ofVirtual().name("retiring").unstarted(() -> {
            former.retire();
            lock.lock();
            try {
                retiring.remove(former);
            } finally {
                lock.unlock();
            }
        });
        retiring.put(former, waiting);
        waiting.start();
    }

    /** From now on nothing is taken over. */
    void freeze() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Stops all of them, whatever is in flight. */
    @Override
    public void close() {
        freeze();
        List<Thread> waiting;
        lock.lock();
        try {
            waiting = List.copyOf(retiring.values());
        } finally {
            lock.unlock();
        }
        waiting.forEach(Thread::interrupt);
        try {
            for (Thread one : waiting) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Generation last = current;
        if (last != null) {
            last.stop();
        }
    }
}
