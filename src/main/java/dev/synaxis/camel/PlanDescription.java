package dev.synaxis.camel;

import static dev.synaxis.camel.JsonReply.ordered;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Candidate;
import dev.synaxis.routing.Plan;
import java.util.Locale;
import java.util.Map;

/** A plan as a JSON-like tree: whom a request would be sent to, and who is passed over, with the reasons. */
public final class PlanDescription {

    private PlanDescription() {}

    public static Map<String, Object> of(String model, ProviderCapability capability, Plan plan) {
        Map<String, Object> shown = ordered(
                "model", model,
                "capability", capability.id(),
                "strategy", plan.strategy().id(),
                "model-known", plan.modelKnown(),
                "candidates", plan.candidates().stream().map(PlanDescription::candidate).toList(),
                "skipped", plan.skipped().stream()
                        .map(s -> ordered("provider", s.provider(), "model", s.upstreamModel(), "reason", s.reason()))
                        .toList());
        if (plan.retryAfter() != null) {
            shown.put("retry-after-seconds", Math.max(1, plan.retryAfter().toSeconds()));
        }
        return shown;
    }

    private static Map<String, Object> candidate(Candidate candidate) {
        Map<String, Object> shown = ordered(
                "provider", candidate.provider().id(),
                "model", candidate.upstreamModel(),
                "tier", candidate.tier().name().toLowerCase(Locale.ROOT));
        if (candidate.expectedCost() != null) {
            shown.put("expected-cost-usd", candidate.expectedCost());
        }
        if (candidate.substitute()) {
            shown.put("substitute", true);
        }
        if (candidate.ignoresQuota()) {
            shown.put("ignores-quota", true);
        }
        return shown;
    }
}
