package dev.synaxis.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The table of {@code docs/vendors.md} that the free limits of {@code catalog/providers.yaml} say. */
final class FreeTierTable {

    private FreeTierTable() {}

    static void write(StringBuilder page, JsonNode presets) {
        page.append("""

                ## Free tiers

                What calls are held to while the tier of the preset is free and its address the vendor's; of a preset that is paid, what
                calls of its free models are held to ([limits](configuration.md#limits)). Days and months end at midnight UTC where nothing is said.

                | preset | model | limits |
                |---|---|---|
                """);
        for (JsonNode preset : presets) {
            if (isFree(preset)) {
                rows(page, preset);
            }
        }
        page.append('\n');
        for (JsonNode preset : presets) {
            if (isFree(preset)) {
                page.append("- ").append(id(preset)).append(": ").append(preset.path("note").asText()).append('\n');
            }
        }
    }

    /** Those that somebody else runs and that give something for nothing. */
    private static boolean isFree(JsonNode preset) {
        boolean limited = preset.has("free-limits") || preset.has("free-model-limits");
        boolean free = preset.path("tier").asText().equals("free") && preset.has("key");
        return (free || limited) && preset.path("enabled").asBoolean(true);
    }

    private static void rows(StringBuilder page, JsonNode preset) {
        JsonNode together = preset.path("free-limits");
        JsonNode single = preset.path("free-model-limits");
        if (together.isEmpty() && single.isEmpty()) {
            row(page, preset, "all", "none is known; learned from the answers");
        }
        if (!together.isEmpty()) {
            row(page, preset, "all together", limits(together));
        }
        single.properties().forEach(model -> row(
                page,
                preset,
                model.getKey().equals("*") ? single.size() == 1 ? "each" : "each other one" : '`' + model.getKey() + '`',
                limits(model.getValue())));
        preset.path("paid-only").forEach(model -> row(page, preset, '`' + model.asText() + '`', "not of the free tier: not asked"));
    }

    private static void row(StringBuilder page, JsonNode preset, String model, String limits) {
        page.append("| ").append(id(preset)).append(" | ").append(model).append(" | ").append(limits).append(" |\n");
    }

    private static String id(JsonNode preset) {
        return '`' + preset.path("id").asText() + '`';
    }

    private static String limits(JsonNode fields) {
        StringJoiner limits = new StringJoiner(", ");
        fields.properties().forEach(field -> limits.add(field.getKey() + ' ' + field.getValue().asText()));
        return limits.toString();
    }
}
