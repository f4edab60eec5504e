package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;

/** Embeddings in one dialect. */
public interface EmbeddingTranslator {

    /**
     * Most inputs of one OpenAI request (https://platform.openai.com/docs/api-reference/embeddings/create, read
     * 2026-11-22), and of one to any vendor that names no number of its own.
     */
    int MAX_INPUTS = 2048;

    /** Most inputs that the vendor takes at once; a longer list is sent in parts. */
    default int maxInputs() {
        return MAX_INPUTS;
    }

    /** The same of one model, where the vendor's models differ. */
    default int maxInputs(Upstream upstream) {
        return maxInputs();
    }

    /** @throws ProviderException UNSUPPORTED for inputs that the vendor does not take, such as token ids */
    WireRequest request(EmbeddingRequest request, Upstream upstream);

    /** @throws ProviderException MALFORMED_REPLY where it is not an answer to this request */
    EmbeddingResponse response(EmbeddingRequest request, WireReply reply);
}
