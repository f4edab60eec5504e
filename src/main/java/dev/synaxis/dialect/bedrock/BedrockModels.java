package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The region's models, then the inference profiles by which most of them are called, from the control plane's host:
 * {@code GET /foundation-models} ({@code modelSummaries[]}, no pages) and {@code GET /inference-profiles}
 * ({@code inferenceProfileSummaries[]}, {@code nextToken}). Sources:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html, .../API_ListInferenceProfiles.html
 * (read 2026-11-29).
 */
final class BedrockModels implements ModelsTranslator {

    /** Before the token of a page of profiles, and before the id of a model that only a profile calls. */
    private static final String PROFILES = "profiles:";
    private static final String ARN_OF_MODEL = "foundation-model/";

    @Override
    public String url(String baseUrl, @Nullable String next) {
        String base = baseUrl.replaceFirst("//bedrock-runtime(?=[.-])", "//bedrock");
        if (next == null) {
            return base + "/foundation-models";
        }
        String token = next.substring(PROFILES.length());
        return ModelsPage.with(base + "/inference-profiles?maxResults=1000", "nextToken", token.isEmpty() ? null : token);
    }

    @Override
    public Page read(byte[] body) {
        JsonNode tree = ModelsPage.tree(body);
        if (tree.has("modelSummaries")) {
            return new Page(ModelsPage.models(tree.path("modelSummaries"), BedrockModels::model), PROFILES);
        }
        String token = ModelsPage.text(tree, "nextToken");
        return new Page(
                ModelsPage.models(tree.path("inferenceProfileSummaries"), BedrockModels::profile),
                token == null ? null : PROFILES + token);
    }

    private static Listed model(JsonNode model) {
        Set<ProviderCapability> capabilities = EnumSet.noneOf(ProviderCapability.class);
        for (JsonNode output : model.path("outputModalities")) {
            switch (output.asText()) {
                case "TEXT" -> capabilities.add(ProviderCapability.CHAT);
                case "EMBEDDING" -> capabilities.add(ProviderCapability.EMBEDDING);
                case "IMAGE" -> capabilities.add(ProviderCapability.IMAGE_GENERATION);
                default -> {}
            }
        }
        String id = model.path("modelId").asText("");
        boolean onDemand = model.path("inferenceTypesSupported").toString().contains("\"ON_DEMAND\"");
        return new Listed(onDemand ? id : PROFILES + id, capabilities, Set.of());
    }

    private static Listed profile(JsonNode profile) {
        Set<String> models = new HashSet<>();
        for (JsonNode model : profile.path("models")) {
            String arn = model.path("modelArn").asText("");
            models.add(arn.substring(arn.indexOf(ARN_OF_MODEL) + ARN_OF_MODEL.length()));
        }
        return new Listed(profile.path("inferenceProfileId").asText(""), Set.of(), models);
    }

    /** A profile is for what its model is for; a model that only profiles call has no name of its own. */
    @Override
    public List<Listed> together(List<Listed> models) {
        Map<String, Set<ProviderCapability>> byModel = new HashMap<>();
        models.forEach(model -> byModel.put(bare(model.id()), model.capabilities()));
        return models.stream()
                .filter(model -> !model.id().startsWith(PROFILES))
                .map(model -> new Listed(model.id(), capabilities(model, byModel), Set.of()))
                .toList();
    }

    private static Set<ProviderCapability> capabilities(Listed model, Map<String, Set<ProviderCapability>> byModel) {
        return model.others().isEmpty()
                ? model.capabilities()
                : model.others().stream()
                        .flatMap(one -> byModel.getOrDefault(one, Set.of()).stream())
                        .collect(Collectors.toSet());
    }

    private static String bare(String id) {
        return id.startsWith(PROFILES) ? id.substring(PROFILES.length()) : id;
    }
}
