package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.EmbeddingTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by batchEmbedContents, one request of the batch for each text. Source:
 * https://ai.google.dev/api/embeddings (read 2026-11-22); what vectors are for says {@link EmbeddingTask}.
 */
final class GeminiEmbedding implements EmbeddingTranslator {

    /** Most texts of one batch. */
    private static final int MAX_BATCH = 100;

    /** A part of the names of models that know no {@code taskType}. */
    private static final String TOLD_IN_TEXT = "gemini-embedding-2";

    private static final String TASK = "taskType";
    private static final String TITLE = "title";

    @Override
    public int maxInputs() {
        return MAX_BATCH;
    }

    @Override
    public WireRequest request(EmbeddingRequest request, Upstream upstream) {
        if (!request.tokens().isEmpty()) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "input", "Gemini embeds texts, not token ids");
        }
        Warnings warnings = new Warnings();
        ObjectNode settings = settings(request, warnings);
        String model = upstream.model();
        UnaryOperator<String> inText = model.contains(TOLD_IN_TEXT) ? toldInText(settings, warnings) : text -> text;
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (String text : request.input()) {
            ObjectNode one = requests.addObject().put("model", GeminiUrl.resource(model));
            one.putObject("content").putArray("parts").add(Parts.text(inText.apply(text)));
            one.setAll(settings);
        }
        return new WireRequest(
                GeminiUrl.of(upstream, "batchEmbedContents"), WireRequest.JSON, Json.bytes(body), warnings.list());
    }

    /** Takes the task and the title out of the settings: they go into the texts. */
    private static UnaryOperator<String> toldInText(ObjectNode settings, Warnings warnings) {
        String word = Json.text(settings, TASK);
        String title = Json.text(settings, TITLE);
        settings.remove(List.of(TASK, TITLE));
        EmbeddingTask task = word == null ? null : EmbeddingTask.of(word);
        if (word != null && task == null) {
            warnings.add("input_type", "the model has no such task; not sent");
        }
        if (title != null && task != EmbeddingTask.RETRIEVAL_DOCUMENT) {
            warnings.add(TITLE, "only documents have a title; not sent");
        }
        return task == null ? text -> text : text -> task.in(text, title);
    }

    private static ObjectNode settings(EmbeddingRequest request, Warnings warnings) {
        ObjectNode settings = Json.object();
        request.extra().forEach((name, value) -> {
            switch (Extras.camel(name)) {
                case TASK, "inputType" -> settings.put(TASK, EmbeddingTask.word(String.valueOf(value)));
                case TITLE -> settings.put(TITLE, String.valueOf(value));
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
            if (!values.get(i).isNumber()) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "an embedding has a value that is no number");
            }
            vector[i] = values.get(i).doubleValue();
        }
        return vector;
    }

    private static @Nullable TokenUsage usage(JsonNode answer) {
        UsageReader usage = new UsageReader();
        usage.read(answer);
        return usage.usage();
    }
}
