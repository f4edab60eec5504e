package dev.synaxis.dialect.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base URL>/models}: {@code stt[]} and {@code tts[]} with {@code canonical_name}, such as {@code nova-3-general} and
 * {@code aura-2-thalia-en}; calls may name their families, too. Source:
 * https://developers.deepgram.com/reference/manage/models/list (read 2026-11-23).
 */
final class DeepgramModels implements ModelsTranslator {

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return baseUrl + "/models";
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        List<Listed> models = new ArrayList<>(
                ModelsPage.models(tree.path("stt"), model -> model(model, ProviderCapability.TRANSCRIPTION)));
        models.addAll(ModelsPage.models(tree.path("tts"), model -> model(model, ProviderCapability.SPEECH)));
        return new Page(models, null);
    }

    private static Listed model(JsonNode model, ProviderCapability capability) {
        String name = model.path("canonical_name").asText("");
        Set<String> families = new HashSet<>();
        for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
            families.add(name.substring(0, dash));
        }
        return new Listed(name, Set.of(capability), families);
    }
}
