package dev.synaxis.routing;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.Tier;
import org.jspecify.annotations.Nullable;

/**
 * One provider and upstream model that may answer a request.
 *
 * @param model        its canonical name: that of the catalogue, else the one that it is listed under
 * @param tier         why it is in the plan
 * @param traits       what the catalogue knows of the model, null where it knows nothing
 * @param expectedCost USD for this request, null where no price is known
 * @param ignoresQuota whether the ledger is not asked (EMERGENCY)
 * @param substitute   whether it is another model than the one asked for
 */
public record Candidate(
        ProviderConfig provider,
        String upstreamModel,
        String model,
        Tier tier,
        @Nullable ModelTraits traits,
        @Nullable Double expectedCost,
        boolean ignoresQuota,
        boolean substitute) {}
