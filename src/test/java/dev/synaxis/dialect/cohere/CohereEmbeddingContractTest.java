package dev.synaxis.dialect.cohere;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warnedWithout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingFeature;
import dev.synaxis.dialect.EmbeddingWireContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.Map;

public class CohereEmbeddingContractTest extends EmbeddingWireContract {

    private final Dialect dialect = new CohereDialect();

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return Cohere.upstream("embed-v4.0");
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        support.put(EmbeddingFeature.ONE_TEXT, carried("/texts", "[\"a\"]"));
        support.put(EmbeddingFeature.TEXTS, carried("/texts", "[\"a\",\"b\"]"));
        support.put(EmbeddingFeature.TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.DIMENSIONS, carried("/output_dimension", "256"));
        support.put(EmbeddingFeature.FLOATS, carried("/embedding_types", "[\"float\"]"));
        support.put(EmbeddingFeature.BASE64, carried("/embedding_types", "[\"float\"]"));
        support.put(EmbeddingFeature.USER, warnedWithout("/user"));
        support.put(EmbeddingFeature.INPUT_TYPE, carried("/input_type", "\"search_query\""));
        support.put(EmbeddingFeature.TASK_TYPE, warnedWithout("/task_type"));
        support.put(EmbeddingFeature.TITLE, warnedWithout("/title"));
        support.put(EmbeddingFeature.TRUNCATE, carried("/truncate", "\"END\""));
        support.put(EmbeddingFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        return support;
    }

    @Override
    protected String answer(ArrayNode vectors) {
        ObjectNode body = Json.object();
        body.putObject("embeddings").set("float", vectors);
        body.putObject("meta").putObject("billed_units").put("input_tokens", 7.0);
        return body.toString();
    }

    @Override
    protected boolean counts() {
        return true;
    }

    @Override
    protected String error() {
        return "{\"message\":\"too many tokens: 3\"}";
    }

    @Override
    protected FailureKind errorKind() {
        return FailureKind.CONTEXT_LENGTH;
    }
}
