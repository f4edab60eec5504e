package dev.synaxis.camel;

import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import dev.synaxis.routing.ProviderSelector;
import org.apache.camel.Exchange;

/** The step of a capability route that makes the call's plan. */
public final class Planner {

    private final ProviderSelector selector;

    public Planner(ProviderSelector selector) {
        this.selector = selector;
    }

    public void plan(Exchange exchange) {
        CallContext call = CallContext.of(exchange);
        Plan plan = selector.select(call.work.criteria(call.caller));
        call.plan = plan;
        for (Candidate candidate : plan.candidates()) {
            if (!call.patient || !candidate.ignoresQuota()) {
                call.waiting.add(candidate);
            }
        }
    }
}
