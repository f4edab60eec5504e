package dev.synaxis.state;

import org.jspecify.annotations.Nullable;

/**
 * How a store is doing.
 *
 * @param shared   whether it is meant to be shared with other gateways
 * @param degraded whether it answers from local state because the shared one does not
 * @param detail   why it is degraded, without secrets
 */
public record StoreState(boolean shared, boolean degraded, @Nullable String detail) {

    public static final StoreState LOCAL = new StoreState(false, false, null);
}
