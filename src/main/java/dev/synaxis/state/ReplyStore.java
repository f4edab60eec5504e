package dev.synaxis.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The replies that were given to messages, by idempotency key, and who is at work on the others. What is in it is told
 * again instead of asked again.
 */
public interface ReplyStore extends AutoCloseable {

    /** What the store says of a key. */
    sealed interface Look {}

    /** The key is the caller's now, who ends that with {@link #keep} or {@link #release}. */
    record Yours() implements Look {}

    /** Somebody else is at work on it. */
    record Taken() implements Look {}

    /** It was answered. */
    record Known(byte[] reply) implements Look {}

    /** @throws IOException where the store cannot be asked: nobody knows whether there was a reply */
    Look claim(String key) throws IOException;

    /**
     * Keeps a reply, and ends the claim. Once this has returned, the reply outlives a kill of the process.
     *
     * @throws IOException where it was not kept
     */
    void keep(String key, byte[] reply) throws IOException;

    /** Ends a claim without a reply. */
    void release(String key);

    /** Forgets a reply that nobody will ask for again. */
    void forget(String key);

    /** Why the store cannot be asked; null where it can. */
    @Nullable String trouble();

    @Override
    void close();
}
