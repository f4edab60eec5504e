package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code messages} as canonical messages. The older {@code function_call} and role {@code function} carry no ids: each
 * such call gets {@code call_} and its message's index, and an answer belongs to the last call of its function.
 */
final class MessageDecoder {

    private final Map<String, String> namesById = new HashMap<>();
    private final Map<String, String> idsByFunction = new HashMap<>();

    List<ChatMessage> decode(JsonNode messages) {
        List<ChatMessage> decoded = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            decoded.add(message(messages.get(i), i));
        }
        return decoded;
    }

    private ChatMessage message(JsonNode message, int index) {
        PartDecoder parts = new PartDecoder(index);
        String name = Json.text(message, "name");
        return switch (Json.textOrEmpty(message, "role")) {
            case "system" -> new ChatMessage.SystemMessage(parts.content(message), false, name);
            case "developer" -> new ChatMessage.SystemMessage(parts.content(message), true, name);
            case "assistant" -> assistant(message, index);
            case "tool" -> {
                String id = Json.textOrEmpty(message, "tool_call_id");
                String function = namesById.get(id);
                yield new ChatMessage.ToolMessage(parts.content(message), id, function != null ? function : name);
            }
            case "function" -> {
                String function = name == null ? "" : name;
                String id = idsByFunction.getOrDefault(function, "call_" + index);
                yield new ChatMessage.ToolMessage(parts.content(message), id, function);
            }
            default -> new ChatMessage.UserMessage(parts.content(message), name);
        };
    }

    ChatMessage.AssistantMessage assistant(JsonNode message, int index) {
        List<ContentPart> content = new ArrayList<>(ReasoningFields.read(message));
        content.addAll(new PartDecoder(index).content(message));
        String refusal = Json.text(message, "refusal");
        if (refusal != null && !refusal.isEmpty()) {
            content.add(new ContentPart.Refusal(refusal));
        }
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(call(call, message));
        }
        JsonNode older = message.path("function_call");
        if (older.isObject()) {
            String function = Json.textOrEmpty(older, "name");
            String id = "call_" + index;
            idsByFunction.put(function, id);
            calls.add(new ToolCall(id, function, ToolDecoder.arguments(older)));
        }
        for (ToolCall call : calls) {
            namesById.put(call.id(), call.name());
        }
        return new ChatMessage.AssistantMessage(content, calls, Json.text(message, "name"));
    }

    private static ToolCall call(JsonNode call, JsonNode message) {
        String id = Json.textOrEmpty(call, "id");
        JsonNode function = call.path("function");
        String name = Json.textOrEmpty(function, "name");
        String arguments = ToolDecoder.arguments(function);
        ReasoningFields.Signed signed = ReasoningFields.signature(call, message);
        return signed == null
                ? new ToolCall(id, name, arguments)
                : new ToolCall(id, name, arguments, signed.signature(), signed.origin());
    }
}
