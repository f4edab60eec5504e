package dev.synaxis.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Vendors that embed, each in its own wire form: a text that is a number becomes a vector whose first number that is, so
 * that a test sees which vector belongs to which text. Every text counts 2 tokens.
 */
public final class EmbeddingVendor {

    private EmbeddingVendor() {}

    /** The texts of a request of any dialect. */
    public static List<String> texts(RecordedRequest request) {
        JsonNode body = request.json();
        List<String> texts = new ArrayList<>();
        body.path("requests").forEach(one -> texts.add(one.at("/content/parts/0/text").asText()));
        body.path("texts").forEach(one -> texts.add(one.asText()));
        JsonNode input = body.path("input");
        if (input.isTextual()) {
            texts.add(input.asText());
        }
        input.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static double[] vector(String text, int width) {
        double[] vector = new double[width];
        vector[0] = text.matches("\\d+") ? Double.parseDouble(text) : text.length();
        vector[1] = 0.1;
        return vector;
    }

    private static ArrayNode numbers(String text, int width) {
        ArrayNode array = Json.array();
        for (double number : vector(text, width)) {
            array.add(number);
        }
        return array;
    }

    /** What a provider of the openai dialect answers, base64 where that is asked for, last vector first. */
    public static Function<RecordedRequest, Reply> openAi(int width) {
        return request -> openAi(request, width, request.json().path("encoding_format").asText().equals("base64"));
    }

    /** The same in one form, whatever is asked for. */
    public static Function<RecordedRequest, Reply> openAi(int width, boolean base64) {
        return request -> openAi(request, width, base64);
    }

    private static Reply openAi(RecordedRequest request, int width, boolean base64) {
        List<String> texts = texts(request);
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        for (int i = texts.size() - 1; i >= 0; i--) {
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
            if (base64) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * width).order(ByteOrder.LITTLE_ENDIAN);
                for (double number : vector(texts.get(i), width)) {
                    bytes.putFloat((float) number);
                }
                entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            } else {
                entry.set("embedding", numbers(texts.get(i), width));
            }
        }
        body.put("model", "upstream-name");
        body.putObject("usage").put("prompt_tokens", 2 * texts.size()).put("total_tokens", 2 * texts.size());
        return Reply.json(200, body.toString());
    }

    public static Function<RecordedRequest, Reply> gemini(int width) {
        return request -> {
            ObjectNode body = Json.object();
            ArrayNode embeddings = body.putArray("embeddings");
            texts(request).forEach(text -> embeddings.addObject().set("values", numbers(text, width)));
            return Reply.json(200, body.toString());
        };
    }

    public static Function<RecordedRequest, Reply> cohere(int width) {
        return request -> {
            List<String> texts = texts(request);
            ObjectNode body = Json.object().put("id", "e1");
            ArrayNode floats = body.putObject("embeddings").putArray("float");
            texts.forEach(text -> floats.add(numbers(text, width)));
            body.putObject("meta").putObject("billed_units").put("input_tokens", 2 * texts.size());
            return Reply.json(200, body.toString());
        };
    }

    /** Fails the first request that holds each of these texts, and answers all others. */
    public static Function<RecordedRequest, Reply> failingOnce(
            int status, Set<String> texts, Function<RecordedRequest, Reply> otherwise) {
        Set<String> left = ConcurrentHashMap.newKeySet();
        left.addAll(texts);
        return request -> texts(request).stream().anyMatch(left::remove)
                ? Reply.json(status, "{\"error\":{\"message\":\"busy\"},\"message\":\"busy\"}")
                : otherwise.apply(request);
    }
}
