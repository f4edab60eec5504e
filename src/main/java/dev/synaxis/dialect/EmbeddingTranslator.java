package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;

/** Embeddings in one dialect. */
public interface EmbeddingTranslator {

    /** @throws ProviderException UNSUPPORTED for inputs that the vendor does not take, such as token ids */
    WireRequest request(EmbeddingRequest request, Upstream upstream);

    /** @throws ProviderException MALFORMED_REPLY where it is not an answer to this request */
    EmbeddingResponse response(EmbeddingRequest request, WireReply reply);
}
