package dev.synaxis.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody could be asked: every provider of the model is cooling down, out of quota or switched off. */
public class NoAvailableProviderException extends RuntimeException {

    private final @Nullable Duration retryAfter;

    /** @param retryAfter until the first of them is back; null where that is not known */
    public NoAvailableProviderException(String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
