package dev.synaxis.routing;

/** Makes the plan of a request. */
public interface ProviderSelector {

    Plan select(ProviderSelectionCriteria criteria);
}
