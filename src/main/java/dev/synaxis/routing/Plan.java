package dev.synaxis.routing;

import dev.synaxis.model.RoutingStrategy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one request in the order in which they are tried.
 *
 * @param modelKnown whether anyone is configured for the model at all (404 where not)
 * @param retryAfter where there is no candidate: until the first of the skipped ones is back; null where not known
 */
public record Plan(
        RoutingStrategy strategy,
        List<Candidate> candidates,
        List<Skipped> skipped,
        boolean modelKnown,
        @Nullable Duration retryAfter) {

    public Plan {
        candidates = List.copyOf(candidates);
        skipped = List.copyOf(skipped);
    }

    /** A provider that was not chosen, with the reason in plain words. */
    public record Skipped(String provider, String upstreamModel, String reason) {}
}
