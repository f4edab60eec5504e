package dev.synaxis.testkit;

import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers in the wire form of Cohere's chat v2. Every answer counts 9 tokens in and 12 out (billed: 4 and 12). Forms:
 * docs.cohere.com/v2/reference/chat, /v2/reference/chat-stream and /reference/errors, read 2026-11-22.
 */
public final class CohereWire {

    public static final String CHAT = "/v2/chat";
    public static final String EMBED = "/v2/embed";

    private static final String USAGE = "{\"billed_units\":{\"input_tokens\":4,\"output_tokens\":12},"
            + "\"tokens\":{\"input_tokens\":9,\"output_tokens\":12}}";

    private CohereWire() {}

    public static String text(String text) {
        return answer("\"content\":[{\"type\":\"text\",\"text\":" + Json.string(text) + "}]", "COMPLETE");
    }

    public static String toolCall(String id, String name, String arguments) {
        return answer("\"tool_plan\":\"I will use the tool.\",\"tool_calls\":[{\"id\":" + Json.string(id)
                + ",\"type\":\"function\",\"function\":{\"name\":" + Json.string(name) + ",\"arguments\":"
                + Json.string(arguments) + "}}]", "TOOL_CALL");
    }

    public static List<String> stream(String... pieces) {
        List<String> events = new ArrayList<>();
        events.add(start());
        events.add(event("content-start", "\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}"));
        for (String piece : pieces) {
            events.add(event("content-delta", "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":"
                    + Json.string(piece) + "}}}"));
        }
        events.add(event("content-end", "\"index\":0"));
        events.add(end("COMPLETE"));
        events.add(Sse.data("[DONE]"));
        return List.copyOf(events);
    }

    public static List<String> toolStream(String id, String name, String... argumentPieces) {
        List<String> events = new ArrayList<>();
        events.add(start());
        events.add(event("tool-plan-delta", "\"delta\":{\"message\":{\"tool_plan\":\"I will use the tool.\"}}"));
        events.add(event("tool-call-start", "\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":" + Json.string(id)
                + ",\"type\":\"function\",\"function\":{\"name\":" + Json.string(name) + ",\"arguments\":\"\"}}}}"));
        for (String piece : argumentPieces) {
            events.add(event("tool-call-delta", "\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"function\":"
                    + "{\"arguments\":" + Json.string(piece) + "}}}}"));
        }
        events.add(event("tool-call-end", "\"index\":0"));
        events.add(end("TOOL_CALL"));
        events.add(Sse.data("[DONE]"));
        return List.copyOf(events);
    }

    public static VendorError rateLimited() {
        return error(429, "You are using a Trial key, which is limited to 20 API calls / minute.");
    }

    public static VendorError invalidKey() {
        return error(401, "invalid api token");
    }

    public static VendorError modelNotFound(String model) {
        return error(404, "model '" + model + "' not found, make sure the correct model ID was used.");
    }

    public static VendorError invalidRequest(String message) {
        return error(400, message);
    }

    public static VendorError serverError() {
        return error(500, "internal server error, this has been reported to our developers.");
    }

    private static VendorError error(int status, String message) {
        return new VendorError(status, "{\"id\":\"c0ffee00-0000-4000-8000-000000000001\",\"message\":"
                + Json.string(message) + "}");
    }

    private static String start() {
        return Sse.event("message-start", "{\"id\":\"c0ffee00-0000-4000-8000-000000000001\",\"type\":\"message-start\","
                + "\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],"
                + "\"citations\":[]}}}");
    }

    private static String end(String finishReason) {
        return event("message-end", "\"delta\":{\"finish_reason\":\"" + finishReason + "\",\"usage\":" + USAGE + "}");
    }

    private static String event(String type, String fields) {
        return Sse.event(type, "{\"type\":\"" + type + "\"," + fields + "}");
    }

    private static String answer(String message, String finishReason) {
        return "{\"id\":\"c0ffee00-0000-4000-8000-000000000001\",\"message\":{\"role\":\"assistant\"," + message
                + "},\"finish_reason\":\"" + finishReason + "\",\"usage\":" + USAGE + "}";
    }
}
