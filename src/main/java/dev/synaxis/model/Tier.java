package dev.synaxis.model;

import java.util.Locale;

/** The order in which candidates are tried. A provider is configured FREE or PAID; the others come of the request. */
public enum Tier {
    PREFERRED,
    FREE,
    PAID,
    EMERGENCY;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The name in configuration, headers, metrics and logs. */
    public String id() {
        return id;
    }
}
