package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code logprobsResult} in OpenAI's form: {@code chosenCandidates[i]} with {@code topCandidates[i].candidates} is
 * {@code content[i]} with its {@code top_logprobs}. Source: https://ai.google.dev/api/generate-content#LogprobsResult
 * (read 2026-11-22).
 */
final class LogprobsReader {

    private LogprobsReader() {}

    static Map<String, Object> read(JsonNode result) {
        ObjectNode logprobs = Json.object();
        ArrayNode content = logprobs.putArray("content");
        JsonNode top = Fields.either(result, "topCandidates", "top_candidates");
        int index = 0;
        for (JsonNode chosen : Fields.either(result, "chosenCandidates", "chosen_candidates")) {
            ObjectNode token = token(chosen);
            ArrayNode others = token.putArray("top_logprobs");
            for (JsonNode other : top.path(index++).path("candidates")) {
                others.add(token(other));
            }
            content.add(token);
        }
        return Json.toMap(logprobs);
    }

    private static ObjectNode token(JsonNode candidate) {
        String text = Json.textOrEmpty(candidate, "token");
        ObjectNode token = Json.object().put("token", text);
        token.put("logprob", Fields.either(candidate, "logProbability", "log_probability").asDouble());
        ArrayNode bytes = token.putArray("bytes");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xff);
        }
        return token;
    }
}
