package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatMessage.ToolMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Answers of tools as {@code functionResponse} parts. Gemini matches them to its calls by name and, under one name, by
 * order. The response is an object: the tool's own JSON object, else {@code {"output": ...}}. Source:
 * https://ai.google.dev/api/caching#FunctionResponse (read 2026-11-22),
 * https://ai.google.dev/gemini-api/docs/function-calling#multimodal (read 2026-11-29).
 */
final class ToolResults {

    /** Kinds of media that the answer of a function may hold; others stand beside it. */
    private static final Set<String> INSIDE =
            Set.of("image/png", "image/jpeg", "image/webp", "application/pdf", "text/plain");

    private final GeminiModel model;
    private final boolean vertex;
    private final Parts parts;

    ToolResults(GeminiModel model, boolean vertex, Parts parts) {
        this.model = model;
        this.vertex = vertex;
        this.parts = parts;
    }

    /**
     * The parts of one content; media stands after all results where the model does not take it inside them.
     *
     * @param calls the tool calls of the answer before
     */
    List<ObjectNode> of(List<ToolMessage> results, List<ToolCall> calls) {
        List<ObjectNode> made = new ArrayList<>();
        List<ObjectNode> media = new ArrayList<>();
        for (ToolMessage result : inOrder(results, calls)) {
            made.add(result(result, media));
        }
        made.addAll(media);
        return made;
    }

    /** Results of one name in the order of their calls; the others keep their places. */
    private static List<ToolMessage> inOrder(List<ToolMessage> results, List<ToolCall> calls) {
        List<String> ids = calls.stream().map(ToolCall::id).toList();
        List<ToolMessage> ordered = new ArrayList<>(results);
        for (String name : results.stream().map(ToolResults::name).distinct().toList()) {
            List<ToolMessage> same = results.stream()
                    .filter(result -> name(result).equals(name))
                    .sorted(Comparator.comparingInt(result -> ids.indexOf(result.toolCallId())))
                    .toList();
            int next = 0;
            for (int i = 0; i < ordered.size(); i++) {
                if (name(ordered.get(i)).equals(name)) {
                    ordered.set(i, same.get(next++));
                }
            }
        }
        return ordered;
    }

    private static String name(ToolMessage result) {
        String name = result.toolName();
        return name == null ? result.toolCallId() : name;
    }

    private ObjectNode result(ToolMessage result, List<ObjectNode> media) {
        ObjectNode part = Json.object();
        ObjectNode response = part.putObject("functionResponse");
        String id = CallIds.given(result.toolCallId());
        if (id != null && !vertex) {
            response.put("id", id);
        }
        response.put("name", name(result)).set("response", payload(result.text()));
        ArrayNode own = Json.array();
        for (ContentPart content : result.content()) {
            ObjectNode node = content instanceof ContentPart.Text ? null : parts.of(content);
            if (node != null && model.takesMediaInToolResults() && inside(node)) {
                own.add(node);
            } else if (node != null) {
                media.add(node);
            }
        }
        if (!own.isEmpty()) {
            response.set("parts", own);
        }
        return part;
    }

    private static boolean inside(ObjectNode node) {
        return INSIDE.contains(node.path("inlineData").path("mimeType").asText());
    }

    private static ObjectNode payload(String text) {
        String first = text.strip();
        if (first.startsWith("{") || first.startsWith("[")) {
            JsonNode json = Json.parseOrNull(first);
            if (json instanceof ObjectNode object) {
                return object;
            }
            if (json != null) {
                ObjectNode wrapped = Json.object();
                wrapped.set("output", json);
                return wrapped;
            }
        }
        return Json.object().put("output", text);
    }
}
