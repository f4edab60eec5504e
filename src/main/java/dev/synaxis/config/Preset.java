package dev.synaxis.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor of {@code catalog/providers.yaml}: everything of its configuration but the key.
 *
 * @param catalogue  the preset whose models of the catalogue it has: itself, or another way to the same vendor
 * @param keys       environment variables that may hold the key, the first that is set wins; empty where none is needed
 * @param off        why it is switched off, null where it is not
 * @param fields     fields of a {@code providers} entry
 * @param freeLimits what the vendor allows without payment: {@code limits} and {@code model-limits} of a provider whose
 *                   tier is free, and {@code model-limits} of what costs nothing at one that is paid
 * @param paidOnly   upstream models that the free tier does not have
 */
record Preset(
        String id,
        String catalogue,
        List<String> keys,
        @Nullable String off,
        ObjectNode fields,
        Map<String, JsonNode> freeLimits,
        Set<String> paidOnly) {

    private static final Set<String> MERGED = Set.of("timeouts", "resilience", "compat", "headers");

    Preset {
        keys = List.copyOf(keys);
        freeLimits = Map.copyOf(freeLimits);
        paidOnly = Set.copyOf(paidOnly);
    }

    /** Variables besides the key without which it cannot work, such as an account in the base URL or the tenant to sign in to. */
    Set<String> otherVariables() {
        Set<String> names = new LinkedHashSet<>(Placeholders.needed(fields.path("base-url").asText()));
        fields.path("sign-in").forEach(value -> names.addAll(Placeholders.needed(value.asText())));
        return names;
    }

    /** This preset with a file's fields over it. */
    ObjectNode under(ObjectNode own) {
        ObjectNode merged = fields.deepCopy();
        JsonNode dialect = own.path("dialect");
        if (dialect.isTextual() && !dialect.equals(fields.get("dialect"))) {
            merged.remove("capabilities");
            merged.remove("compat");
            merged.remove("auth");
            merged.remove("sign-in");
            if (Dialects.inProcess(dialect.textValue())) {
                merged.remove("base-url");
            }
        }
        own.properties().forEach(field -> {
            JsonNode base = merged.get(field.getKey());
            if (MERGED.contains(field.getKey())
                    && base instanceof ObjectNode lower
                    && field.getValue() instanceof ObjectNode upper) {
                lower.setAll(upper);
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        });
        if (asTheVendorGives(own)) {
            freeLimits.forEach(merged::putIfAbsent);
        }
        return merged;
    }

    /** Those of its models that calls under a file's fields cannot have. */
    Set<String> without(ObjectNode own) {
        return free(fields) && asTheVendorGives(own) ? paidOnly : Set.of();
    }

    /** Whether a file leaves the vendor's address, its limits and its free tier as they are. */
    private boolean asTheVendorGives(ObjectNode own) {
        boolean pays = free(fields) && own.has("tier") && !free(own);
        return !pays && !own.has("limits") && !own.has("base-url");
    }

    private static boolean free(ObjectNode fields) {
        return fields.path("tier").asText().equals("free");
    }
}
