package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cohere's events: message-start, content-start/-delta/-end, tool-plan-delta, tool-call-start/-delta/-end,
 * citation-start/-end, message-end, then {@code [DONE]}. Other events are passed over. Source:
 * docs.cohere.com/reference/chat-stream and /docs/streaming, read 2026-11-22.
 */
final class CohereStream implements ChatStream {

    private final Map<Integer, Integer> toolCalls = new HashMap<>();

    /** Positions of calls without arguments so far. */
    private final Set<Integer> bare = new TreeSet<>();
    private final StringBuilder reasoning = new StringBuilder();
    private @Nullable String reasoningSignature;
    private int toolCallCount;
    private boolean started;
    private boolean ended;

    @Override
    public void event(SseEvent event, Consumer<ChatChunk> out) {
        if (ended || event.is("[DONE]")) {
            return;
        }
        ObjectNode json = Json.parseObject(event.data()).orElseThrow(() ->
                new ProviderException(FailureKind.MALFORMED_REPLY, "an event of Cohere's stream is not a JSON object"));
        String type = Json.text(json, "type");
        JsonNode delta = json.path("delta");
        JsonNode message = delta.path("message");
        switch (type) {
            case "message-start" -> start(Json.textOrEmpty(json, "id"), out);
            case "content-start", "content-delta" -> content(message.path("content"), json.path("logprobs"), out);
            case "content-end" -> closeReasoning(out);
            case "tool-plan-delta" ->
                reasoning(Json.textOrEmpty(message, "tool_plan"), CohereMessages.TOOL_PLAN, out);
            case "tool-call-start" -> toolCallStart(json.path("index").asInt(), one(message.path("tool_calls")), out);
            case "tool-call-delta" -> toolCallDelta(json.path("index").asInt(), one(message.path("tool_calls")), out);
            case "tool-call-end" -> toolCallEnd(json.path("index").asInt(), out);
            case "citation-start" -> citation(message.path("citations"), out);
            case "message-end" -> end(delta, out);
            case null, default -> throwIfError(event, json);
        }
    }

    @Override
    public boolean over() {
        return ended;
    }

    @Override
    public void end(Consumer<ChatChunk> out) {
        if (!ended) {
            throw new ProviderException(FailureKind.NETWORK, "Cohere's stream ended before its message-end event");
        }
    }

    private void start(String id, Consumer<ChatChunk> out) {
        if (!started) {
            started = true;
            out.accept(new ChatChunk.Start(id, "", 0));
        }
    }

    private void content(JsonNode content, JsonNode logprobs, Consumer<ChatChunk> out) {
        reasoning(Json.textOrEmpty(content, "thinking"), null, out);
        String text = Json.textOrEmpty(content, "text");
        if (text.isEmpty()) {
            return;
        }
        closeReasoning(out);
        start("", out);
        out.accept(new ChatChunk.TextDelta(0, text));
        Map<String, Object> translated = CohereReply.logprobs(logprobs);
        if (translated != null) {
            out.accept(new ChatChunk.LogprobsDelta(0, translated));
        }
    }

    private void reasoning(String text, @Nullable String signature, Consumer<ChatChunk> out) {
        if (text.isEmpty()) {
            return;
        }
        if (!Objects.equals(signature, reasoningSignature)) {
            closeReasoning(out);
        }
        start("", out);
        reasoning.append(text);
        reasoningSignature = signature;
        out.accept(new ChatChunk.ReasoningDelta(0, text));
    }

    private void closeReasoning(Consumer<ChatChunk> out) {
        if (!reasoning.isEmpty()) {
            out.accept(new ChatChunk.ReasoningDone(0, CohereReply.reasoning(reasoning.toString(), reasoningSignature)));
            reasoning.setLength(0);
        }
    }

    private void toolCallStart(int index, JsonNode call, Consumer<ChatChunk> out) {
        closeReasoning(out);
        start("", out);
        int position = toolCallCount++;
        toolCalls.put(index, position);
        bare.add(position);
        JsonNode function = call.path("function");
        out.accept(new ChatChunk.ToolCallStart(
                0, position, Json.textOrEmpty(call, "id"), Json.textOrEmpty(function, "name"), null, null));
        arguments(position, function, out);
    }

    private void toolCallDelta(int index, JsonNode call, Consumer<ChatChunk> out) {
        Integer position = toolCalls.get(index);
        if (position == null) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "Cohere's stream goes on with a tool call not begun");
        }
        arguments(position, call.path("function"), out);
    }

    private void toolCallEnd(int index, Consumer<ChatChunk> out) {
        Integer position = toolCalls.get(index);
        if (position != null && bare.remove(position)) {
            out.accept(new ChatChunk.ToolCallDelta(0, position, "{}"));
        }
    }

    private void arguments(int position, JsonNode function, Consumer<ChatChunk> out) {
        String fragment = CohereReply.arguments(function);
        if (!(bare.contains(position) && CohereReply.isNone(fragment)) && !fragment.isEmpty()) {
            bare.remove(position);
            out.accept(new ChatChunk.ToolCallDelta(0, position, fragment));
        }
    }

    /** Cohere writes the one tool call of an event as an object, against its own name for it; a list is taken too. */
    private static JsonNode one(JsonNode calls) {
        return calls.isArray() ? calls.path(0) : calls;
    }

    private void citation(JsonNode citation, Consumer<ChatChunk> out) {
        if (citation.isContainerNode() && !citation.isEmpty()) {
            start("", out);
            out.accept(new ChatChunk.ExtraDelta(0, CohereReply.citations(citation)));
        }
    }

    private void end(JsonNode delta, Consumer<ChatChunk> out) {
        String reason = Json.text(delta, "finish_reason");
        CohereFailures.throwIfFailed(reason, Json.text(delta, "error"), Json.text(delta, "error_type"));
        ended = true;
        start("", out);
        closeReasoning(out);
        bare.forEach(position -> out.accept(new ChatChunk.ToolCallDelta(0, position, "{}")));
        bare.clear();
        out.accept(new ChatChunk.Finish(0, CohereReply.finish(reason)));
        TokenUsage usage = CohereReply.usage(delta.path("usage"));
        if (usage != null) {
            out.accept(new ChatChunk.Usage(usage));
        }
    }

    /** Cohere's errors have no type of event: a body as of a failed call, {@code {"message": "..."}}. */
    private static void throwIfError(SseEvent event, ObjectNode json) {
        if (json.path("message").isTextual() || Json.has(json, "error") || "error".equals(event.event())) {
            throw new ProviderException(CohereFailures.inAnswer(json));
        }
    }
}
