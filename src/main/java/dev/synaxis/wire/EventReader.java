package dev.synaxis.wire;

import dev.synaxis.failure.ProviderException;
import java.util.function.Consumer;

/** Turns the bytes of a stream into events, whatever way they are cut. Not safe for use by several threads. */
public interface EventReader {

    /**
     * Takes the next bytes and gives out every event that they complete.
     *
     * @throws ProviderException MALFORMED_REPLY where the bytes cannot be events
     */
    void feed(byte[] bytes, Consumer<SseEvent> out);

    /** The bytes have come to their end. Gives out a last event that only lacked its end. */
    void end(Consumer<SseEvent> out);
}
