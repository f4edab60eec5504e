package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.Support.carried;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingFeature;
import dev.synaxis.dialect.EmbeddingWireContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.Map;

/** The client's own dialect: what it asks for goes on as it came. */
public class OpenAiEmbeddingContractTest extends EmbeddingWireContract {

    private final Dialect dialect = new OpenAiDialect();

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("openai", "https://api.openai.com/v1", "text-embedding-3-small", null, Compat.NONE);
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        support.put(EmbeddingFeature.ONE_TEXT, carried("/input", "\"a\""));
        support.put(EmbeddingFeature.TEXTS, carried("/input", "[\"a\",\"b\"]"));
        support.put(EmbeddingFeature.TOKEN_IDS, carried("/input", "[5,6]"));
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, carried("/input", "[[5,6],[7]]"));
        support.put(EmbeddingFeature.DIMENSIONS, carried("/dimensions", "256"));
        support.put(EmbeddingFeature.FLOATS, carried("/encoding_format", "\"float\""));
        support.put(EmbeddingFeature.BASE64, carried("/encoding_format", "\"base64\""));
        support.put(EmbeddingFeature.USER, carried("/user", "\"ada\""));
        support.put(EmbeddingFeature.INPUT_TYPE, carried("/input_type", "\"search_query\""));
        support.put(EmbeddingFeature.TASK_TYPE, carried("/task_type", "\"CLUSTERING\""));
        support.put(EmbeddingFeature.TITLE, carried("/title", "\"T\""));
        support.put(EmbeddingFeature.TRUNCATE, carried("/truncate", "\"END\""));
        support.put(EmbeddingFeature.UNKNOWN_FIELD, carried("/made_up_field", "1"));
        return support;
    }

    @Override
    protected String answer(ArrayNode vectors) {
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        for (int i = vectors.size() - 1; i >= 0; i--) {
            data.addObject().put("index", i).set("embedding", vectors.get(i));
        }
        body.putObject("usage").put("prompt_tokens", 7).put("total_tokens", 7);
        return body.toString();
    }

    @Override
    protected boolean counts() {
        return true;
    }

    @Override
    protected String error() {
        return "{\"error\":{\"message\":\"try later\",\"type\":\"server_error\",\"code\":503}}";
    }
}
