package dev.synaxis.camel.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The consumers of one queue: one for each message that is worked on, and one more for each that waits aside, since a
 * message that waits keeps its session. A lost connection is tried for again, at growing distances.
 */
final class PacedContainer extends DefaultJmsMessageListenerContainer {

    private static final long SHORTEST_MS = 200;
    private static final long LONGEST_MS = 5_000;
    private static final Duration REST = Duration.ofMillis(50);

    private final int width;
    /** Read: by whoever may be given a message. */
    private final ReadWriteLock receiving = new ReentrantReadWriteLock();

    private volatile boolean parting;

    /** @param width messages that are worked on at once */
    PacedContainer(JmsEndpoint endpoint, int width) {
        super(endpoint);
        this.width = width;
        ExponentialBackOff backOff = new ExponentialBackOff(SHORTEST_MS, 2);
        backOff.setMaxInterval(LONGEST_MS);
        setBackOff(backOff);
        // a consumer looks after each message whether it is one too many
        setMaxMessagesPerTask(1);
    }

    /** @param aside messages that wait without a place */
    void follow(int aside) {
        setMaxConcurrentConsumers(width + aside);
        scheduleNewInvokerIfAppropriate();
    }

    /** Leaves every message from now on to others, and need not ask the broker for that. */
    void takeNothing() {
        parting = true;
    }

    /**
     * Waits until nobody can be given a message any more: those who asked the broker before {@link #takeNothing()} have
     * its answer. One that is frozen keeps them longer than the given time.
     */
    void awaitNothing(long nanos) throws InterruptedException {
        if (receiving.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS)) {
            receiving.writeLock().unlock();
        }
    }

    @Override
    protected @Nullable Message receiveMessage(MessageConsumer consumer) throws JMSException {
        receiving.readLock().lock();
        try {
            if (!parting) {
                return super.receiveMessage(consumer);
            }
        } finally {
            receiving.readLock().unlock();
        }
        LockSupport.parkNanos(REST.toNanos());
        return null;
    }
}
