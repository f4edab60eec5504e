package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.synaxis.inbound.files.LineCalls.Answer;
import dev.synaxis.inbound.files.LineCalls.Verdict;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a job's results, each one JSON object. A vector is {@code {"line","id","embedding"}}; the answer to a line
 * of OpenAI's batch format is {@code {"id","custom_id","response":{"status_code","request_id","body"},"error"}} (OpenAI's
 * API reference, "The request output object", read 2026-11-22); a line of the errors file has {@code "line"} and
 * {@code "reason"} in front.
 */
final class ResultLines {

    private ResultLines() {}

    static byte[] vector(Item.Text text, byte[] vector) {
        ObjectNode head = Json.object().put("line", text.line());
        if (text.id() != null) {
            head.set("id", text.id());
        }
        byte[] start = Json.bytes(head);
        byte[] key = ",\"embedding\":".getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[start.length + key.length + vector.length];
        System.arraycopy(start, 0, line, 0, start.length - 1);
        System.arraycopy(key, 0, line, start.length - 1, key.length);
        System.arraycopy(vector, 0, line, start.length - 1 + key.length, vector.length);
        line[line.length - 1] = '}';
        return line;
    }

    static byte[] answered(Item.Request request, Answer answer) {
        return Json.bytes(outcome(Json.object(), request.customId(), answer));
    }

    static byte[] bad(Item.Bad bad) {
        ObjectNode line = Json.object().put("line", bad.line()).put("reason", bad.reason());
        if (bad.customId() == null) {
            if (bad.id() != null) {
                line.set("id", bad.id());
            }
            return Json.bytes(line);
        }
        line.putNull("id").put("custom_id", bad.customId()).putNull("response");
        line.putObject("error").put("code", "invalid_request").put("message", bad.reason());
        return Json.bytes(line);
    }

    static byte[] refused(Item.Text text, Answer answer) {
        ObjectNode line = Json.object().put("line", text.line()).put("reason", message(answer));
        if (text.id() != null) {
            line.set("id", text.id());
        }
        return Json.bytes(line.put("status", answer.status()));
    }

    static byte[] refused(Item.Request request, Answer answer) {
        ObjectNode line = Json.object().put("line", request.line()).put("reason", message(answer));
        return Json.bytes(outcome(line, request.customId(), answer));
    }

    private static ObjectNode outcome(ObjectNode line, String customId, Answer answer) {
        line.put("id", "batch_" + answer.requestId()).put("custom_id", customId);
        ObjectNode response = line.putObject("response")
                .put("status_code", answer.status())
                .put("request_id", answer.requestId());
        if (answer.contentType().startsWith("application/json")) {
            response.putRawValue("body", new RawValue(oneLine(answer.body())));
        } else {
            response.putObject("body")
                    .put("content_type", answer.contentType())
                    .put("b64_data", Base64.getEncoder().encodeToString(answer.body()));
        }
        return line.putNull("error");
    }

    /** In JSON an end of a line stands only where a space may. */
    private static String oneLine(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ').strip();
    }

    /** What an error says. */
    static String message(Answer answer) {
        JsonNode error = Json.parseObject(answer.body()).map(body -> body.path("error")).orElse(null);
        String message = error == null ? null : Json.text(error, "message");
        return message == null || message.isEmpty() ? "failed with status " + answer.status() : message;
    }

    /** An answer that came and cannot be used. */
    static Answer unusable(Answer answer, String why) {
        byte[] body = Json.bytes(Json.object().set("error", Json.object().put("message", why)));
        return new Answer(
                Verdict.AGAIN, 502, answer.requestId(), "application/json", body, null, null, null, null, null);
    }
}
