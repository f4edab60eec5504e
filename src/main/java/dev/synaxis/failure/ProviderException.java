package dev.synaxis.failure;

/** A provider's failure on its way out of a translator, a vendor call or the circuit breaker. */
public class ProviderException extends RuntimeException {

    private final transient ProviderFailure failure;

    public ProviderException(ProviderFailure failure) {
        super(failure.kind() + ": " + failure.message(), null, false, false);
        this.failure = failure;
    }

    public ProviderException(FailureKind kind, String message) {
        this(ProviderFailure.of(kind, message));
    }

    /** @param param the field of the request that is wrong, as {@code error.param} names it */
    public ProviderException(FailureKind kind, String param, String message) {
        this(ProviderFailure.of(kind, param, message));
    }

    public ProviderFailure failure() {
        return failure;
    }
}
