package dev.synaxis.camel;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.EventReader;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import dev.synaxis.wire.SseWriter;

/** A translation of a vendor's events, however their bytes are cut. */
abstract class EventTranslation implements StreamTranslation {

    private final EventReader reader;

    /** @param reader makes events of the vendor's bytes */
    EventTranslation(EventReader reader) {
        this.reader = reader;
    }

    /** Of server-sent events. */
    EventTranslation() {
        this(new SseReader());
    }

    /** @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for an unreadable one */
    abstract void event(SseEvent event, SseWriter out);

    /** The last event was given. @throws ProviderException NETWORK where the stream was cut short */
    abstract void complete(SseWriter out);

    @Override
    public final void bytes(byte[] piece, SseWriter out) {
        reader.feed(piece, event -> event(event, out));
    }

    @Override
    public final void end(SseWriter out) {
        reader.end(event -> event(event, out));
        complete(out);
    }
}
