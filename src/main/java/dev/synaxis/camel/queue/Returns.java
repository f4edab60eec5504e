package dev.synaxis.camel.queue;

import dev.synaxis.state.ReplyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How often a message was given back for no fault of its own, because the gateway stopped while it waited. A broker
 * counts that like any other delivery, however the message is given back (Artemis 2.44: by a rollback as well as by the
 * end of the consumer, the session or the connection, over its own protocol and over AMQP).
 */
final class Returns {

    private final ReplyStore store;

    Returns(ReplyStore store) {
        this.store = store;
    }

    private static String key(String id) {
        return "returns:" + id;
    }

    /** Counts one more; where the store does not answer, it is not counted. */
    void add(String id) {
        try {
            store.keep(key(id), Integer.toString(of(id) + 1).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // the limit then counts it as the broker does
        }
    }

    /** @throws IOException where the store does not answer */
    int of(String id) throws IOException {
        return switch (store.claim(key(id))) {
            case ReplyStore.Known(byte[] count) -> Integer.parseInt(new String(count, StandardCharsets.US_ASCII));
            case ReplyStore.Yours() -> {
                store.release(key(id));
                yield 0;
            }
            case ReplyStore.Taken() -> 0;
        };
    }

    void forget(String id) {
        store.forget(key(id));
    }
}
