package dev.synaxis.testkit;

import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers in the wire form of Anthropic's Messages API. Every answer counts 9 tokens in and 12 out. Forms:
 * docs.claude.com/en/api/messages, /en/docs/build-with-claude/streaming and /en/api/errors, read 2026-11-22.
 */
public final class AnthropicWire {

    public static final String MESSAGES = "/v1/messages";

    private AnthropicWire() {}

    public static String text(String model, String text) {
        return message(model, "{\"type\":\"text\",\"text\":" + Json.string(text) + "}", "end_turn");
    }

    /** @param input the arguments as a JSON object */
    public static String toolCall(String model, String id, String name, String input) {
        return message(model, "{\"type\":\"tool_use\",\"id\":" + Json.string(id) + ",\"name\":" + Json.string(name)
                + ",\"input\":" + input + "}", "tool_use");
    }

    public static List<String> stream(String model, String... pieces) {
        List<String> events = new ArrayList<>();
        events.add(start(model));
        events.add(event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        events.add(ping());
        for (String piece : pieces) {
            events.add(textDelta(0, piece));
        }
        events.add(event("content_block_stop", "\"index\":0"));
        events.addAll(end("end_turn"));
        return List.copyOf(events);
    }

    public static List<String> toolStream(String model, String id, String name, String... inputPieces) {
        List<String> events = new ArrayList<>();
        events.add(start(model));
        events.add(event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":"
                + Json.string(id) + ",\"name\":" + Json.string(name) + ",\"input\":{}}"));
        events.add(ping());
        for (String piece : inputPieces) {
            events.add(event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                    + "\"partial_json\":" + Json.string(piece) + "}"));
        }
        events.add(event("content_block_stop", "\"index\":0"));
        events.addAll(end("tool_use"));
        return List.copyOf(events);
    }

    public static String start(String model) {
        return event("message_start", "\"message\":{\"id\":\"msg_T1\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":" + Json.string(model) + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                + "\"usage\":" + usage(1) + "}");
    }

    public static String ping() {
        return event("ping", "");
    }

    public static String textDelta(int index, String text) {
        return event("content_block_delta", "\"index\":" + index + ",\"delta\":{\"type\":\"text_delta\",\"text\":"
                + Json.string(text) + "}");
    }

    /** The last two events. */
    public static List<String> end(String stopReason) {
        return List.of(
                event("message_delta", "\"delta\":{\"stop_reason\":" + Json.string(stopReason)
                        + ",\"stop_sequence\":null},\"usage\":{\"input_tokens\":9,\"cache_creation_input_tokens\":0,"
                        + "\"cache_read_input_tokens\":0,\"output_tokens\":12}"),
                event("message_stop", ""));
    }

    /** An error in the middle of a stream. */
    public static String errorEvent(VendorError error) {
        return Sse.event("error", error.body());
    }

    public static VendorError overloaded() {
        return error(529, "overloaded_error", "Overloaded");
    }

    public static VendorError rateLimited() {
        return error(429, "rate_limit_error", "This request would exceed your organization's rate limit.");
    }

    public static VendorError invalidKey() {
        return error(401, "authentication_error", "invalid x-api-key");
    }

    public static VendorError modelNotFound(String model) {
        return error(404, "not_found_error", "model: " + model);
    }

    public static VendorError contextLength() {
        return error(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum");
    }

    public static VendorError invalidRequest(String message) {
        return error(400, "invalid_request_error", message);
    }

    public static VendorError serverError() {
        return error(500, "api_error", "Internal server error");
    }

    private static VendorError error(int status, String type, String message) {
        return new VendorError(status, "{\"type\":\"error\",\"error\":{\"type\":" + Json.string(type) + ",\"message\":"
                + Json.string(message) + "},\"request_id\":\"req_T1\"}");
    }

    private static String message(String model, String block, String stopReason) {
        return "{\"id\":\"msg_T1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":" + Json.string(model)
                + ",\"content\":[" + block + "],\"stop_reason\":" + Json.string(stopReason)
                + ",\"stop_sequence\":null,\"usage\":" + usage(12) + "}";
    }

    private static String usage(int output) {
        return "{\"input_tokens\":9,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
                + "\"output_tokens\":" + output + ",\"service_tier\":\"standard\"}";
    }

    private static String event(String type, String fields) {
        return Sse.event(type, "{\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
    }
}
