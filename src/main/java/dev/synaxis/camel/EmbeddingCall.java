package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.InProcessEmbedding;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.dialect.openai.EmbeddingScan;
import dev.synaxis.dialect.openai.OpenAiDialect;
import dev.synaxis.dialect.openai.OpenAiEmbeddingRequest;
import dev.synaxis.dialect.openai.OpenAiEmbeddings;
import dev.synaxis.dialect.openai.Vector;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.model.Warning;
import dev.synaxis.routing.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to embed, asked for in OpenAI's form. A provider of the same dialect gets the client's own bytes. A list that is
 * longer than the candidate takes is asked for part by part; parts that were answered are kept, so that only what is
 * missing is asked for again, of the same candidate or of another one of the same model.
 */
final class EmbeddingCall extends WholeCall {

    private final OpenAiEmbeddingRequest request;
    private final EmbeddingWidths widths;
    /** Vectors of the inputs answered so far, from the first on. */
    private final List<Vector> done = new ArrayList<>();
    private TokenUsage used = TokenUsage.NONE;
    /** End of the part that is being asked for; its begin is what is done. */
    private int end;

    EmbeddingCall(OpenAiEmbeddingRequest request, EmbeddingWidths widths) {
        this.request = request;
        this.widths = widths;
    }

    @Override
    public ProviderCapability capability() {
        return ProviderCapability.EMBEDDING;
    }

    @Override
    public String model() {
        return request.model();
    }

    /** Of the inputs that are still to be embedded. */
    @Override
    long inputTokens() {
        return request.estimatedTokens(done.size(), request.inputs());
    }

    @Override
    long longestInput() {
        return request.longestInput();
    }

    private EmbeddingTranslator translator(Dialect dialect) {
        EmbeddingTranslator translator = dialect.embedding();
        if (translator == null) {
            throw Dialects.cannot(dialect, capability());
        }
        return translator;
    }

    private boolean whole() {
        return done.isEmpty() && end == request.inputs();
    }

    private void nextPart(Candidate candidate, int dialectsMost) {
        Integer own = candidate.provider().compat().maxInputs();
        end = request.partEnd(done.size(), own != null ? own : dialectsMost);
    }

    private EmbeddingRequest part() {
        return request.canonical(done.size(), end);
    }

    @Override
    public WireRequest toWire(Candidate candidate, Dialect dialect) {
        if (dialect instanceof OpenAiDialect) {
            nextPart(candidate, EmbeddingTranslator.MAX_INPUTS);
            return new WireRequest(
                    candidate.provider().baseUrl() + "/embeddings",
                    WireRequest.JSON,
                    request.forward(candidate.upstreamModel(), candidate.provider().compat(), done.size(), end),
                    request.warnings(candidate.provider().compat()));
        }
        EmbeddingTranslator translator = translator(dialect);
        Upstream upstream = Dialects.upstream(candidate);
        nextPart(candidate, translator.maxInputs(upstream));
        return translator.request(part(), upstream);
    }

    @Override
    public Answer fromWire(Candidate candidate, Dialect dialect, WireReply reply) {
        if (!(dialect instanceof OpenAiDialect)) {
            return take(candidate, translator(dialect).response(part(), reply));
        }
        EmbeddingScan scan = EmbeddingScan.of(reply.body(), end - done.size());
        widths.check(candidate, request.dimensions(), scan.widths());
        if (whole() && scan.is(request.base64()) && scan.complete()) {
            return new Reply(reply.body(), ChatCall.JSON, scan.usage());
        }
        return take(candidate, scan.vectors(), scan.usage(), List.of());
    }

    @Override
    public Answer inProcess(Candidate candidate, Dialect dialect) {
        InProcessEmbedding embedding = dialect.inProcessEmbedding();
        if (embedding == null) {
            throw Dialects.cannot(dialect, capability());
        }
        nextPart(candidate, embedding.maxInputs());
        return take(candidate, embedding.answer(part(), Dialects.upstream(candidate)));
    }

    private Answer take(Candidate candidate, EmbeddingResponse response) {
        int inputs = end - done.size();
        if (response.vectors().size() != inputs) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY,
                    "the provider's answer has " + response.vectors().size() + " vectors for " + inputs + " inputs");
        }
        List<Vector> vectors = response.vectors().stream().<Vector>map(Vector.Numbers::new).toList();
        widths.check(candidate, request.dimensions(), vectors.stream().mapToInt(Vector::width).toArray());
        return take(candidate, vectors, response.usage(), response.warnings());
    }

    private Answer take(
            Candidate candidate, List<Vector> vectors, @Nullable TokenUsage counted, List<Warning> warnings) {
        TokenUsage usage = counted != null ? counted : TokenUsage.of(request.estimatedTokens(done.size(), end), 0);
        List<Warning> told = new ArrayList<>(warnings);
        if (counted == null) {
            told.add(new Warning("usage", "the provider counts no tokens; this is an estimate"));
        }
        done.addAll(vectors);
        used = used.plus(usage);
        if (end < request.inputs()) {
            return new Part(usage, told);
        }
        byte[] body = OpenAiEmbeddings.write(done, candidate.upstreamModel(), used, request.base64());
        return new Reply(body, ChatCall.JSON, usage, Units.NONE, told);
    }
}
