package dev.synaxis.routing;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.RoutingStrategy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one request in the order in which they are tried.
 *
 * @param modelKnown whether anyone is configured for the model and the capability at all (404 where not)
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

    /** A provider that was not chosen, or only as EMERGENCY, with the reason in plain words. */
    public record Skipped(String provider, String upstreamModel, Cause cause, String reason) {}

    /** Whether the model is there, but nobody offers the capability with it. */
    public boolean incapable() {
        return !modelKnown && unfit() == FailureKind.UNSUPPORTED;
    }

    /** Why a provider was not chosen. */
    public enum Cause {
        /** It does not offer the model. */
        MODEL,
        /** It has another model than the one that the vectors must be of. */
        OTHER_MODEL,
        /** It does not offer the capability, or not with this model. */
        CAPABILITY,
        /** The model cannot do something that the request needs. */
        ABILITY,
        /** The request does not fit into the model's context window. */
        CONTEXT_WINDOW,
        KEY_REFUSED,
        COOLDOWN,
        BREAKER_OPEN,
        /** Our ledger for it is spent: it is an EMERGENCY candidate only. */
        QUOTA
    }

    /**
     * What the request itself is refused for where there is no candidate and no wait would help: CONTEXT_LENGTH where
     * it was too long for everyone, UNSUPPORTED where some lacked an ability, or where the model is there but nobody
     * offers the capability with it; else null.
     */
    public @Nullable FailureKind unfit() {
        FailureKind kind = null;
        if (candidates.isEmpty()) {
            for (Skipped one : skipped) {
                switch (one.cause()) {
                    case MODEL, OTHER_MODEL -> {}
                    case CAPABILITY -> kind = kind == null && !modelKnown ? FailureKind.UNSUPPORTED : kind;
                    case ABILITY -> kind = FailureKind.UNSUPPORTED;
                    case CONTEXT_WINDOW -> kind = kind == null ? FailureKind.CONTEXT_LENGTH : kind;
                    case KEY_REFUSED, COOLDOWN, BREAKER_OPEN, QUOTA -> {
                        return null;
                    }
                }
            }
        }
        return kind;
    }
}
