package dev.synaxis.routing;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.RoutingStrategy;
import dev.synaxis.model.Tier;
import dev.synaxis.routing.Plan.Cause;
import dev.synaxis.routing.Plan.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan in the making, of one request and one thread. */
final class PlanDraft {

    /** Where an offer stands, in the order of the plan. */
    enum Place {
        /** By the provider that the header names. */
        HEADER(Tier.PREFERRED),
        /** By the provider that the model name names. */
        NAMED(Tier.PREFERRED),
        FREE(Tier.FREE),
        PAID(Tier.PAID),
        /** Named by the caller, out of quota. */
        NAMED_EMERGENCY(Tier.EMERGENCY),
        EMERGENCY(Tier.EMERGENCY),
        SUBSTITUTE(Tier.EMERGENCY);

        private final Tier tier;

        Place(Tier tier) {
            this.tier = tier;
        }

        Place outOfQuota() {
            return switch (this) {
                case HEADER, NAMED, NAMED_EMERGENCY -> NAMED_EMERGENCY;
                case FREE, PAID, EMERGENCY -> EMERGENCY;
                case SUBSTITUTE -> SUBSTITUTE;
            };
        }

        static Place of(Offer offer) {
            return offer.provider().free(offer.price()) ? FREE : PAID;
        }
    }

    private final ProviderSelectionCriteria criteria;
    private final Eligibility eligibility;
    private final Map<Place, List<Pick>> picks = new EnumMap<>(Place.class);
    private final List<Skipped> skipped = new ArrayList<>();
    private @Nullable Duration backIn;
    private boolean offered;
    /** The model of an embedding request: vectors of another one would not mix with those that the client has. */
    private @Nullable String only;

    PlanDraft(ProviderSelectionCriteria criteria, Eligibility eligibility) {
        this.criteria = criteria;
        this.eligibility = eligibility;
    }

    void offer(Offer offer, Place place) {
        Skipped gone = eligibility.gone(offer);
        if (gone != null) {
            skip(gone);
            return;
        }
        boolean able = offer.capabilities().contains(criteria.capability());
        offered |= able;
        if (able && criteria.capability() == ProviderCapability.EMBEDDING) {
            only = only == null ? offer.name() : only;
            if (!only.equals(offer.name())) {
                skip(new Skipped(offer.provider().id(), offer.upstream(), Cause.OTHER_MODEL,
                        "another model: its vectors do not mix with those of " + only));
                return;
            }
        }
        if (!able && !offer.certain()) {
            // whether its provider has a model of this name nobody knows
            skip(new Skipped(offer.provider().id(), offer.upstream(), Cause.MODEL,
                    "does not offer " + criteria.capability().id()));
            return;
        }
        Eligibility.Refusal refusal = eligibility.refusal(offer, criteria);
        if (refusal != null) {
            skip(refusal.skipped());
            back(refusal.backIn());
            return;
        }
        Skipped quota = eligibility.outOfQuota(offer, criteria);
        if (quota != null) {
            skip(quota);
        }
        Place at = quota == null ? place : place.outOfQuota();
        picks.computeIfAbsent(at, any -> new ArrayList<>(4)).add(Pick.of(offer, criteria, quota != null));
    }

    void skip(Skipped one) {
        skipped.add(one);
    }

    private void back(@Nullable Duration in) {
        if (in != null && (backIn == null || in.compareTo(backIn) < 0)) {
            backIn = in;
        }
    }

    Plan plan(RoutingStrategy strategy, TierOrder order, int turn) {
        List<Candidate> candidates = new ArrayList<>();
        picks.forEach((place, tier) -> {
            if (tier.size() > 1 && place != Place.SUBSTITUTE) {
                sort(tier, order.ranks(tier, turn));
            }
            for (Pick pick : tier) {
                candidates.add(pick.candidate(place.tier, place == Place.SUBSTITUTE));
            }
        });
        return new Plan(strategy, candidates, skipped, offered, candidates.isEmpty() ? backIn : null);
    }

    /** Insertion sort: stable, and a tier has few candidates. */
    private static void sort(List<Pick> tier, double[] ranks) {
        for (int i = 1; i < ranks.length; i++) {
            double rank = ranks[i];
            Pick pick = tier.get(i);
            int j = i - 1;
            for (; j >= 0 && ranks[j] > rank; j--) {
                ranks[j + 1] = ranks[j];
                tier.set(j + 1, tier.get(j));
            }
            ranks[j + 1] = rank;
            tier.set(j + 1, pick);
        }
    }
}
