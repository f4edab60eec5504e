package dev.synaxis.routing;

import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderKey;
import dev.synaxis.config.QuotaWindow;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.routing.Plan.Cause;
import dev.synaxis.routing.Plan.Skipped;
import dev.synaxis.state.Amount;
import dev.synaxis.state.Cooldown;
import dev.synaxis.state.HealthStore;
import dev.synaxis.state.LearnedLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether an offer can take a request, and now. Looks are local and never wait. */
record Eligibility(HealthStore health, LearnedLimits limits, BreakerView breakers, ModelLists lists, Clock clock) {

    /**
     * Why an offer is passed over.
     *
     * @param backIn until it can be asked again; null where time does not help
     */
    record Refusal(Skipped skipped, @Nullable Duration backIn) {

        private static Refusal of(Offer offer, Cause cause, String reason, @Nullable Duration backIn) {
            return new Refusal(new Skipped(offer.provider().id(), offer.upstream(), cause, reason), backIn);
        }
    }

    /** Why the provider does not have the model at all, null where it may. */
    @Nullable Skipped gone(Offer offer) {
        return !offer.named() && lists.lacks(offer.provider().id(), offer.upstream())
                ? new Skipped(
                        offer.provider().id(),
                        offer.upstream(),
                        Cause.MODEL,
                        "no longer in the provider's own list of models")
                : null;
    }

    /** Why it cannot, quota aside; null where it can. */
    @Nullable Refusal refusal(Offer offer, ProviderSelectionCriteria criteria) {
        Refusal unfit = unfit(offer, criteria);
        return unfit != null ? unfit : unwell(offer, criteria.capability());
    }

    private static @Nullable Refusal unfit(Offer offer, ProviderSelectionCriteria criteria) {
        if (!offer.capabilities().contains(criteria.capability())) {
            boolean otherwise = offer.provider().capabilities().contains(criteria.capability());
            String reason = "does not offer " + criteria.capability().id() + (otherwise ? " with this model" : "");
            return Refusal.of(offer, Cause.CAPABILITY, reason, null);
        }
        ModelTraits traits = offer.named() ? null : offer.traits();
        if (traits == null) {
            return null;
        }
        if (!traits.abilities().containsAll(criteria.needs())) {
            return Refusal.of(offer, Cause.ABILITY, "lacks " + lacking(criteria.needs(), traits), null);
        }
        Integer window = traits.contextWindow();
        if (window != null && criteria.longestInput() + criteria.maxOutputTokens() > window) {
            return Refusal.of(
                    offer,
                    Cause.CONTEXT_WINDOW,
                    "context window of " + window + " tokens is too small for " + criteria.longestInput() + " in and up to "
                            + criteria.maxOutputTokens() + " out",
                    null);
        }
        return null;
    }

    private static String lacking(Set<Ability> needs, ModelTraits traits) {
        return needs.stream()
                .filter(need -> !traits.abilities().contains(need))
                .sorted()
                .map(need -> need.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private @Nullable Refusal unwell(Offer offer, ProviderCapability capability) {
        String provider = offer.provider().id();
        Cooldown cooldown = health.cooldown(offer.provider(), offer.upstream());
        if (cooldown != null) {
            return coolingDown(offer, cooldown);
        }
        if (breakers.open(provider, capability)) {
            Duration atMost = offer.provider().resilience().breaker().open();
            return Refusal.of(offer, Cause.BREAKER_OPEN, "circuit breaker is open", atMost);
        }
        return null;
    }

    private Refusal coolingDown(Offer offer, Cooldown cooldown) {
        Duration backIn = Duration.between(clock.instant(), cooldown.until());
        Duration left = backIn.isNegative() ? Duration.ZERO : backIn;
        if (cooldown.reason() == FailureKind.AUTHENTICATION) {
            return Refusal.of(offer, Cause.KEY_REFUSED, "key refused, until " + second(cooldown.until()), left);
        }
        String what = cooldown.model() == null ? "cooling down" : "model cooling down";
        String why = cooldown.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Refusal.of(
                offer, Cause.COOLDOWN, what + " (" + why + ") until " + second(cooldown.until()), left);
    }

    /** Why our ledger keeps it from being asked, null where it does not. */
    @Nullable Skipped outOfQuota(Offer offer, ProviderSelectionCriteria criteria) {
        Spent spent = spent(offer, criteria);
        if (spent == null) {
            return null;
        }
        List<QuotaWindow> windows = spent.windows();
        Duration left = spent.left();
        Instant now = clock.instant();
        Instant resets = now.plus(left);
        List<QuotaWindow> full = windows.stream()
                .filter(window -> Duration.between(resets, window.roomAt(now)).abs().toSeconds() == 0)
                .toList();
        String which = full.stream().map(QuotaWindow::label).collect(Collectors.joining(" or "));
        boolean busy = !full.isEmpty() && full.stream().allMatch(QuotaWindow::atOnce);
        String reason = busy
                ? "as many calls under way as it may have (" + which + ")"
                : "out of quota" + (which.isEmpty() ? "" : " (" + which + ")") + ", resets at " + second(resets);
        return new Skipped(offer.provider().id(), offer.upstream(), Cause.QUOTA, reason);
    }

    private record Spent(List<QuotaWindow> windows, Duration left) {}

    /** How long until the first key that may be used has quota again, and its windows; null where one has now. */
    private @Nullable Spent spent(Offer offer, ProviderSelectionCriteria criteria) {
        ProviderConfig provider = offer.provider();
        List<ProviderKey> keys = provider.keys();
        Spent first = null;
        for (ProviderKey key : keys) {
            if (keys.size() > 1 && health.cooldown(key.health(), offer.upstream()) != null) {
                continue;
            }
            List<QuotaWindow> windows = limits.windows(provider, key, offer.upstream());
            Duration left = windows.isEmpty()
                    ? null
                    : limits.quota().exhaustedFor(
                            key.ledger(), windows, new Amount(criteria.inputTokens(), criteria.units()));
            if (left == null) {
                return null;
            }
            first = first == null || left.compareTo(first.left()) < 0 ? new Spent(windows, left) : first;
        }
        return first;
    }

    private static Instant second(Instant instant) {
        Instant whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(instant) ? whole : whole.plusSeconds(1);
    }
}
