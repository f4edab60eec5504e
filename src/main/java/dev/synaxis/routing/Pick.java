package dev.synaxis.routing;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.model.Tier;
import dev.synaxis.usage.CostEstimator;
import org.jspecify.annotations.Nullable;

/**
 * An offer that may take this request.
 *
 * @param cost       USD for this request, null where no price is known
 * @param outOfQuota whether our ledger for it is spent
 */
record Pick(Offer offer, @Nullable Double cost, boolean outOfQuota) {

    static Pick of(Offer offer, ProviderSelectionCriteria criteria, boolean outOfQuota) {
        Price price = offer.price();
        Double cost = price == null
                ? null
                : (Double) CostEstimator.expected(
                        price, criteria.inputTokens(), criteria.maxOutputTokens(), criteria.units());
        return new Pick(offer, cost, outOfQuota);
    }

    Candidate candidate(Tier tier, boolean substitute) {
        return new Candidate(
                offer.provider(), offer.upstream(), offer.name(), tier, offer.traits(), cost, outOfQuota, substitute);
    }
}
