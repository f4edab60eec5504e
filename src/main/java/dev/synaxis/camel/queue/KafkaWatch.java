package dev.synaxis.camel.queue;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers every few seconds whether they are there. */
final class KafkaWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final long ROUND_MS = 1_000;

    private final Properties settings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable String trouble = "not connected yet";

    KafkaWatch(Properties settings) {
        this.settings = settings;
    }

    void start() {
        Thread.ofVirtual().name("kafka-watch").start(this::run);
    }

    /** Why the brokers do not answer; null where they do. */
    @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        Admin admin = null;
        try {
            do {
                try {
                    if (admin == null) {
                        admin = Admin.create(settings);
                    }
                    admin.describeCluster().clusterId().get(3, TimeUnit.SECONDS);
                    report(null);
                } catch (ExecutionException | java.util.concurrent.TimeoutException | KafkaException e) {
                    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                    report((cause instanceof AuthenticationException
                                    ? "the brokers and the gateway do not accept each other's credentials: "
                                    : "no broker answers: ")
                            + cause.getClass().getSimpleName());
                }
            } while (!closed.await(ROUND_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (admin != null) {
                admin.close(java.time.Duration.ZERO);
            }
        }
    }

    private void report(@Nullable String now) {
        String before = trouble;
        trouble = now;
        if (now != null && !now.equals(before)) {
            LOG.atWarn().addKeyValue("error", now).log("Kafka is down; HTTP goes on without it");
        } else if (now == null && before != null) {
            LOG.info("Kafka answers");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
