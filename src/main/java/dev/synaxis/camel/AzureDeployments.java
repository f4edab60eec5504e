package dev.synaxis.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import org.jspecify.annotations.Nullable;

/**
 * What an Azure resource can be asked for, its deployments: {@code GET <endpoint>/openai/deployments}, {@code data[].id} and
 * {@code status}. The version is the last stable one that has the operation; {@code /openai/models} of later ones lists what
 * could be deployed. Source: https://github.com/Azure/azure-rest-api-specs,
 * data-plane/AzureOpenAI/authoring/stable/2022-12-01 (as other public clients quote it, read 2026-11-29).
 */
final class AzureDeployments implements ModelsTranslator {

    private static final String LIST = "/deployments?api-version=2022-12-01";

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return baseUrl.replaceFirst("/v1$", "") + LIST;
    }

    @Override
    public Page read(byte[] body) {
        return new Page(ModelsPage.models(ModelsPage.tree(body).path("data"), AzureDeployments::deployment), null);
    }

    private static @Nullable Listed deployment(JsonNode one) {
        return one.path("status").asText("succeeded").equals("succeeded") ? Listed.of(one.path("id").asText("")) : null;
    }
}
