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
 * @param modelOnly  whether the vendor says that it holds for this model alone, though its kind pauses the provider
 * @param lasting    whether the same candidate would fail alike, and be paid again
 */
public record ProviderFailure(
        FailureKind kind,
        int status,
        String message,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        @Nullable Duration retryAfter,
        boolean modelOnly,
        boolean lasting) {

    public ProviderFailure(
            FailureKind kind,
            int status,
            String message,
            @Nullable String type,
            @Nullable String code,
            @Nullable String param,
            @Nullable Duration retryAfter,
            boolean modelOnly) {
        this(kind, status, message, type, code, param, retryAfter, modelOnly, false);
    }

    public ProviderFailure(
            FailureKind kind,
            int status,
            String message,
            @Nullable String type,
            @Nullable String code,
            @Nullable String param,
            @Nullable Duration retryAfter) {
        this(kind, status, message, type, code, param, retryAfter, false);
    }

    /** A mistake of the gateway's own, which its log tells of. */
    public static ProviderFailure internal() {
        return of(
                FailureKind.INTERNAL_ERROR,
                "the gateway failed to handle this request; its log says why, under the request id");
    }

    public static ProviderFailure of(FailureKind kind, String message) {
        return of(kind, 0, message);
    }

    public static ProviderFailure of(FailureKind kind, int status, String message) {
        return new ProviderFailure(kind, status, message, null, null, null, null);
    }

    /** @param param the field of the request that is wrong, as {@code error.param} names it */
    public static ProviderFailure of(FailureKind kind, String param, String message) {
        return new ProviderFailure(kind, 0, message, null, null, param, null);
    }

    public ProviderFailure withRetryAfter(Duration wait) {
        return new ProviderFailure(kind, status, message, type, code, param, wait, modelOnly, lasting);
    }

    /** What came was made and is paid for, but is of no use: the same candidate is not asked again. */
    public static ProviderFailure lasting(FailureKind kind, String message) {
        return new ProviderFailure(kind, 0, message, null, null, null, null, false, true);
    }

    /** What is left alone for a while: what the kind says, but for a provider that is paused for one model alone. */
    public FailureKind.Cooldown cooldown() {
        return modelOnly && kind.cooldown() == FailureKind.Cooldown.PROVIDER
                ? FailureKind.Cooldown.MODEL
                : kind.cooldown();
    }
}
