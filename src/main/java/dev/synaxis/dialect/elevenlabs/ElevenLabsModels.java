package dev.synaxis.dialect.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ModelsPage;
import dev.synaxis.dialect.ModelsTranslator;
import dev.synaxis.model.ProviderCapability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base URL>/models}: an array of {@code model_id}, of which those count that {@code can_do_text_to_speech}. Source:
 * https://elevenlabs.io/docs/api-reference/models/list (read 2026-11-23).
 */
final class ElevenLabsModels implements ModelsTranslator {

    @Override
    public String url(String baseUrl, @Nullable String next) {
        return baseUrl + "/models";
    }

    @Override
    public Page read(byte[] body) {
        return new Page(ModelsPage.models(ModelsPage.tree(body), ElevenLabsModels::model), null);
    }

    private static @Nullable Listed model(JsonNode model) {
        return model.path("can_do_text_to_speech").asBoolean()
                ? new Listed(model.path("model_id").asText(""), Set.of(ProviderCapability.SPEECH), Set.of())
                : null;
    }
}
