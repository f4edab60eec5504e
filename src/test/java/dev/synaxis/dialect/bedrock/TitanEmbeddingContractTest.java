package dev.synaxis.dialect.bedrock;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warnedWithout;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingFeature;
import dev.synaxis.dialect.EmbeddingTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;

/** Amazon's own model on Bedrock, which takes one text at a time. */
public class TitanEmbeddingContractTest extends EmbeddingTranslatorContract {

    private final Dialect dialect = new BedrockDialect();

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected String dialect() {
        return "bedrock: Titan";
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com", "amazon.titan-embed-text-v2:0",
                null, Compat.NONE);
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        Support first = carried("/inputText", "\"a\"");
        support.put(EmbeddingFeature.ONE_TEXT, first);
        support.put(EmbeddingFeature.TEXTS, first);
        support.put(EmbeddingFeature.TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.DIMENSIONS, carried("/dimensions", "256"));
        support.put(EmbeddingFeature.FLOATS, first);
        support.put(EmbeddingFeature.BASE64, first);
        support.put(EmbeddingFeature.USER, warnedWithout("/user"));
        support.put(EmbeddingFeature.INPUT_TYPE, warnedWithout("/input_type"));
        support.put(EmbeddingFeature.TASK_TYPE, warnedWithout("/task_type"));
        support.put(EmbeddingFeature.TITLE, warnedWithout("/title"));
        support.put(EmbeddingFeature.TRUNCATE, warnedWithout("/truncate"));
        support.put(EmbeddingFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        return support;
    }
}
