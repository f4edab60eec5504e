package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.EmbeddingRequest;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
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

    /** Estimated tokens of one request; OpenAI takes 300,000 in all inputs together, and an estimate may err. */
    private static final long MOST_TOKENS = 200_000;

    private final JsonFields fields;
    private final EmbeddingInputs inputs;
    private final @Nullable Integer dimensions;
    private final Map<String, Object> extra;
    private final boolean base64;

    private OpenAiEmbeddingRequest(
            JsonFields fields,
            EmbeddingInputs inputs,
            @Nullable Integer dimensions,
            Map<String, Object> extra,
            boolean base64) {
        this.fields = fields;
        this.inputs = inputs;
        this.dimensions = dimensions;
        this.extra = extra;
        this.base64 = base64;
    }

    /** @throws InvalidRequestException 400; {@code param} names the field */
    public static OpenAiEmbeddingRequest read(byte[] body) {
        JsonFields fields = JsonFields.read(body);
        ObjectNode tree = fields.tree();
        EmbeddingInputs inputs = EmbeddingInputs.read(tree.get("input"));
        JsonNode user = tree.path("user");
        if (!user.isMissingNode() && !user.isNull() && !user.isTextual()) {
            throw Faults.type("user", "a string", user.asToken());
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!KNOWN.contains(field.getKey()) && Json.toJava(field.getValue()) instanceof Object value) {
                extra.put(field.getKey(), value);
            }
        }
        return new OpenAiEmbeddingRequest(
                fields, inputs, dimensions(tree.get("dimensions")), extra, base64(tree.get("encoding_format")));
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

    /** How many vectors are asked for. */
    public int inputs() {
        return inputs.size();
    }

    /** Numbers that each vector is to have; null for the model's own. */
    public @Nullable Integer dimensions() {
        return dimensions;
    }

    /** The whole request in canonical form. */
    public EmbeddingRequest canonical() {
        return canonical(0, inputs());
    }

    /** The request for some of its inputs, in canonical form. */
    public EmbeddingRequest canonical(int from, int to) {
        return new EmbeddingRequest(
                model(), inputs.texts(from, to), inputs.tokens(from, to), dimensions,
                Json.text(fields.tree(), "user"), extra);
    }

    /** Whether the client wants its vectors as base64 of little-endian 32-bit floats. */
    public boolean base64() {
        return base64;
    }

    /** Estimate of the tokens of some inputs: four characters make one. At least 1. */
    public long estimatedTokens(int from, int to) {
        long tokens = 0;
        for (int i = from; i < to; i++) {
            tokens += inputs.estimatedTokens(i);
        }
        return Math.max(1, tokens);
    }

    /** Estimate of the tokens of the longest input. */
    public long longestInput() {
        long longest = 1;
        for (int i = 0; i < inputs(); i++) {
            longest = Math.max(longest, inputs.estimatedTokens(i));
        }
        return longest;
    }

    /**
     * Where a part that begins at an input ends.
     *
     * @param most inputs that are taken at once
     */
    public int partEnd(int from, int most) {
        int to = from;
        long tokens = 0;
        while (to < inputs() && to - from < most) {
            tokens += inputs.estimatedTokens(to);
            if (to > from && tokens > MOST_TOKENS) {
                break;
            }
            to++;
        }
        return to;
    }

    /** The client's bytes with the model replaced; written anew where only a part goes, or fields are dropped or renamed. */
    public byte[] forward(String upstreamModel, Compat compat, int from, int to) {
        ObjectNode tree = fields.tree();
        boolean part = from > 0 || to < inputs();
        boolean other = compat.drop().stream().anyMatch(tree::has) || compat.rename().keySet().stream().anyMatch(tree::has);
        if (!part && !other) {
            return fields.forward(upstreamModel);
        }
        ObjectNode body = Json.object();
        tree.properties().forEach(field -> {
            if (!compat.drop().contains(field.getKey())) {
                body.set(compat.rename().getOrDefault(field.getKey(), field.getKey()), field.getValue());
            }
        });
        body.put("model", upstreamModel);
        if (part) {
            ArrayNode some = body.putArray("input");
            for (int i = from; i < to; i++) {
                some.add(tree.get("input").get(i));
            }
        }
        return Json.bytes(body);
    }

    /** What {@link #forward} leaves out; the form of the vectors is made here where the provider does not know it. */
    public List<Warning> warnings(Compat compat) {
        return compat.drop().stream()
                .filter(field -> fields.tree().hasNonNull(field) && !field.equals("encoding_format"))
                .map(field -> new Warning(field, "not sent: the provider refuses it"))
                .toList();
    }
}
