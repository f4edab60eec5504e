package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.wire.EventReader;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import java.util.function.Consumer;

/** Reads one streamed answer, event by event. Not safe for use by several threads. */
public interface ChatStream {

    /** What makes events of the vendor's bytes: server-sent events, where the vendor has no form of its own. */
    default EventReader reader() {
        return new SseReader();
    }

    /**
     * Takes one event and gives out what it means, which may be nothing.
     *
     * @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for one that cannot be read
     */
    void event(SseEvent event, Consumer<ChatChunk> out);

    /** Whether the vendor has said that nothing more comes; never so where its protocol has no word for that. */
    default boolean over() {
        return false;
    }

    /**
     * The connection ended without an error. Gives out what is still owed.
     *
     * @throws ProviderException NETWORK where the answer is not complete: no terminal event of the vendor was seen
     */
    void end(Consumer<ChatChunk> out);
}
