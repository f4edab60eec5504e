package dev.synaxis.usage;

import java.util.Locale;

/** Why a request was turned away at the front door, before anybody looked at what it asks for. */
public enum Refusal {
    INVALID_API_KEY,
    UNKNOWN_URL,
    METHOD_NOT_ALLOWED,
    REQUEST_TOO_LARGE,
    /** It cannot be read as HTTP. */
    BAD_REQUEST,
    STOPPING,
    /** Our own mistake. */
    INTERNAL_ERROR;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** {@code error.code} for the client, and the outcome in metrics and logs. */
    public String id() {
        return id;
    }
}
