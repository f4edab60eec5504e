package dev.synaxis.dialect.mock;

import static dev.synaxis.dialect.Support.carried;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingFeature;
import dev.synaxis.dialect.EmbeddingTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;

/** A mock has nobody to whom a setting could mean something: it takes them all. */
public class MockEmbeddingContractTest extends EmbeddingTranslatorContract {

    private final Dialect dialect = new Mock(Map.of()).dialect;

    @Override
    protected Dialect embedder() {
        return dialect;
    }

    @Override
    protected Upstream upstream() {
        return Mock.UPSTREAM;
    }

    private static Support vectors(int count, int width) {
        return carried(count + " of " + width + " numbers", body -> body.at("/data").size() == count
                && body.at("/data/" + (count - 1) + "/embedding").size() == width
                && body.at("/usage/prompt_tokens").asInt() > 0);
    }

    @Override
    protected Map<EmbeddingFeature, Support> support() {
        Map<EmbeddingFeature, Support> support = new EnumMap<>(EmbeddingFeature.class);
        for (EmbeddingFeature feature : EmbeddingFeature.values()) {
            support.put(feature, vectors(1, 8));
        }
        support.put(EmbeddingFeature.TEXTS, vectors(2, 8));
        support.put(EmbeddingFeature.LISTS_OF_TOKEN_IDS, vectors(2, 8));
        support.put(EmbeddingFeature.DIMENSIONS, vectors(1, 256));
        // 8 floats of 4 bytes each
        support.put(EmbeddingFeature.BASE64,
                carried("base64", body -> body.at("/data/0/embedding").asText().length() == 44));
        return support;
    }
}
