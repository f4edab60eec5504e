package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings in Cohere's v2 form: {@code POST /v2/embed}, at most 96 texts a call. Cohere wants to know what the vectors
 * are for: the client's own field {@code input_type} (search_document, search_query, classification, clustering), else
 * search_document. A text that is too long is an error, as it is for OpenAI, unless the client's {@code truncate} says
 * where to cut it. {@code truncate}, {@code max_tokens} and {@code priority} are passed on as well. Source:
 * docs.cohere.com/reference/embed, read 2026-11-22.
 */
final class CohereEmbedding implements EmbeddingTranslator {

    private static final int MAX_TEXTS = 96;
    private static final Set<String> KNOWN = Set.of("input_type", "truncate", "max_tokens", "priority");

    /** How the client gets its numbers is not Cohere's business. */
    private static final Set<String> SILENT = Set.of("encoding_format");

    @Override
    public int maxInputs() {
        return MAX_TEXTS;
    }

    @Override
    public WireRequest request(EmbeddingRequest request, Upstream upstream) {
        if (!request.tokens().isEmpty()) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "input", "Cohere embeds texts, not token ids");
        }
        CohereBody body = new CohereBody();
        body.json.put("model", upstream.model());
        request.input().forEach(body.json.putArray("texts")::add);
        body.json.put("input_type", "search_document");
        body.json.putArray("embedding_types").add("float");
        body.json.put("truncate", "NONE");
        if (request.dimensions() != null) {
            body.json.put("output_dimension", request.dimensions());
        }
        if (request.user() != null) {
            body.warn("user", "not sent: Cohere has no such setting");
        }
        body.extra(request.extra(), KNOWN, SILENT);
        return body.to("/embed", upstream);
    }

    @Override
    public EmbeddingResponse response(EmbeddingRequest request, WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(CohereEmbedding::malformed);
        if (!Json.has(body, "embeddings") && (Json.has(body, "message") || Json.has(body, "error"))) {
            throw new ProviderException(CohereFailures.of(reply));
        }
        JsonNode embeddings = body.path("embeddings");
        JsonNode floats = embeddings.isArray() ? embeddings : embeddings.path("float");
        if (!floats.isArray() || floats.size() != request.input().size()) {
            throw malformed();
        }
        List<double[]> vectors = new ArrayList<>(floats.size());
        floats.forEach(vector -> vectors.add(vector(vector)));
        return new EmbeddingResponse("", vectors, usage(body.path("meta")));
    }

    private static double[] vector(JsonNode numbers) {
        double[] vector = Json.numbers(numbers);
        if (vector == null) {
            throw malformed();
        }
        return vector;
    }

    private static @Nullable TokenUsage usage(JsonNode meta) {
        JsonNode billed = meta.path("billed_units");
        JsonNode counted = billed.has("input_tokens") ? billed : meta.path("tokens");
        return counted.has("input_tokens") ? TokenUsage.of(Json.number(counted, "input_tokens"), 0) : null;
    }

    private static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "Cohere's answer is not one vector for each text");
    }
}
