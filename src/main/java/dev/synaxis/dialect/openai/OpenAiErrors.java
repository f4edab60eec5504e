package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.Attempt;
import dev.synaxis.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors in OpenAI's shape: {@code {"error":{"message","type","param","code"}}}, with {@code attempts} (provider, model,
 * kind, status) where a call was tried. Source: https://platform.openai.com/docs/guides/error-codes.
 */
public final class OpenAiErrors {

    private OpenAiErrors() {}

    /** The body of an error reply. {@code param} and {@code code} are written as null where they are null. */
    public static byte[] body(
            String message, String type, @Nullable String param, @Nullable String code, List<Attempt> attempts) {
        ObjectNode error = Json.object();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        if (!attempts.isEmpty()) {
            ArrayNode list = error.putArray("attempts");
            for (Attempt attempt : attempts) {
                list.addObject()
                        .put("provider", attempt.provider())
                        .put("model", attempt.model())
                        .put("kind", attempt.kind().name())
                        .put("status", attempt.status());
            }
        }
        ObjectNode body = Json.object();
        body.set("error", error);
        return Json.bytes(body);
    }

    /** The data of an error event in a stream that has begun: the same object. */
    public static byte[] event(
            String message, String type, @Nullable String param, @Nullable String code, List<Attempt> attempts) {
        return body(message, type, param, code, attempts);
    }
}
