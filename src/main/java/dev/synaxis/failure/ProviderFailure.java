package dev.synaxis.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's answer, or the lack of one, means.
 *
 * @param status     the vendor's HTTP status; 0 where there was no answer
 * @param message    the vendor's own message, at most 500 characters, free of keys; or what happened, in our words
 * @param type       the vendor's error type, null where it has none
 * @param code       the vendor's error code, null where it has none
 * @param param      the request field that the vendor names
 * @param retryAfter how long the vendor asks to wait
 */
public record ProviderFailure(
        FailureKind kind,
        int status,
        String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        @Nullable Duration retryAfter) {

    public static ProviderFailure of(FailureKind kind, String message) {
        return new ProviderFailure(kind, 0, message, null, null, null, null);
    }

    public static ProviderFailure of(FailureKind kind, int status, String message) {
        return new ProviderFailure(kind, status, message, null, null, null, null);
    }
}
