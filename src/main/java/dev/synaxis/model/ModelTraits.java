package dev.synaxis.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of a model.
 *
 * @param contextWindow tokens that prompt and answer may have together; null where not known
 * @param maxOutput     most tokens of an answer; null where not known
 * @param abilities     what it can do
 * @param dimensions    numbers of a vector where the request asks for no other length; null where not known, or for a
 *                      model that gives no vectors
 */
public record ModelTraits(
        @Nullable Integer contextWindow,
        @Nullable Integer maxOutput,
        Set<Ability> abilities,
        @Nullable Integer dimensions) {

    public ModelTraits {
        abilities = Set.copyOf(abilities);
    }

    /** A model that gives no vectors, or of unknown length. */
    public ModelTraits(@Nullable Integer contextWindow, @Nullable Integer maxOutput, Set<Ability> abilities) {
        this(contextWindow, maxOutput, abilities, null);
    }

    /** Something that a request can need of a model. */
    public enum Ability {
        TOOLS,
        VISION,
        JSON_SCHEMA,
        REASONING,
        AUDIO_INPUT,
        FILE_INPUT
    }
}
