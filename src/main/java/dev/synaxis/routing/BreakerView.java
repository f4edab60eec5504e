package dev.synaxis.routing;

import dev.synaxis.model.ProviderCapability;

/** The circuit breakers, as far as selection looks at them. */
public interface BreakerView {

    /**
     * Whether the breaker would refuse a call now. It must turn false by itself once the open time has passed, although
     * nobody calls in between: a provider that is never a candidate never gets the probe that closes its breaker.
     */
    boolean open(String provider, ProviderCapability capability);
}
