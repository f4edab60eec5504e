package dev.synaxis.camel;

import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import dev.synaxis.usage.CostEstimator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a finished call cost, by what it used, and what it saved. USD.
 *
 * @param cost  null where a price is not known
 * @param saved against the cheapest candidate of the same plan that costs anything, for the same usage, and never below 0;
 *              null where no such candidate is there, nobody answered, or the cost is not known
 */
record CallPrice(@Nullable Double cost, @Nullable Double saved) {

    private static final int DECIMALS = 12;

    /** What one candidate answered before the rest was asked for. */
    record Part(Candidate candidate, TokenUsage tokens, Units units) {}

    static CallPrice of(CallContext call, CostEstimator costs) {
        Double cost = cost(call, costs);
        return new CallPrice(cost, cost == null || !call.answered() ? null : saved(call, costs, cost));
    }

    private static @Nullable Double cost(CallContext call, CostEstimator costs) {
        if (call.current == null) {
            return null;
        }
        Double sum = cost(costs, call.current, call.charged(), call.units);
        for (Part part : call.parts) {
            Double more = cost(costs, part.candidate(), part.tokens(), part.units());
            sum = sum == null || more == null ? null : (Double) (sum + more);
        }
        return sum;
    }

    private static @Nullable Double cost(CostEstimator costs, Candidate candidate, TokenUsage tokens, Units units) {
        return tokens.equals(TokenUsage.NONE) && units.equals(Units.NONE)
                ? (Double) 0.0
                : costs.cost(candidate.provider().id(), candidate.upstreamModel(), tokens, units);
    }

    private static @Nullable Double saved(CallContext call, CostEstimator costs, double cost) {
        Double cheapest = null;
        if (call.plan != null) {
            for (Candidate candidate : call.plan.candidates()) {
                Double other = cost(costs, candidate, call.chargedInAll(), call.unitsInAll());
                if (other != null && other > 0 && (cheapest == null || other < cheapest)) {
                    cheapest = other;
                }
            }
        }
        return cheapest == null ? null : (Double) Math.max(0, cheapest - cost);
    }

    /** A plain decimal, {@code 0.000123}, to 12 places. */
    static String text(double usd) {
        return BigDecimal.valueOf(usd)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
