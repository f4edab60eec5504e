package dev.synaxis.dialect.gemini;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warnedWithout;

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

public class GeminiEmbeddingContractTest extends EmbeddingWireContract {

    private final Dialect dialect = new GeminiDialect();

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("google", "https://generativelanguage.googleapis.com/v1beta", "gemini-embedding-001", null,
                Compat.NONE);
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        support.put(EmbeddingFeature.ONE_TEXT, carried("/requests/0/content/parts/0/text", "\"a\""));
        support.put(EmbeddingFeature.TEXTS, carried("/requests/1/content/parts/0/text", "\"b\""));
        support.put(EmbeddingFeature.TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.DIMENSIONS, carried("/requests/0/outputDimensionality", "256"));
        support.put(EmbeddingFeature.FLOATS, carriedWithout("/encoding_format"));
        support.put(EmbeddingFeature.BASE64, carriedWithout("/encoding_format"));
        support.put(EmbeddingFeature.USER, warnedWithout("/user"));
        support.put(EmbeddingFeature.INPUT_TYPE, carried("/requests/0/taskType", "\"RETRIEVAL_QUERY\""));
        support.put(EmbeddingFeature.TASK_TYPE, carried("/requests/0/taskType", "\"CLUSTERING\""));
        support.put(EmbeddingFeature.TITLE, carried("/requests/0/title", "\"T\""));
        support.put(EmbeddingFeature.TRUNCATE, warnedWithout("/requests/0/truncate"));
        support.put(EmbeddingFeature.UNKNOWN_FIELD, warnedWithout("/requests/0/made_up_field"));
        return support;
    }

    @Override
    protected String answer(ArrayNode vectors) {
        ObjectNode body = Json.object();
        ArrayNode embeddings = body.putArray("embeddings");
        vectors.forEach(vector -> embeddings.addObject().set("values", vector));
        body.putObject("usageMetadata").put("promptTokenCount", 7);
        return body.toString();
    }

    /** Where the answer has it, which those of batches had not in 2025. */
    @Override
    protected boolean counts() {
        return true;
    }

    @Override
    protected String error() {
        return "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}";
    }
}
