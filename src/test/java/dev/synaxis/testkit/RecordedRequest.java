package dev.synaxis.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that arrived at a {@link ScriptedVendor}, and what became of its answer.
 *
 * @param path       without the query, as it stood on the wire
 * @param query      empty where there is none
 * @param headers    names in lower case; several fields of one name are joined with a comma and a space
 * @param arrivedAt  when the last byte of the body was there
 * @param connection number of the connection that it came on, from 0
 */
public record RecordedRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Instant arrivedAt,
        int connection,
        Exchange exchange) {

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a tree; fails the test where it is not JSON. */
    public JsonNode json() {
        try {
            return Json.parse(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text(), e);
        }
    }

    /** When the peer closed or reset the connection before the answer was complete; null where it did not. */
    public @Nullable Instant hungUpAt() {
        return exchange.hungUpAt();
    }

    /** Pieces (events of a stream) handed to the socket so far. */
    public int piecesSent() {
        return exchange.piecesSent();
    }

    /** Whether the answer was written to its scripted end. */
    public boolean answered() {
        return exchange.answered();
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " " + text();
    }
}
