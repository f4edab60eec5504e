package dev.synaxis.config;

import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of the catalogue.
 *
 * @param name     canonical name
 * @param upstream provider id to the name that provider knows
 * @param prices   provider id to price; {@code *} for any other provider
 * @param quality  0 to 100, null where nobody scored it
 */
public record ModelInfo(
        String name,
        Map<String, String> upstream,
        ModelTraits traits,
        Map<String, Price> prices,
        @Nullable Double quality) {

    public ModelInfo {
        upstream = Map.copyOf(upstream);
        prices = Map.copyOf(prices);
    }

    /**
     * What is paid, added up over all units. USD.
     *
     * @param input       per 1M tokens
     * @param output      per 1M tokens
     * @param cachedInput per 1M tokens; null where cached tokens cost what others do
     * @param image       per image made
     * @param audioMinute per minute of sound listened to
     * @param characters  per 1M characters spoken
     * @param imageInput  per 1M tokens of pictures in the request; null where they cost what text does
     * @param cacheWrite  per 1M tokens; null where tokens written to the vendor's cache cost what others do
     * @param hourWrite   per 1M tokens that the cache keeps for an hour; null where they cost what other writes do
     */
    public record Price(
            double input,
            double output,
            @Nullable Double cachedInput,
            double image,
            double audioMinute,
            double characters,
            @Nullable Double imageInput,
            @Nullable Double cacheWrite,
            @Nullable Double hourWrite) {

        private static final double PER = 1_000_000;

        /** Of a model whose pictures in the request and writes to its cache, if it has them, cost what text does. */
        public Price(
                double input,
                double output,
                @Nullable Double cachedInput,
                double image,
                double audioMinute,
                double characters) {
            this(input, output, cachedInput, image, audioMinute, characters, null, null, null);
        }

        /** Of a model that is paid by the token. */
        public Price(double input, double output, @Nullable Double cachedInput) {
            this(input, output, cachedInput, 0, 0, 0);
        }

        /** What the usage costs: input from and to the vendor's cache, and pictures in the request, by their own prices. USD. */
        public double of(TokenUsage usage) {
            long cached = Math.clamp(usage.cachedInput(), 0, usage.input());
            long written = Math.clamp(usage.cacheWrite(), 0, usage.input() - cached);
            long pictures = Math.clamp(usage.imageInput(), 0, usage.input() - cached - written);
            long hour = Math.clamp(usage.hourWrite(), 0, written);
            double paid = (usage.input() - cached - written - pictures) * input
                    + cached * own(cachedInput)
                    + (written - hour) * own(cacheWrite)
                    + hour * (hourWrite == null ? own(cacheWrite) : hourWrite)
                    + pictures * own(imageInput);
            return (paid + usage.output() * output) / PER;
        }

        /** What the units cost. USD. */
        public double of(Units units) {
            return units.images() * image + units.audioSeconds() / 60 * audioMinute + units.characters() * characters / PER;
        }

        private double own(@Nullable Double special) {
            return special == null ? input : special;
        }

        /** Whether nothing is paid in any unit. */
        public boolean free() {
            return input == 0 && output == 0 && image == 0 && audioMinute == 0 && characters == 0
                    && (imageInput == null || imageInput == 0);
        }
    }

    /** What the model costs at this provider, or null where the catalogue does not say. */
    public @Nullable Price price(String provider) {
        Price price = prices.get(provider);
        return price != null ? price : prices.get("*");
    }
}
