package dev.synaxis.camel;

import dev.synaxis.config.Resilience;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.routing.Candidate;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a candidate is asked again after a failure. One that others follow has a single quick retry; the last one
 * left has {@code max-retries}, after pauses that grow and are never shorter than Retry-After.
 */
final class RetryPauses {

    private final RandomGenerator random;

    RetryPauses(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The pause before the current candidate is asked again after this failure; null where it is not.
     *
     * @param next whose turn it would be otherwise; null where nobody is left
     */
    @Nullable Duration before(CallContext call, ProviderFailure failure, @Nullable Candidate next) {
        if (failure.lasting()) {
            return null;
        }
        Resilience own = call.candidate().provider().resilience();
        Resilience.Retry retry = own.retry();
        Duration asked = failure.retryAfter();
        int retries = call.callsToCurrent - 1;
        if (next == null) {
            boolean worthwhile = failure.kind().retriable()
                    && failure.kind() != FailureKind.TIMEOUT
                    && failure.kind() != FailureKind.QUOTA_EXHAUSTED
                    && retries < own.maxRetries();
            if (!worthwhile || asked != null && asked.compareTo(retry.longestWait()) > 0) {
                return null;
            }
            Duration backoff = jitter(retry.shortest(), retry.longest()).multipliedBy(1L << Math.min(retries, 10));
            return asked != null && asked.compareTo(backoff) > 0 ? asked : backoff;
        }
        return switch (failure.kind()) {
            case OVERLOADED, NETWORK ->
                retries == 0 ? jitter(retry.shortest(), retry.longest()) : null;
            case RATE_LIMITED ->
                retries == 0
                                && asked != null
                                && asked.compareTo(retry.shortWait()) <= 0
                                && next.tier().compareTo(call.candidate().tier()) > 0
                        ? asked
                        : null;
            case INVALID_REQUEST,
                    CONTEXT_LENGTH,
                    UNSUPPORTED,
                    AUTHENTICATION,
                    MODEL_NOT_FOUND,
                    QUOTA_EXHAUSTED,
                    TIMEOUT,
                    MALFORMED_REPLY,
                    CONTENT_FILTERED,
                    CLIENT_CLOSED,
                    INTERNAL_ERROR -> null;
        };
    }

    private Duration jitter(Duration shortest, Duration longest) {
        return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
