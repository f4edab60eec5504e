package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Embeddings of the mock: a vector of length 1 with {@code dimensions} numbers (unless asked for, what
 * the catalogue says of the model, else 8), made of the text's
 * SHA-256, so that the same text has the same vector everywhere and texts that mean the same have nothing in common.
 */
final class MockEmbedding implements InProcessEmbedding {

    private static final int DEFAULT_DIMENSIONS = 8;
    private static final int MAX_DIMENSIONS = 16_384;

    private final Map<String, MockProvider> providers;
    private final Consumer<Duration> sleep;

    MockEmbedding(Map<String, MockProvider> providers, Consumer<Duration> sleep) {
        this.providers = providers;
        this.sleep = sleep;
    }

    @Override
    public EmbeddingResponse answer(EmbeddingRequest request, Upstream upstream) {
        MockProvider provider = providers.get(upstream.provider());
        if (provider != null) {
            if (provider.script().delay().isPositive()) {
                sleep.accept(provider.script().delay());
            }
            ProviderException failure = provider.nextFailure();
            if (failure != null) {
                throw failure;
            }
        }
        int dimensions = request.dimensions() == null ? width(upstream) : request.dimensions();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new ProviderException(
                    FailureKind.INVALID_REQUEST, "dimensions", "dimensions must be from 1 to " + MAX_DIMENSIONS);
        }
        List<double[]> vectors = new ArrayList<>();
        long tokens = 0;
        for (String text : request.input()) {
            vectors.add(vector(text, dimensions));
            tokens += MockTokens.count(text);
        }
        for (List<Integer> ids : request.tokens()) {
            vectors.add(vector("token ids " + ids, dimensions));
            tokens += ids.size();
        }
        return new EmbeddingResponse(upstream.model(), vectors, TokenUsage.of(tokens, 0));
    }

    /** What the catalogue says of the model that is played. */
    private static int width(Upstream upstream) {
        ModelTraits traits = upstream.traits();
        return traits == null || traits.dimensions() == null ? DEFAULT_DIMENSIONS : traits.dimensions();
    }

    private static double[] vector(String text, int dimensions) {
        MessageDigest sha = sha256();
        byte[] seed = sha.digest(text.getBytes(StandardCharsets.UTF_8));
        double[] vector = new double[dimensions];
        double squares = 0;
        ByteBuffer block = ByteBuffer.allocate(0);
        for (int i = 0; i < dimensions; i++) {
            if (!block.hasRemaining()) {
                sha.update(seed);
                block = ByteBuffer.wrap(sha.digest(ByteBuffer.allocate(4).putInt(i).array()));
            }
            vector[i] = (block.getInt() + 0.5) / (1L << 31);
            squares += vector[i] * vector[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
