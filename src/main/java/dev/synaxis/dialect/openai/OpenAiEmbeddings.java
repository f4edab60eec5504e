package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.EmbeddingResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Embedding answers in OpenAI's form: looked through where they are handed on, written where they are not. */
public final class OpenAiEmbeddings {

    private OpenAiEmbeddings() {}

    /**
     * The usage of an answer that is handed on as it is; null where the vendor counted nothing.
     *
     * @param inputs how many vectors the answer must have
     * @throws ProviderException MALFORMED_REPLY for anything else; the vendor's failure where it carries an error
     */
    public static @Nullable TokenUsage usage(byte[] body, int inputs) {
        Optional<ObjectNode> tree = Json.parseObject(body);
        if (tree.isEmpty()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object");
        }
        JsonNode data = tree.get().path("data");
        if (!data.isArray()) {
            if (Json.has(tree.get(), "error")) {
                throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), body)));
            }
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no vectors");
        }
        if (data.size() != inputs) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY,
                    "the provider's answer has " + data.size() + " vectors for " + inputs + " inputs");
        }
        return UsageFields.read(tree.get().path("usage"));
    }

    /** @param base64 whether vectors are written as base64 of little-endian 32-bit floats */
    public static byte[] write(EmbeddingResponse response, String fallbackModel, boolean base64) {
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        int index = 0;
        for (double[] vector : response.vectors()) {
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", index++);
            if (base64) {
                entry.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = entry.putArray("embedding");
                for (double number : vector) {
                    numbers.add(number);
                }
            }
        }
        body.put("model", response.model().isEmpty() ? fallbackModel : response.model());
        TokenUsage usage = response.usage() == null ? TokenUsage.NONE : response.usage();
        body.putObject("usage").put("prompt_tokens", usage.input()).put("total_tokens", usage.total());
        return Json.bytes(body);
    }

    private static String base64(double[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : vector) {
            bytes.putFloat((float) number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
