package dev.synaxis.dialect.local;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warned;

import ai.onnxruntime.OrtException;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingFeature;
import dev.synaxis.dialect.EmbeddingTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class LocalEmbeddingContractTest extends EmbeddingTranslatorContract {

    private final LocalDialect dialect = new LocalDialect();

    @AfterAll
    void free() throws OrtException {
        dialect.close();
    }

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return new Upstream("local", "", LocalEmbedding.MODEL, null, Compat.NONE);
    }

    private static Support vectors(int count) {
        return carried(count + " of 384 numbers", body -> body.at("/data").size() == count
                && body.at("/data/" + (count - 1) + "/embedding").size() == 384
                && body.at("/usage/prompt_tokens").asInt() > 0);
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        support.put(EmbeddingFeature.ONE_TEXT, vectors(1));
        support.put(EmbeddingFeature.TEXTS, vectors(2));
        support.put(EmbeddingFeature.TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, unsupported());
        support.put(EmbeddingFeature.DIMENSIONS, unsupported());
        support.put(EmbeddingFeature.FLOATS, vectors(1));
        // 384 floats of 4 bytes each
        support.put(EmbeddingFeature.BASE64,
                carried("base64", body -> body.at("/data/0/embedding").asText().length() == 384 * 4 / 3 * 4));
        support.put(EmbeddingFeature.USER, warned());
        support.put(EmbeddingFeature.INPUT_TYPE, warned());
        support.put(EmbeddingFeature.TASK_TYPE, warned());
        support.put(EmbeddingFeature.TITLE, warned());
        support.put(EmbeddingFeature.TRUNCATE, warned());
        support.put(EmbeddingFeature.UNKNOWN_FIELD, warned());
        return support;
    }
}
