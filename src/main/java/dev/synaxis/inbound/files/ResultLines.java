package dev.synaxis.inbound.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.inbound.files.LineCalls.Answer;
import dev.synaxis.inbound.files.LineCalls.Verdict;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The lines of a job's results, each one JSON object. A vector is {@code {"line","id","embedding"}}; the answer to a line
 * of OpenAI's batch format is {@code {"id","custom_id","response":{"status_code","request_id","body"},"error"}} (OpenAI's
 * API reference, "The request output object", read 2026-11-22); a line of the errors file has {@code "line"} and
 * {@code "reason"} in front.
 */
final class ResultLines {

    private static final byte[] RESPONSE = ",\"response\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = ",\"body\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "},\"error\":null}".getBytes(StandardCharsets.US_ASCII);

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
        return outcome(Json.object(), request.customId(), answer);
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
        return outcome(line, request.customId(), answer);
    }

    /** An answer in JSON goes in as it came, a text as a string, and what is neither in base64. */
    private static byte[] outcome(ObjectNode line, String customId, Answer answer) {
        line.put("id", "batch_" + answer.requestId()).put("custom_id", customId);
        byte[] head = Json.bytes(line);
        byte[] response = Json.bytes(Json.object()
                .put("status_code", answer.status())
                .put("request_id", answer.requestId()));
        byte[] body = body(answer);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + response.length + body.length + 64);
        out.write(head, 0, head.length - 1);
        out.writeBytes(RESPONSE);
        out.write(response, 0, response.length - 1);
        out.writeBytes(BODY);
        out.writeBytes(body);
        out.writeBytes(END);
        return out.toByteArray();
    }

    private static byte[] body(Answer answer) {
        if (answer.contentType().startsWith("application/json")) {
            return oneLine(answer.body());
        }
        if (answer.contentType().startsWith("text/")) {
            return Json.bytes(Json.fromJava(new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return Json.bytes(Json.object()
                .put("content_type", answer.contentType())
                .put("b64_data", Base64.getEncoder().encodeToString(answer.body())));
    }

    /** In JSON an end of a line stands only where a space may. */
    private static byte[] oneLine(byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /** A line that ran into a fault of the gateway itself. */
    static byte[] broken(Item item) {
        ObjectNode line = Json.object().put("line", item.line()).put("reason", "the gateway failed; its log says why");
        switch (item) {
            case Item.Text text -> {
                if (text.id() != null) {
                    line.set("id", text.id());
                }
            }
            case Item.Request request -> line.put("custom_id", request.customId());
            case Item.Bad bad -> {}
            case Item.Blank blank -> {}
        }
        return Json.bytes(line);
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
                Verdict.AGAIN, 502, answer.requestId(), "application/json", body, null, null, null, null, 0, null);
    }
}
