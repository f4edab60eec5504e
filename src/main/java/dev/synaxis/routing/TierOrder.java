package dev.synaxis.routing;

import dev.synaxis.config.ModelInfo;
import dev.synaxis.model.RoutingStrategy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** One way to order the candidates of a tier: a rank for each, the lowest first; the same rank keeps the order it has. */
sealed interface TierOrder {

    /**
     * @param tier two or more, in the order of the configuration or of the alias
     * @param turn how many plans the model had before
     */
    double[] ranks(List<Pick> tier, int turn);

    /** Expected price of this request; those without a known price come last. */
    record Cost() implements TierOrder {
        @Override
        public double[] ranks(List<Pick> tier, int turn) {
            double[] ranks = new double[tier.size()];
            for (int i = 0; i < ranks.length; i++) {
                Double cost = tier.get(i).cost();
                ranks[i] = cost == null ? Double.POSITIVE_INFINITY : cost;
            }
            return ranks;
        }
    }

    /** Score in the catalogue, best first; those without a score come last. */
    record Quality() implements TierOrder {
        @Override
        public double[] ranks(List<Pick> tier, int turn) {
            double[] ranks = new double[tier.size()];
            for (int i = 0; i < ranks.length; i++) {
                ModelInfo model = tier.get(i).offer().model();
                Double quality = model == null ? null : model.quality();
                ranks[i] = quality == null ? Double.POSITIVE_INFINITY : -quality;
            }
            return ranks;
        }
    }

    /**
     * Time to first token. Those without data come last, but in a share of the plans one of them, by lot, is first: so it
     * gets its data.
     *
     * @param random safe for many threads
     */
    record Latency(LatencyTracker latencies, RandomGenerator random) implements TierOrder {

        /** Share of the plans that begin with a candidate of unknown latency, where there is one. */
        static final double EXPLORED = 0.1;

        @Override
        public double[] ranks(List<Pick> tier, int turn) {
            double[] ranks = new double[tier.size()];
            int unknown = 0;
            for (int i = 0; i < ranks.length; i++) {
                Offer offer = tier.get(i).offer();
                OptionalDouble millis = latencies.millis(offer.provider().id(), offer.upstream());
                ranks[i] = millis.orElse(Double.POSITIVE_INFINITY);
                unknown += millis.isEmpty() ? 1 : 0;
            }
            if (unknown > 0 && random.nextDouble() < EXPLORED) {
                explore(ranks, random.nextInt(unknown));
            }
            return ranks;
        }

        private static void explore(double[] ranks, int lot) {
            int left = lot;
            for (int i = 0; i < ranks.length; i++) {
                if (ranks[i] == Double.POSITIVE_INFINITY && left-- == 0) {
                    ranks[i] = -1;
                }
            }
        }
    }

    /** Each in turn. */
    record RoundRobin() implements TierOrder {
        @Override
        public double[] ranks(List<Pick> tier, int turn) {
            double[] ranks = new double[tier.size()];
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = Math.floorMod(i - turn, ranks.length);
            }
            return ranks;
        }
    }

    /** As configured. */
    record Preferred() implements TierOrder {
        @Override
        public double[] ranks(List<Pick> tier, int turn) {
            return new double[tier.size()];
        }
    }

    /** The order of each strategy. */
    record All(Cost cost, Quality quality, Latency latency, RoundRobin roundRobin, Preferred preferred) {

        All(LatencyTracker latencies, RandomGenerator random) {
            this(new Cost(), new Quality(), new Latency(latencies, random), new RoundRobin(), new Preferred());
        }

        TierOrder of(RoutingStrategy strategy) {
            return switch (strategy) {
                case COST -> cost;
                case QUALITY -> quality;
                case LATENCY -> latency;
                case ROUND_ROBIN -> roundRobin;
                case PREFERRED -> preferred;
            };
        }
    }
}
