package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.wire.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tool calls of one streamed choice. Gemini's layer leaves out {@code index}, and some vendors send several whole
 * calls under one index: a new id begins a new call.
 */
final class ToolIndexes {

    private record Open(int index, String id) {}

    private final Map<Integer, Open> open = new HashMap<>();
    private int next;

    void read(int choice, JsonNode call, JsonNode delta, Consumer<ChatChunk> out) {
        JsonNode function = call.path("function");
        String id = Json.textOrEmpty(call, "id");
        int slot = call.path("index").isInt() ? call.get("index").intValue() : id.isEmpty() ? next - 1 : next;
        Open known = open.get(slot);
        if (known == null || !id.isEmpty() && !id.equals(known.id)) {
            known = new Open(next++, id);
            open.put(slot, known);
            ReasoningFields.Signed signed = ReasoningFields.signature(call, delta);
            out.accept(new ChatChunk.ToolCallStart(
                    choice,
                    known.index,
                    id,
                    Json.textOrEmpty(function, "name"),
                    signed == null ? null : signed.signature(),
                    signed == null ? null : signed.origin()));
        }
        String arguments = ToolDecoder.arguments(function);
        if (!arguments.isEmpty()) {
            out.accept(new ChatChunk.ToolCallDelta(choice, known.index, arguments));
        }
    }
}
