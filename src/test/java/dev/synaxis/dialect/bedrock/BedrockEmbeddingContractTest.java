package dev.synaxis.dialect.bedrock;

import static dev.synaxis.dialect.Support.carried;
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
import dev.synaxis.failure.FailureKind;
import dev.synaxis.wire.Json;
import java.util.EnumMap;
import java.util.Map;

/** Cohere's model on Bedrock. */
public class BedrockEmbeddingContractTest extends EmbeddingWireContract {

    private final Dialect dialect = new BedrockDialect();

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected String dialect() {
        return "bedrock: Cohere";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream(
                "bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com", "cohere.embed-v4:0", null, Compat.NONE);
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
        return body.toString();
    }

    @Override
    protected Map<String, String> headers() {
        return Map.of("x-amzn-bedrock-input-token-count", "7");
    }

    @Override
    protected boolean counts() {
        return true;
    }

    /** Bedrock's errors have a status of their own. */
    @Override
    protected String error() {
        return "{\"message\":\"try later\"}";
    }

    @Override
    protected FailureKind errorKind() {
        return FailureKind.MALFORMED_REPLY;
    }
}
