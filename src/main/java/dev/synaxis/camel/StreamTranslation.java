package dev.synaxis.camel;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import org.jspecify.annotations.Nullable;

/** Turns one vendor's stream into the client's. Not safe for use by several threads. */
public interface StreamTranslation {

    /** @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for an unreadable one */
    void event(SseEvent event, SseWriter out);

    /** Whether the vendor has said that nothing more comes, though its connection may still be open. */
    boolean over();

    /** @throws ProviderException NETWORK where the stream was cut short */
    void end(SseWriter out);

    /** The vendor answered the request for a stream with one whole 2xx answer. */
    void whole(WireReply reply, SseWriter out);

    /** Ends a stream that has begun as one that the vendor's filter stopped. */
    void filtered(SseWriter out);

    /** Whether something that counts as the first token has come. */
    boolean hasContent();

    /** The vendor's own count, null where it gave none. */
    @Nullable TokenUsage usage();

    /** What else was delivered so far. */
    default Units units() {
        return Units.NONE;
    }

    /** Estimate of the output tokens that came, for a stream without the vendor's count. */
    long deliveredTokens();
}
