package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiEmbeddingRequest;
import dev.synaxis.dialect.openai.OpenAiEmbeddings;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Units;
import dev.synaxis.routing.Candidate;
import java.util.List;

/** Texts to embed, asked for in OpenAI's form. A provider of the same dialect gets the client's own bytes. */
final class EmbeddingCall extends WholeCall {

    private final OpenAiEmbeddingRequest request;

    EmbeddingCall(OpenAiEmbeddingRequest request) {
        this.request = request;
    }

    @Override
    public ProviderCapability capability() {
        return ProviderCapability.EMBEDDING;
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    long inputTokens() {
        return request.estimatedTokens();
    }

    private int inputs() {
        EmbeddingRequest canonical = request.canonical();
        return canonical.input().size() + canonical.tokens().size();
    }

    private EmbeddingTranslator translator(Dialect dialect) {
        EmbeddingTranslator translator = dialect.embedding();
        if (translator == null) {
            throw unsupported(dialect);
        }
        return translator;
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (dialect instanceof OpenAiDialect) {
            return new WireRequest(
                    candidate.provider().baseUrl() + "/embeddings",
                    WireRequest.JSON,
                    request.forward(candidate.upstreamModel()),
                    List.of());
        }
        return translator(dialect).request(request.canonical(), Dialects.upstream(candidate));
    }

    @Override
    public Reply fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        if (dialect instanceof OpenAiDialect) {
            return new Reply(reply.body(), ChatCall.JSON, OpenAiEmbeddings.usage(reply.body(), inputs()));
        }
        return write(candidate, translator(dialect).response(request.canonical(), reply));
    }

    private Reply write(Candidate candidate, EmbeddingResponse response) {
        if (response.vectors().size() != inputs()) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY,
                    "the provider's answer has " + response.vectors().size() + " vectors for " + inputs() + " inputs");
        }
        byte[] body = OpenAiEmbeddings.write(response, candidate.upstreamModel(), request.base64());
        return new Reply(body, ChatCall.JSON, response.usage(), Units.NONE, response.warnings());
    }

    @Override
    public Reply inProcess(Candidate candidate, Dialect dialect) {
        InProcessEmbedding embedding = dialect.inProcessEmbedding();
        if (embedding == null) {
            throw unsupported(dialect);
        }
        return write(candidate, embedding.answer(request.canonical(), Dialects.upstream(candidate)));
    }
}
