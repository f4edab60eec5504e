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
public record WireRequest(String url, Map<String, String> headers, byte[] body, List<Warning> warnings) {

    public static final Map<String, String> JSON = Map.of("content-type", "application/json");

    public WireRequest {
        warnings = List.copyOf(warnings);
    }
}
