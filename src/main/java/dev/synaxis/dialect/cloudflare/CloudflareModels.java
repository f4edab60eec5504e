package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of Workers AI: {@code GET <account>/ai/models/search}, {@code result[].name} and {@code task.name}, pages by
 * number. Models of tasks that Synaxis has no capability for are left out. Sources:
 * https://developers.cloudflare.com/api/resources/ai/subresources/models/methods/list/,
 * https://developers.cloudflare.com/workers-ai/models/ (tasks; read 2026-11-29).
 */
final class CloudflareModels implements ModelsTranslator {

    private static final Map<String, ProviderCapability> TASKS = Map.of(
            "Text Generation", ProviderCapability.CHAT,
            "Text Embeddings", ProviderCapability.EMBEDDING,
            "Text-to-Image", ProviderCapability.IMAGE_GENERATION,
            "Automatic Speech Recognition", ProviderCapability.TRANSCRIPTION,
            "Text-to-Speech", ProviderCapability.SPEECH);

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return ModelsPage.with(baseUrl.replaceFirst("/v1$", "") + "/models/search?per_page=100", "page", next);
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        JsonNode info = tree.path("result_info");
        long page = info.path("page").asLong();
        boolean more = page * info.path("per_page").asLong() < info.path("total_count").asLong();
        boolean empty = tree.path("result").isEmpty();
        return new Page(
                ModelsPage.models(tree.path("result"), CloudflareModels::model),
                more && !empty ? Long.toString(page + 1) : null);
    }

    private static @Nullable Listed model(JsonNode model) {
        ProviderCapability capability = TASKS.get(model.path("task").path("name").asText(""));
        return capability == null ? null : new Listed(model.path("name").asText(""), Set.of(capability), Set.of());
    }
}
