package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;

/** Embeddings of a dialect that answers inside this process, without a wire. */
public interface InProcessEmbedding {

    /** Most inputs that are taken at once; a longer list comes in parts. */
    default int maxInputs() {
        return EmbeddingTranslator.MAX_INPUTS;
    }

    /** @throws ProviderException what the inputs, or a scripted failure, came to */
    EmbeddingResponse answer(EmbeddingRequest request, Upstream upstream);
}
