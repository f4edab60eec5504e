package dev.synaxis.camel.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker every few seconds for a connection, to know whether it is there. */
final class JmsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JmsWatch.class);
    private static final long ROUND_MS = 1_000;
    private static final long PATIENCE_MS = 3_000;

    private final ConnectionFactory factory;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable String trouble = "not connected yet";

    JmsWatch(ConnectionFactory factory) {
        this.factory = factory;
    }

    void start() {
        Thread.ofVirtual().name("jms-watch").start(this::run);
    }

    /** Why the broker does not answer; null where it does. */
    @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closed.await(ROUND_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A frozen broker holds up the thread that asks for a connection, not the one that waits for it. */
    private void look() throws InterruptedException {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Connection connection = factory.createConnection()) {
                connection.start();
                asked.complete(null);
            } catch (JMSException | RuntimeException e) {
                asked.completeExceptionally(e);
            }
        });
        try {
            asked.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            report(null);
        } catch (ExecutionException e) {
            report(refused(e.getCause()));
        } catch (TimeoutException e) {
            report("the broker does not answer within " + PATIENCE_MS / 1_000 + " s");
            try {
                // one question at a time
                asked.get();
            } catch (ExecutionException late) {
                report(refused(late.getCause()));
            }
        }
    }

    private static String refused(Throwable cause) {
        return (cause instanceof JMSSecurityException
                        ? "the broker does not accept the user or the password: "
                        : "the broker does not answer: ")
                + cause.getClass().getSimpleName();
    }

    private void report(@Nullable String now) {
        String before = trouble;
        trouble = now;
        if (now != null && !now.equals(before)) {
            LOG.atWarn().addKeyValue("error", now).log("The JMS broker is down; HTTP goes on without it");
        } else if (now == null && before != null) {
            LOG.info("The JMS broker answers");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
