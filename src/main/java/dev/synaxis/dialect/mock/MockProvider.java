package dev.synaxis.dialect.mock;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One mock provider: its script and how often it was called. Safe for use by several threads. */
final class MockProvider {

    private final MockScript script;
    private final AtomicLong calls = new AtomicLong();

    MockProvider(MockScript script) {
        this.script = script;
    }

    MockScript script() {
        return script;
    }

    /** Counts a call and gives the failure that it is due, null for none. */
    @Nullable ProviderException nextFailure() {
        MockScript.Fail fail = script.fail();
        if (fail == null || !fail.hits(calls.incrementAndGet())) {
            return null;
        }
        return new ProviderException(new ProviderFailure(
                fail.kind(), status(fail.kind()), fail.message(), null, null, null, fail.retryAfter()));
    }

    /** The status that a vendor would have sent; 0 where it would have sent none. */
    private static int status(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_LENGTH -> 400;
            case AUTHENTICATION -> 401;
            case QUOTA_EXHAUSTED -> 402;
            case MODEL_NOT_FOUND -> 404;
            case RATE_LIMITED -> 429;
            case OVERLOADED -> 503;
            case MALFORMED_REPLY, CONTENT_FILTERED -> 200;
            case UNSUPPORTED, TIMEOUT, NETWORK, CLIENT_CLOSED, INTERNAL_ERROR -> 0;
        };
    }
}
