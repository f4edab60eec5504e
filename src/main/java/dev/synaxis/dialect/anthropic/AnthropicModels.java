package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base URL>/models}: {@code data[].id}, and {@code last_id} as {@code after_id} of the next page while
 * {@code has_more}. Source: https://platform.claude.com/docs/en/api/models-list (read 2026-11-23).
 */
final class AnthropicModels implements ModelsTranslator {

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return ModelsPage.with(baseUrl + "/models?limit=1000", "after_id", next);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("anthropic-version", "2023-06-01");
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        return new Page(
                ModelsPage.models(tree.path("data"), model -> Listed.of(model.path("id").asText(""))),
                tree.path("has_more").asBoolean() ? ModelsPage.text(tree, "last_id") : null);
    }
}
