package dev.synaxis.dialect;

import dev.synaxis.model.Warning;
import java.util.List;
import java.util.Map;

/**
 * A request in a vendor's own form, without credentials.
 *
 * @param url      absolute, with query
 * @param headers  the vendor's own headers, content type included
 * @param warnings what the vendor will not honour
 */
public record WireRequest(String url, Map<String, String> headers, WireBody content, List<Warning> warnings) {

    public static final Map<String, String> JSON = Map.of("content-type", "application/json");

    public WireRequest {
        warnings = List.copyOf(warnings);
    }

    public WireRequest(String url, Map<String, String> headers, byte[] body, List<Warning> warnings) {
        this(url, headers, new WireBody.Bytes(body), warnings);
    }

    /** The body of a request that is all in memory. */
    public byte[] body() {
        return switch (content) {
            case WireBody.Bytes whole -> whole.bytes();
            case WireBody.Streamed streamed -> throw new IllegalStateException("a streamed body is never held as a whole");
        };
    }
}
