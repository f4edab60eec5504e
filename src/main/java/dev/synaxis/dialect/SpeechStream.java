package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one spoken answer piece by piece, as it comes. Not safe for use by several threads. */
public interface SpeechStream {

    /** The MIME type of the audio; right once audio was given out. */
    String contentType();

    /**
     * Takes the next bytes of the answer and gives out the audio in them, which may be none.
     *
     * @throws ProviderException the vendor's failure, or MALFORMED_REPLY
     */
    void bytes(byte[] piece, Consumer<byte[]> audio);

    /** Whether the vendor has said that nothing more comes; never so where its protocol has no word for that. */
    default boolean over() {
        return false;
    }

    /**
     * The connection ended without an error. Gives out what is still owed.
     *
     * @throws ProviderException NETWORK where the answer is not complete
     */
    default void end(Consumer<byte[]> audio) {}

    /** The vendor's own count, null where it gave none. */
    default @Nullable TokenUsage usage() {
        return null;
    }
}
