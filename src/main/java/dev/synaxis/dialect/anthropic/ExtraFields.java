package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.wire.Json;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Fields of the client's request that only Anthropic knows. Passed on as they are: cache_control, container,
 * context_management, inference_geo, mcp_servers, speed. {@code output_config} is merged into ours; {@code betas} and
 * {@code anthropic_beta} become the header {@code anthropic-beta}; {@code thinking}, {@code top_k} and
 * {@code stop_sequences} are read where their settings are made. Any other field is left out with a warning.
 */
final class ExtraFields {

    private static final Set<String> PASSED =
            Set.of("cache_control", "container", "context_management", "inference_geo", "mcp_servers", "speed");
    private static final Set<String> READ_ELSEWHERE =
            Set.of("thinking", "top_k", "stop_sequences", "betas", "anthropic_beta");

    private ExtraFields() {}

    static void write(Map<String, Object> extra, ObjectNode body, Warnings warnings) {
        extra.forEach((field, value) -> {
            if (value == null || READ_ELSEWHERE.contains(field)) {
                return;
            }
            if (PASSED.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else if (field.equals("output_config") && value instanceof Map<?, ?> config) {
                ObjectNode ours = body.withObject("/output_config");
                Json.fromJava(config).properties().forEach(e -> {
                    if (!ours.has(e.getKey())) {
                        ours.set(e.getKey(), e.getValue());
                    }
                });
            } else {
                warnings.add(field, "Anthropic does not know this field");
            }
        });
    }

    /** The value of {@code anthropic-beta}: names, joined by commas; may be empty. */
    static String betas(Map<String, Object> extra, boolean uploadedFiles) {
        StringJoiner betas = new StringJoiner(",");
        if (uploadedFiles) {
            betas.add("files-api-2025-04-14");
        }
        for (String field : new String[] {"betas", "anthropic_beta"}) {
            switch (extra.get(field)) {
                case String one when isName(one) -> betas.add(one);
                case Iterable<?> many -> many.forEach(one -> {
                    if (one instanceof String name && isName(name)) {
                        betas.add(name);
                    }
                });
                case null, default -> { }
            }
        }
        return betas.toString();
    }

    private static boolean isName(String beta) {
        return beta.matches("[-_.,a-zA-Z0-9]+");
    }
}
