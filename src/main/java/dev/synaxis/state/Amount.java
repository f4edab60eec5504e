package dev.synaxis.state;

import dev.synaxis.model.Units;

/** What one request takes from the windows of a provider, or did take. */
public record Amount(long tokens, Units units) {

    public static Amount tokens(long tokens) {
        return new Amount(tokens, Units.NONE);
    }
}
