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
 *
 * <p>Vertex AI has {@code publisherModels[].name} ({@code publishers/google/models/x}) and nothing of what a model is for: models
 * of other names than Gemini's are left out, they have other ways there. Its list is a choice of the location's models. Source:
 * https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list (read 2026-11-29).
 */
final class GeminiModels implements ModelsTranslator {

    private static final String PREFIX = "models/";

    @Override
    public String url(String baseUrl, @Nullable String next) {
        String size = GeminiUrl.isVertex(baseUrl) ? "?pageSize=300" : "?pageSize=1000";
        return ModelsPage.with(GeminiUrl.models(baseUrl) + size, "pageToken", next);
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        JsonNode published = tree.path("publisherModels");
        return new Page(
                published.isMissingNode()
                        ? ModelsPage.models(tree.path("models"), GeminiModels::model)
                        : ModelsPage.models(published, GeminiModels::published),
                ModelsPage.text(tree, "nextPageToken"));
    }

    @Override
    public boolean complete(String baseUrl) {
        return !GeminiUrl.isVertex(baseUrl);
    }

    private static @Nullable Listed published(JsonNode model) {
        String name = model.path("name").asText("");
        String id = name.substring(name.lastIndexOf('/') + 1);
        if (id.startsWith("gemini-embedding")) {
            return new Listed(id, Set.of(ProviderCapability.EMBEDDING), Set.of());
        }
        return id.startsWith("gemini-") ? Listed.of(id) : null;
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
