package dev.synaxis.state;

import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;

/** What one request takes from the windows of a provider, or did take. */
public record Amount(TokenUsage usage, Units units) {

    /** So many tokens, of which nobody knows whether they are read or written. */
    public Amount(long tokens, Units units) {
        this(TokenUsage.of(tokens, 0), units);
    }

    /** Of the request and of the answer. */
    public long tokens() {
        return usage.input() + usage.output();
    }

    public static Amount tokens(long tokens) {
        return new Amount(tokens, Units.NONE);
    }
}
