package dev.synaxis.dialect.local;

import ai.onnxruntime.OrtException;
import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.Map;
import java.util.Set;

/** The local dialect: embeddings of this process itself, without a key or an account. Safe for use by several threads. */
public final class LocalDialect implements Dialect, AutoCloseable {

    private final LocalEmbedding embedding = new LocalEmbedding();

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
        return Set.of(ProviderCapability.EMBEDDING);
    }

    /** None: nobody is asked. */
    @Override
    public Map<String, String> credentials(String apiKey) {
        return Map.of();
    }

    @Override
    public InProcessEmbedding inProcessEmbedding() {
        return embedding;
    }

    /** By status alone: there is no wire, so no body means anything. */
    @Override
    public ProviderFailure failure(WireReply reply) {
        return ProviderFailure.of(
                Failures.kindOf(reply.status()), reply.status(), Failures.message(null, reply.status()));
    }

    /** Frees the model, where one was loaded. */
    @Override
    public void close() throws OrtException {
        embedding.close();
    }
}
