package dev.synaxis.failure;

import java.util.List;

/**
 * The end of a call that nobody could answer.
 *
 * @param reported the failure that the client is told: the last retriable one, else the last
 * @param attempts every failed attempt, in order
 */
public record AllProvidersFailed(ProviderFailure reported, List<Attempt> attempts) {
    public AllProvidersFailed {
        attempts = List.copyOf(attempts);
    }
}
