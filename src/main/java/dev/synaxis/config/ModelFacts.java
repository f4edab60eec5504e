package dev.synaxis.config;

import dev.synaxis.config.ModelInfo.Price;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ModelTraits.Ability;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML entry says of a model; null where it is silent.
 *
 * @param contextWindow tokens
 * @param maxOutput     tokens
 * @param quality       0 to 100
 * @param dimensions    numbers of a vector
 */
record ModelFacts(
        @Nullable Integer contextWindow,
        @Nullable Integer maxOutput,
        @Nullable Set<Ability> abilities,
        @Nullable Double quality,
        @Nullable Integer dimensions) {

    private static final int MOST_QUALITY = 100;

    static ModelFacts read(Section section) {
        return new ModelFacts(
                whole(section, "context-window"),
                whole(section, "max-output"),
                abilities(section),
                quality(section),
                whole(section, "dimensions"));
    }

    boolean silent() {
        return contextWindow == null && maxOutput == null && abilities == null && quality == null
                && dimensions == null;
    }

    /** The traits with what is said here in place of what was known. */
    ModelTraits over(ModelTraits known) {
        return new ModelTraits(
                contextWindow != null ? contextWindow : known.contextWindow(),
                maxOutput != null ? maxOutput : known.maxOutput(),
                abilities != null ? abilities : known.abilities(),
                dimensions != null ? dimensions : known.dimensions());
    }

    /** The prices of tokens may be left out where another unit has one. Null where the entry was reported. */
    static @Nullable Price price(Value value) {
        Section section = value.section();
        if (section == null) {
            return null;
        }
        boolean otherUnit = section.has("image") || section.has("audio-minute") || section.has("characters");
        Double input = otherUnit ? optional(section, "input") : required(section, "input");
        Double output = otherUnit ? optional(section, "output") : required(section, "output");
        Double cached = decimal(section.get("cached-input"));
        Double imageInput = decimal(section.get("image-input"));
        Double written = decimal(section.get("cache-write"));
        Double hour = decimal(section.get("hour-write"));
        Double image = optional(section, "image");
        Double audioMinute = optional(section, "audio-minute");
        Double characters = optional(section, "characters");
        section.end();
        return input == null || output == null || image == null || audioMinute == null || characters == null
                ? null
                : new Price(input, output, cached, image, audioMinute, characters, imageInput, written, hour);
    }

    private static @Nullable Double required(Section section, String field) {
        if (!section.has(field)) {
            section.problem(field, "is required (USD per 1M tokens)");
        }
        return decimal(section.get(field));
    }

    /** 0 where it is absent. */
    private static @Nullable Double optional(Section section, String field) {
        return section.has(field) ? decimal(section.get(field)) : (Double) 0.0;
    }

    private static @Nullable Double decimal(@Nullable Value value) {
        return value == null ? null : value.decimal(Double.MAX_VALUE);
    }

    private static @Nullable Double quality(Section section) {
        Value value = section.get("quality");
        return value == null ? null : value.decimal(MOST_QUALITY);
    }

    private static @Nullable Integer whole(Section section, String field) {
        Value value = section.get(field);
        Long number = value == null ? null : value.whole(1, Integer.MAX_VALUE);
        return number == null ? null : number.intValue();
    }

    private static @Nullable Set<Ability> abilities(Section section) {
        if (!section.has("abilities")) {
            return null;
        }
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        for (Value item : section.items("abilities")) {
            Ability ability = item.choice(Words.ABILITIES);
            if (ability != null) {
                abilities.add(ability);
            }
        }
        return abilities;
    }
}
