package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
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
 * Embeddings by {@code POST /model/<model id>/invoke}, in the form of the model's maker: Titan takes one text a call, Cohere
 * 96. Cohere wants to know what the vectors are for: the client's own field {@code input_type}, else search_document. The
 * client's {@code truncate} goes to Cohere, {@code normalize} to Titan. Sources:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html, model-parameters-embed-v3.html,
 * model-parameters-embed-v4.html (read 2026-11-23).
 */
final class BedrockEmbedding implements EmbeddingTranslator {

    private static final int MAX_TEXTS = 96;
    private static final String INPUT_TOKENS = "x-amzn-bedrock-input-token-count";

    /** How the client gets its numbers is not Bedrock's business. */
    private static final Set<String> SILENT = Set.of("encoding_format");

    @Override
    public int maxInputs() {
        return MAX_TEXTS;
    }

    @Override
    public int maxInputs(Upstream upstream) {
        return titan(upstream) ? 1 : MAX_TEXTS;
    }

    private static boolean titan(Upstream upstream) {
        return upstream.model().contains("titan-embed-text") || upstream.model().contains("titan-embed-g1-text");
    }

    @Override
    public WireRequest request(EmbeddingRequest request, Upstream upstream) {
        if (!request.tokens().isEmpty()) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "input", "Bedrock embeds texts, not token ids");
        }
        Warnings warnings = new Warnings();
        if (request.user() != null) {
            warnings.add("user", "not sent: Bedrock has no such setting");
        }
        ObjectNode body;
        if (titan(upstream)) {
            body = titan(request, upstream, warnings);
        } else if (upstream.model().contains("cohere.embed")) {
            body = cohere(request, upstream, warnings);
        } else {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    "of Bedrock's models, only Titan's and Cohere's can be asked for embeddings of text");
        }
        return new WireRequest(BedrockUrl.of(upstream, "/invoke"), WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    private static ObjectNode titan(EmbeddingRequest request, Upstream upstream, Warnings warnings) {
        ObjectNode body = Json.object().put("inputText", request.input().getFirst());
        Integer dimensions = request.dimensions();
        if (dimensions != null) {
            if (!upstream.model().contains("text-v2")) {
                throw new InvalidRequestException(
                        "dimensions", "only the second version of Titan has vectors of several lengths");
            }
            body.put("dimensions", dimensions);
        }
        extra(body, request, Set.of("normalize"), warnings);
        return body;
    }

    private static ObjectNode cohere(EmbeddingRequest request, Upstream upstream, Warnings warnings) {
        ObjectNode body = Json.object();
        request.input().forEach(body.putArray("texts")::add);
        body.put("input_type", "search_document");
        body.putArray("embedding_types").add("float");
        Integer dimensions = request.dimensions();
        if (dimensions != null) {
            if (!upstream.model().contains("embed-v4")) {
                throw new InvalidRequestException(
                        "dimensions", "only the fourth version of Cohere's model has vectors of several lengths");
            }
            body.put("output_dimension", dimensions);
        }
        extra(body, request, Set.of("input_type", "truncate", "max_tokens"), warnings);
        return body;
    }

    private static void extra(ObjectNode body, EmbeddingRequest request, Set<String> known, Warnings warnings) {
        request.extra().forEach((field, value) -> {
            if (known.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else if (!SILENT.contains(field)) {
                warnings.add(field, "not sent: the model has no such setting");
            }
        });
    }

    @Override
    public EmbeddingResponse response(EmbeddingRequest request, WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(BedrockEmbedding::malformed);
        List<double[]> vectors = new ArrayList<>();
        if (body.path("embedding").isArray()) {
            vectors.add(vector(body.get("embedding")));
        } else {
            JsonNode embeddings = body.path("embeddings");
            JsonNode floats = embeddings.isArray() ? embeddings : embeddings.path("float");
            floats.forEach(vector -> vectors.add(vector(vector)));
        }
        if (vectors.size() != request.input().size()) {
            throw malformed();
        }
        return new EmbeddingResponse("", vectors, usage(body, reply));
    }

    private static double[] vector(JsonNode numbers) {
        double[] vector = Json.numbers(numbers);
        if (vector == null) {
            throw malformed();
        }
        return vector;
    }

    private static @Nullable TokenUsage usage(ObjectNode body, WireReply reply) {
        if (body.path("inputTextTokenCount").canConvertToLong()) {
            return TokenUsage.of(body.get("inputTextTokenCount").longValue(), 0);
        }
        String counted = reply.headers().get(INPUT_TOKENS);
        return counted != null && counted.matches("\\d{1,15}") ? TokenUsage.of(Long.parseLong(counted), 0) : null;
    }

    private static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "Bedrock's answer is not one vector for each text");
    }
}
