package dev.synaxis.usage;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finished call.
 *
 * @param at               when the request came in
 * @param key              what the client's key is called; never the key
 * @param provider         who answered, or failed last; null where nobody was asked
 * @param model            the upstream model
 * @param tokens           what was used, as far as it was delivered
 * @param estimated        the part of the tokens that nobody counted
 * @param units            what else was used
 * @param cost             USD, null where no price is known
 * @param saved            USD, against the cheapest candidate of the plan that costs anything; null where there is none
 * @param latency          from the request to the end of the reply
 * @param timeToFirstToken from the request to the first event of a stream; null for a whole reply
 */
public record UsageRecord(
        Instant at,
        ProviderCapability capability,
        String key,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Tier tier,
        TokenUsage tokens,
        TokenUsage estimated,
        Units units,
        @Nullable Double cost,
        @Nullable Double saved,
        Duration latency,
        @Nullable Duration timeToFirstToken,
        Outcome outcome) {}
