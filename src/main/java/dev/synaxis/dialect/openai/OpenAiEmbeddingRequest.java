package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's embedding request. Source: https://platform.openai.com/docs/api-reference/embeddings/create (read
 * 2026-11-22).
 */
public final class OpenAiEmbeddingRequest {

    private static final Set<String> KNOWN = Set.of("model", "input", "dimensions", "user", "encoding_format");

    private final JsonFields fields;
    private final EmbeddingRequest canonical;
    private final boolean base64;

    private OpenAiEmbeddingRequest(JsonFields fields, EmbeddingRequest canonical, boolean base64) {
        this.fields = fields;
        this.canonical = canonical;
        this.base64 = base64;
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    public static OpenAiEmbeddingRequest read(byte[] body) {
        JsonFields fields = JsonFields.read(body);
        ObjectNode tree = fields.tree();
        List<String> texts = new ArrayList<>();
        List<List<Integer>> tokens = new ArrayList<>();
        input(tree.get("input"), texts, tokens);
        Map<String, Object> extra = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!KNOWN.contains(field.getKey()) && Json.toJava(field.getValue()) instanceof Object value) {
                extra.put(field.getKey(), value);
            }
        }
        EmbeddingRequest canonical = new EmbeddingRequest(
                fields.model(), texts, tokens, dimensions(tree.get("dimensions")), Json.text(tree, "user"), extra);
        return new OpenAiEmbeddingRequest(fields, canonical, base64(tree.get("encoding_format")));
    }

    private static void input(@Nullable JsonNode input, List<String> texts, List<List<Integer>> tokens) {
        switch (input) {
            case null -> throw Faults.missing("input");
            case JsonNode text when text.isTextual() -> texts.add(text.textValue());
            case JsonNode array when array.isArray() && array.isEmpty() ->
                throw Faults.value("input", "expected at least one text");
            case JsonNode array when array.isArray() && array.get(0).isTextual() -> {
                for (int i = 0; i < array.size(); i++) {
                    if (!array.get(i).isTextual()) {
                        throw Faults.value("input[" + i + "]", "expected a string, as the others are");
                    }
                    texts.add(array.get(i).textValue());
                }
            }
            case JsonNode array when array.isArray() && array.get(0).isIntegralNumber() -> tokens.add(ids(array, "input"));
            case JsonNode array when array.isArray() && array.get(0).isArray() -> {
                for (int i = 0; i < array.size(); i++) {
                    tokens.add(ids(array.get(i), "input[" + i + "]"));
                }
            }
            default -> throw Faults.value("input", "expected a string, an array of strings, or token ids");
        }
    }

    private static List<Integer> ids(JsonNode array, String name) {
        if (!array.isArray() || array.isEmpty()) {
            throw Faults.value(name, "expected an array of token ids");
        }
        List<Integer> ids = new ArrayList<>(array.size());
        for (JsonNode id : array) {
            if (!id.canConvertToInt() || !id.isIntegralNumber()) {
                throw Faults.value(name, "expected an array of token ids");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    private static @Nullable Integer dimensions(@Nullable JsonNode dimensions) {
        if (dimensions == null || dimensions.isNull()) {
            return null;
        }
        if (!dimensions.isIntegralNumber() || !dimensions.canConvertToInt() || dimensions.intValue() < 1) {
            throw Faults.value("dimensions", "expected an integer of at least 1");
        }
        return dimensions.intValue();
    }

    private static boolean base64(@Nullable JsonNode format) {
        if (format == null || format.isNull() || format.isTextual() && format.textValue().equals("float")) {
            return false;
        }
        if (format.isTextual() && format.textValue().equals("base64")) {
            return true;
        }
        throw Faults.value("encoding_format", "expected float or base64");
    }

    public String model() {
        return fields.model();
    }

    public EmbeddingRequest canonical() {
        return canonical;
    }

    /** Whether the client wants its vectors as base64 of little-endian 32-bit floats. */
    public boolean base64() {
        return base64;
    }

    /** Estimate of the tokens of all inputs: four characters make one. */
    public long estimatedTokens() {
        long chars = 0;
        for (String text : canonical.input()) {
            chars += text.length();
        }
        long ids = 0;
        for (List<Integer> tokens : canonical.tokens()) {
            ids += tokens.size();
        }
        return Math.max(1, chars / 4 + ids);
    }

    /** The client's bytes with the model replaced. */
    public byte[] forward(String upstreamModel) {
        return fields.forward(upstreamModel);
    }
}
