package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base URL>/models}: {@code data[].id}; a few vendors give the bare array. Source:
 * https://platform.openai.com/docs/api-reference/models/list, https://docs.together.ai/reference/models (read 2026-11-23).
 */
final class OpenAiModels implements ModelsTranslator {

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return baseUrl + "/models";
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        JsonNode list = tree.isArray() ? tree : tree.path("data");
        return new Page(ModelsPage.models(list, model -> Listed.of(model.path("id").asText(""))), null);
    }
}
