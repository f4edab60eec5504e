package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base URL>/v1beta/models}: {@code models[].name} ({@code models/x}), {@code nextPageToken}. What generates content
 * may be for chat, pictures or sound; only the others say what they are for. Source: https://ai.google.dev/api/models
 * (read 2026-11-23).
 */
final class GeminiModels implements ModelsTranslator {

    private static final String PREFIX = "models/";

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return ModelsPage.with(GeminiUrl.models(baseUrl) + "?pageSize=1000", "pageToken", next);
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        return new Page(ModelsPage.models(tree.path("models"), GeminiModels::model), ModelsPage.text(tree, "nextPageToken"));
    }

    private static Listed model(JsonNode model) {
        String name = model.path("name").asText("");
        String id = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        String methods = model.path("supportedGenerationMethods").toString();
        if (methods.contains("\"generateContent\"")) {
            return Listed.of(id);
        }
        if (methods.contains("\"embedContent\"")) {
            return new Listed(id, Set.of(ProviderCapability.EMBEDDING), Set.of());
        }
        return methods.contains("\"predict\"")
                ? new Listed(id, Set.of(ProviderCapability.IMAGE_GENERATION), Set.of())
                : Listed.of(id);
    }
}
