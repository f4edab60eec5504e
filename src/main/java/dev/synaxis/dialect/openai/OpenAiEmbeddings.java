package dev.synaxis.dialect.openai;

import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes an embedding answer in OpenAI's form. */
public final class OpenAiEmbeddings {

    private OpenAiEmbeddings() {}

    /** @param base64 whether vectors are written as base64 of little-endian 32-bit floats */
    public static byte[] write(List<Vector> vectors, String model, TokenUsage usage, boolean base64) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(vectors.isEmpty() ? 256 : 256 + vectors.size() * 4096);
        out.writeBytes(ascii("{\"object\":\"list\",\"data\":["));
        int index = 0;
        for (Vector vector : vectors) {
            String separator = index == 0 ? "" : ",";
            out.writeBytes(ascii(separator + "{\"object\":\"embedding\",\"index\":" + index++ + ",\"embedding\":"));
            out.writeBytes(vector.json(base64));
            out.write('}');
        }
        out.writeBytes(("],\"model\":" + Json.string(model)
                        + ",\"usage\":{\"prompt_tokens\":" + usage.input()
                        + ",\"total_tokens\":" + usage.total() + "}}")
                .getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
