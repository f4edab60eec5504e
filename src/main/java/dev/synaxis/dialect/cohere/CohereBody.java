package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A request on its way to Cohere: the JSON object as it grows, and what had to be left out of it. */
final class CohereBody {

    private static final Pattern VERSIONED = Pattern.compile(".*[^/]/v\\d[^/]*");

    final ObjectNode json = Json.object();
    private final List<Warning> warnings = new ArrayList<>();

    void warn(String field, String message) {
        warnings.add(new Warning(field, message));
    }

    /** Passes on the client's own fields that Cohere knows by the same name, and warns of every other one. */
    void extra(Map<String, Object> extra, Set<String> known, Set<String> silent) {
        extra.forEach((field, value) -> {
            if (known.contains(field)) {
                json.set(field, Json.fromJava(value));
            } else if (!silent.contains(field)) {
                warn(field, "not sent: Cohere has no such setting");
            }
        });
    }

    WireRequest to(String path, Upstream upstream) {
        for (String field : upstream.compat().drop()) {
            if (json.remove(field) != null) {
                warn(field, "not sent: the provider refuses it");
            }
        }
        upstream.compat().rename().forEach((from, to) -> {
            JsonNode value = json.remove(from);
            if (value != null) {
                json.set(to, value);
            }
        });
        String base = upstream.baseUrl();
        String versioned = VERSIONED.matcher(base).matches() ? base : base + "/v2";
        return new WireRequest(versioned + path, WireRequest.JSON, Json.bytes(json), warnings);
    }
}
