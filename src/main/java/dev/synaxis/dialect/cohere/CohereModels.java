package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models}, whatever the version of the base URL: {@code models[].name} and {@code endpoints},
 * {@code next_page_token}. What neither chats nor embeds is left out. Source: https://docs.cohere.com/reference/list-models
 * (read 2026-11-23).
 */
final class CohereModels implements ModelsTranslator {

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return ModelsPage.with(baseUrl.replaceFirst("/v2$", "/v1") + "/models?page_size=1000", "page_token", next);
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        return new Page(ModelsPage.models(tree.path("models"), CohereModels::model), ModelsPage.text(tree, "next_page_token"));
    }

    private static @Nullable Listed model(JsonNode model) {
        Set<ProviderCapability> capabilities = EnumSet.noneOf(ProviderCapability.class);
        for (JsonNode endpoint : model.path("endpoints")) {
            switch (endpoint.asText()) {
                case "chat" -> capabilities.add(ProviderCapability.CHAT);
                case "embed" -> capabilities.add(ProviderCapability.EMBEDDING);
                default -> {}
            }
        }
        return capabilities.isEmpty() ? null : new Listed(model.path("name").asText(""), capabilities, Set.of());
    }
}
