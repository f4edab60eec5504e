package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by batchEmbedContents, one request of the batch for each text. Source:
 * https://ai.google.dev/api/embeddings and https://ai.google.dev/gemini-api/docs/embeddings for the task types
 * (read 2026-11-22).
 */
final class GeminiEmbedding implements EmbeddingTranslator {

    /** Most texts of one batch. */
    private static final int MAX_BATCH = 100;

    /** Other vendors' words for a task. */
    private static final Map<String, String> TASKS = Map.of(
            "query", "RETRIEVAL_QUERY",
            "search_query", "RETRIEVAL_QUERY",
            "document", "RETRIEVAL_DOCUMENT",
            "passage", "RETRIEVAL_DOCUMENT",
            "search_document", "RETRIEVAL_DOCUMENT");

    @Override
    public int maxInputs() {
        return MAX_BATCH;
    }

    @Override
    public WireRequest request(EmbeddingRequest request, Upstream upstream) {
        if (!request.tokens().isEmpty()) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "Gemini embeds texts, not token ids");
        }
        Warnings warnings = new Warnings();
        ObjectNode settings = settings(request, warnings);
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (String text : request.input()) {
            ObjectNode one = requests.addObject().put("model", GeminiUrl.resource(upstream.model()));
            one.putObject("content").putArray("parts").add(Parts.text(text));
            one.setAll(settings);
        }
        return new WireRequest(
                GeminiUrl.of(upstream, "batchEmbedContents"), WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    private static ObjectNode settings(EmbeddingRequest request, Warnings warnings) {
        ObjectNode settings = Json.object();
        request.extra().forEach((name, value) -> {
            switch (Extras.camel(name)) {
                case "taskType", "inputType" -> settings.put("taskType", task(String.valueOf(value)));
                case "title" -> settings.put("title", String.valueOf(value));
                default -> warnings.add(name, "Gemini has no such field; not sent");
            }
        });
        if (request.dimensions() != null) {
            settings.put("outputDimensionality", request.dimensions());
        }
        if (request.user() != null) {
            warnings.add("user", "Gemini takes no id of the end user; not sent");
        }
        return settings;
    }

    private static String task(String word) {
        String task = TASKS.get(word.toLowerCase(Locale.ROOT));
        return task != null ? task : word.toUpperCase(Locale.ROOT);
    }

    @Override
    public EmbeddingResponse response(EmbeddingRequest request, WireReply reply) {
        JsonNode answer;
        try {
            answer = Json.parse(reply.body());
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not JSON");
        }
        if (Json.has(answer, "error")) {
            throw new ProviderException(GeminiFailures.of(reply));
        }
        List<double[]> vectors = new ArrayList<>();
        for (JsonNode embedding : answer.path("embeddings")) {
            vectors.add(vector(embedding.path("values")));
        }
        if (vectors.size() != request.input().size()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY,
                    "the answer has " + vectors.size() + " embeddings for " + request.input().size() + " texts");
        }
        return new EmbeddingResponse(request.model(), vectors, usage(answer));
    }

    private static double[] vector(JsonNode values) {
        if (values.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "an embedding has no values");
        }
        double[] vector = new double[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i).asDouble();
        }
        return vector;
    }

    private static @Nullable TokenUsage usage(JsonNode answer) {
        UsageReader usage = new UsageReader();
        usage.read(answer);
        return usage.usage();
    }
}
