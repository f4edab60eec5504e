package dev.synaxis.camel;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.SseWriter;
import org.jspecify.annotations.Nullable;

/** Turns one vendor's answer into the client's as it comes. Not safe for use by several threads. */
public interface StreamTranslation {

    /**
     * Whether a 2xx answer of this type is read piece by piece; any other is taken as a {@link #whole} one.
     *
     * @param contentType in lower case; empty where the vendor sent none
     * @throws ProviderException MALFORMED_REPLY where it is neither
     */
    default boolean begins(String contentType) {
        return !contentType.contains("json") && !contentType.contains("html");
    }

    /** What the client's stream is made of; right once there is content. */
    default StreamForm form() {
        return StreamForm.EVENTS;
    }

    /** @throws ProviderException the vendor's failure where it says one; MALFORMED_REPLY for what cannot be read */
    void bytes(byte[] piece, SseWriter out);

    /** Whether the vendor has said that nothing more comes, though its connection may still be open. */
    boolean over();

    /** @throws ProviderException NETWORK where the stream was cut short */
    void end(SseWriter out);

    /** The vendor answered the request for a stream with one whole 2xx answer. */
    void whole(WireReply reply, SseWriter out);

    /** Ends a stream of events that has begun as one that the vendor's filter stopped. */
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
