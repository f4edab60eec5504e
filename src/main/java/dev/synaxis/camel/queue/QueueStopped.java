package dev.synaxis.camel.queue;

/** The gateway stops before a message was answered: it stays with the broker. */
final class QueueStopped extends RuntimeException {

    QueueStopped() {
        super("the gateway is stopping", null, false, false);
    }
}
