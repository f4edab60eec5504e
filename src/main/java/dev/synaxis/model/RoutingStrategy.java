package dev.synaxis.model;

import java.util.Locale;
import java.util.Optional;

/** The order of candidates inside a tier. */
public enum RoutingStrategy {
    /** Expected price of this request, cheapest first. */
    COST,
    /** Score in the catalogue, best first. */
    QUALITY,
    /** Moving average of the time to first token, fastest first; unknown ones get a share of the traffic. */
    LATENCY,
    /** Each in turn. */
    ROUND_ROBIN,
    /** The order of the configuration. */
    PREFERRED;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in configuration and in the header {@code x-synaxis-strategy}. */
    public String id() {
        return id;
    }

    public static Optional<RoutingStrategy> byId(String id) {
        for (RoutingStrategy strategy : values()) {
            if (strategy.id.equals(id)) {
                return Optional.of(strategy);
            }
        }
        return Optional.empty();
    }
}
