package dev.synaxis.camel;

import io.vertx.core.spi.ExecutorServiceFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Vert.x a virtual thread for each blocking task in the place of its pool of 20, so that nothing limits the calls
 * in flight. Found through {@code META-INF/services/io.vertx.core.spi.VertxServiceProvider}.
 */
public final class VirtualThreads implements ExecutorServiceFactory {

    @Override
    public ExecutorService createExecutor(
            @Nullable ThreadFactory threadFactory, @Nullable Integer concurrency, @Nullable Integer maxConcurrency) {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    }
}
