package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;

/** A call that brings files along, of which only the plan is asked for: its model says enough. */
final class PlannedCall extends WholeCall {

    private final ProviderCapability capability;
    private final String model;

    PlannedCall(ProviderCapability capability, String model) {
        this.capability = capability;
        this.model = model;
    }

    @Override
    public ProviderCapability capability() {
        return capability;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    long inputTokens() {
        return 1;
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        throw Dialects.cannot(dialect, capability());
    }

    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        throw Dialects.cannot(dialect, capability());
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        throw Dialects.cannot(dialect, capability());
    }
}
