package dev.synaxis.inbound;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line in the log of a call that was answered before any provider's turn came. */
public final class AccessLog {

    /** The logger of the line that every call leaves, answered or refused. */
    public static final String NAME = "dev.synaxis.access";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private AccessLog() {}

    /** @param outcome what the client was told, such as {@code invalid_request} or {@code invalid_api_key} */
    public static void refused(@Nullable String requestId, String outcome, int statusCode, long latencyMs) {
        LOG.atInfo()
                .addKeyValue("requestId", requestId)
                .addKeyValue("outcome", outcome)
                .addKeyValue("statusCode", statusCode)
                .addKeyValue("latencyMs", latencyMs)
                .log("Call refused");
    }
}
