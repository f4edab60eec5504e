package dev.synaxis.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The presets of {@code catalog/providers.yaml} in their order. */
final class Presets {

    /** Limits of the free tier, and the fields of a provider that they become. */
    private static final Map<String, String> FREE =
            Map.of("free-limits", "limits", "free-model-limits", "model-limits");

    private static final Set<String> ABOUT = Set.of("id", "models-of", "key", "enabled", "reason", "free-limits",
            "free-model-limits", "paid-only", "source", "read", "note");

    private final Map<String, Preset> byId;

    private Presets(Map<String, Preset> byId) {
        this.byId = Collections.unmodifiableMap(byId);
    }

    static Presets load() {
        Problems problems = new Problems();
        Presets presets = read(CatalogFile.read("providers.yaml", problems));
        problems.throwIfAny();
        return presets;
    }

    private static Presets read(Section root) {
        Map<String, Preset> byId = new LinkedHashMap<>();
        for (Value item : root.items("presets")) {
            Section section = item.section();
            String id = section == null ? null : section.requiredText("id");
            if (id == null) {
                continue;
            }
            if (byId.put(id, preset(id, section, (ObjectNode) item.node())) != null) {
                item.problem("is the second preset called " + id);
            }
        }
        root.end();
        return new Presets(byId);
    }

    private static Preset preset(String id, Section section, ObjectNode node) {
        section.requiredText("source");
        section.requiredText("read");
        List<String> keys = texts(section, "key");
        String off = section.flag("enabled", true) ? null : section.requiredText("reason");
        ObjectNode fields = node.deepCopy().remove(ABOUT);
        Map<String, JsonNode> limits = new LinkedHashMap<>();
        FREE.forEach((from, to) -> {
            if (node.has(from)) {
                limits.put(to, node.get(from));
            }
        });
        String catalogue = section.text("models-of");
        return new Preset(id, catalogue == null ? id : catalogue, keys, off, fields, limits,
                Set.copyOf(texts(section, "paid-only")));
    }

    private static List<String> texts(Section section, String field) {
        List<String> texts = new ArrayList<>();
        for (Value item : section.items(field)) {
            String text = item.text();
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    @Nullable Preset get(String id) {
        return byId.get(id);
    }

    Collection<Preset> all() {
        return byId.values();
    }

    Set<String> ids() {
        return byId.keySet();
    }
}
