package dev.synaxis.camel;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.routing.Candidate;
import dev.synaxis.state.Widths;
import org.jspecify.annotations.Nullable;

/**
 * How many numbers each model's vectors have: what the catalogue says, else what the model's first answer had. A client
 * that stores vectors side by side is never given one of another width.
 */
public final class EmbeddingWidths {

    private final Widths learned;

    public EmbeddingWidths(Widths learned) {
        this.learned = learned;
    }

    /** What the model's vectors have where the request names no number; null where that is not known yet. */
    @Nullable Integer learned(String model) {
        return learned.of(model);
    }

    /**
     * Checks the vectors of one answer, and learns where nothing was known.
     *
     * @param asked the request's {@code dimensions}, null where it names none
     * @throws ProviderException MALFORMED_REPLY for any other width
     */
    void check(Candidate candidate, @Nullable Integer asked, int[] widths) {
        if (widths.length == 0) {
            return;
        }
        int expected = asked != null ? asked : expected(candidate, widths[0]);
        for (int width : widths) {
            if (width != expected) {
                throw new ProviderException(
                        FailureKind.MALFORMED_REPLY,
                        "the provider's answer has a vector of " + width + " numbers instead of " + expected);
            }
        }
    }

    private int expected(Candidate candidate, int first) {
        ModelTraits traits = candidate.traits();
        if (traits != null && traits.dimensions() != null) {
            return traits.dimensions();
        }
        return learned.learn(candidate.model(), first);
    }
}
