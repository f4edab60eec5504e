package dev.synaxis.state;

import org.jspecify.annotations.Nullable;

/** How many numbers the vectors of models have, as their first answers showed. Looks are local and never wait. */
public interface Widths {

    /** Names come from clients ({@code provider/anything}); beyond this nothing more is learned. */
    int MOST = 1_000;

    /** Null where it is not known. */
    @Nullable Integer of(String model);

    /** Keeps the width of a model's first answer; the one that is known where another answer was first. */
    int learn(String model, int width);
}
