package dev.synaxis.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the vendors' lists of models have in common. */
public final class ModelsPage {

    private ModelsPage() {}

    /** @throws ProviderException MALFORMED_REPLY where the bytes are no JSON */
    public static JsonNode tree(byte[] body) {
        try {
            return Json.parse(body);
        } catch (IOException e) {
            throw malformed();
        }
    }

    /**
     * The models of a list; entries without a name are left out.
     *
     * @param read null for what is no model
     * @throws ProviderException MALFORMED_REPLY where there is no list
     */
    public static List<ModelsTranslator.Listed> models(
            JsonNode list, Function<JsonNode, ModelsTranslator.@Nullable Listed> read) {
        if (!list.isArray()) {
            throw malformed();
        }
        List<ModelsTranslator.Listed> models = new ArrayList<>();
        for (JsonNode item : list) {
            ModelsTranslator.Listed model = read.apply(item);
            if (model != null && !model.id().isEmpty()) {
                models.add(model);
            }
        }
        return models;
    }

    /** The text of a field, null where there is none. */
    public static @Nullable String text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        return text.isEmpty() ? null : text;
    }

    /** The URL with one more query parameter; the same where there is no value. */
    public static String with(String url, String parameter, @Nullable String value) {
        return value == null
                ? url
                : url + (url.indexOf('?') < 0 ? '?' : '&') + parameter + '='
                        + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is no list of models");
    }
}
