package dev.synaxis.failure;

/** The failure table: each kind says what routing, breaker, cooldown and reply do about it. */
public enum FailureKind {
    INVALID_REQUEST(Next.NONE, false, Cooldown.NONE, 400, "invalid_request_error", "invalid_request"),
    CONTEXT_LENGTH(Next.LARGER_WINDOW, false, Cooldown.NONE, 400, "invalid_request_error", "context_length_exceeded"),
    UNSUPPORTED(Next.ANY, false, Cooldown.NONE, 400, "invalid_request_error", "unsupported"),
    AUTHENTICATION(Next.ANY, false, Cooldown.PROVIDER, 502, "provider_error", "provider_authentication"),
    MODEL_NOT_FOUND(Next.ANY, false, Cooldown.MODEL, 404, "invalid_request_error", "model_not_found"),
    RATE_LIMITED(Next.ANY, false, Cooldown.MODEL, 429, "rate_limit_error", "rate_limit_exceeded"),
    QUOTA_EXHAUSTED(Next.ANY, false, Cooldown.PROVIDER, 429, "insufficient_quota", "insufficient_quota"),
    OVERLOADED(Next.ANY, true, Cooldown.BREAKER, 503, "provider_error", "provider_overloaded"),
    TIMEOUT(Next.ANY, true, Cooldown.BREAKER, 504, "provider_error", "provider_timeout"),
    NETWORK(Next.ANY, true, Cooldown.BREAKER, 502, "provider_error", "provider_unreachable"),
    MALFORMED_REPLY(Next.ANY, true, Cooldown.BREAKER, 502, "provider_error", "provider_malformed_reply"),
    CONTENT_FILTERED(Next.NONE, false, Cooldown.NONE, 400, "invalid_request_error", "content_filter"),
    CLIENT_CLOSED(Next.NONE, false, Cooldown.NONE, 499, "", "client_closed"),
    /** A mistake of the gateway's own: the provider is not to blame, and for the next one it may not matter. */
    INTERNAL_ERROR(Next.ANY, false, Cooldown.NONE, 500, "server_error", "internal_error");

    /** Whose turn is next after this failure. */
    public enum Next {
        NONE,
        ANY,
        /** Only a candidate with a larger context window. */
        LARGER_WINDOW
    }

    /** What is left alone for a while after this failure. */
    public enum Cooldown {
        NONE,
        PROVIDER,
        /** The one model of the provider. */
        MODEL,
        /** The provider, but only once its circuit breaker opens. */
        BREAKER
    }

    private final Next next;
    private final boolean breakerCounts;
    private final Cooldown cooldown;
    private final int clientStatus;
    private final String type;
    private final String code;

    FailureKind(Next next, boolean breakerCounts, Cooldown cooldown, int clientStatus, String type, String code) {
        this.next = next;
        this.breakerCounts = breakerCounts;
        this.cooldown = cooldown;
        this.clientStatus = clientStatus;
        this.type = type;
        this.code = code;
    }

    public Next next() {
        return next;
    }

    /** Whether the circuit breaker counts it against the provider. */
    public boolean breakerCounts() {
        return breakerCounts;
    }

    public Cooldown cooldown() {
        return cooldown;
    }

    /** HTTP status for the client if this was the last failure of its call. */
    public int clientStatus() {
        return clientStatus;
    }

    /** {@code error.type} for the client. */
    public String type() {
        return type;
    }

    /** {@code error.code} for the client, where the vendor gave none. */
    public String code() {
        return code;
    }

    /** Whether it is a matter of the key alone, so that another key of the same provider may serve. */
    public boolean keyOnly() {
        return switch (this) {
            case AUTHENTICATION, RATE_LIMITED, QUOTA_EXHAUSTED -> true;
            case INVALID_REQUEST,
                    CONTEXT_LENGTH,
                    UNSUPPORTED,
                    MODEL_NOT_FOUND,
                    OVERLOADED,
                    TIMEOUT,
                    NETWORK,
                    MALFORMED_REPLY,
                    CONTENT_FILTERED,
                    CLIENT_CLOSED,
                    INTERNAL_ERROR -> false;
        };
    }

    /** Whether the same request may succeed later or elsewhere: what a mixed failure is reported by. */
    public boolean retriable() {
        return switch (this) {
            case RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, TIMEOUT, NETWORK, MALFORMED_REPLY -> true;
            case INVALID_REQUEST,
                    CONTEXT_LENGTH,
                    UNSUPPORTED,
                    AUTHENTICATION,
                    MODEL_NOT_FOUND,
                    CONTENT_FILTERED,
                    CLIENT_CLOSED,
                    INTERNAL_ERROR -> false;
        };
    }
}
