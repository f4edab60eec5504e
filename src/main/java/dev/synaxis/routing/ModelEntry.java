package dev.synaxis.routing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All that a model name stands for. No provider and upstream model is in it twice.
 *
 * @param name        the canonical name or the alias; the upstream model where only that is known
 * @param named       the one that the name itself names ({@code provider/upstream-model}), or null
 * @param offers      the others, in the order of the configuration or of the alias
 * @param substitutes other models for when nothing else is left
 * @param turns       the round-robin counter of the model
 */
record ModelEntry(
        String name, @Nullable Offer named, List<Offer> offers, List<Offer> substitutes, AtomicInteger turns) {

    ModelEntry {
        offers = List.copyOf(offers);
        substitutes = others(substitutes, named, offers);
    }

    private static List<Offer> others(List<Offer> substitutes, @Nullable Offer named, List<Offer> offers) {
        return substitutes.stream()
                .filter(one -> named == null || !named.same(one))
                .filter(one -> offers.stream().noneMatch(one::same))
                .toList();
    }

    /** The same model, one provider named by the caller. */
    ModelEntry naming(Offer one) {
        return new ModelEntry(
                name, one, offers.stream().filter(other -> !one.same(other)).toList(), substitutes, turns);
    }
}
