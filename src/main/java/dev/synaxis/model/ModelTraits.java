package dev.synaxis.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of a model.
 *
 * @param contextWindow tokens that prompt and answer may have together; null where not known
 * @param maxOutput     most tokens of an answer; null where not known
 * @param abilities     what it can do
 */
public record ModelTraits(
        @Nullable Integer contextWindow, @Nullable Integer maxOutput, Set<Ability> abilities) {

    public ModelTraits {
        abilities = Set.copyOf(abilities);
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
