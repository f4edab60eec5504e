package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads OpenAI's {@code chat.completion.chunk} events as canonical chunks. */
final class OpenAiChatStream implements ChatStream {

    private final Map<Integer, ToolIndexes> calls = new HashMap<>();
    private final Map<Integer, String> unsigned = new HashMap<>();
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private boolean started;
    private boolean done;

    @Override
    public void event(SseEvent event, Consumer<ChatChunk> out) {
        if (done || event.data().length == 0) {
            return;
        }
        if (event.is("[DONE]")) {
            done = true;
            return;
        }
        JsonNode chunk = Json.parseObject(event.data())
                .orElseThrow(() -> new ProviderException(
                        FailureKind.MALFORMED_REPLY, "the stream has an event that is not JSON"));
        if (Json.has(chunk, "error") || "error".equals(event.event())) {
            throw new ProviderException(OpenAiFailures.inStream(chunk, event.data()));
        }
        if (!started) {
            started = true;
            out.accept(new ChatChunk.Start(
                    Json.textOrEmpty(chunk, "id"), Json.textOrEmpty(chunk, "model"), Json.number(chunk, "created")));
        }
        int position = 0;
        for (JsonNode choice : chunk.path("choices")) {
            choice(choice, choice.path("index").asInt(position++), out);
        }
        TokenUsage usage = UsageFields.of(chunk);
        if (usage != null) {
            out.accept(new ChatChunk.Usage(usage));
        }
    }

    private void choice(JsonNode choice, int index, Consumer<ChatChunk> out) {
        begun.add(index);
        JsonNode delta = choice.path("delta");
        thinking(delta, index, out);
        content(delta.path("content"), index, out);
        String refusal = Json.textOrEmpty(delta, "refusal");
        if (!refusal.isEmpty()) {
            out.accept(new ChatChunk.RefusalDelta(index, refusal));
        }
        ToolIndexes indexes = calls.computeIfAbsent(index, i -> new ToolIndexes());
        for (JsonNode call : delta.path("tool_calls")) {
            indexes.read(index, call, delta, out);
        }
        JsonNode logprobs = choice.path("logprobs");
        if (logprobs.isObject()) {
            out.accept(new ChatChunk.LogprobsDelta(index, Json.toMap(logprobs)));
        }
        Map<String, Object> extra = OpenAiChatTranslator.extra(delta);
        if (!extra.isEmpty()) {
            out.accept(new ChatChunk.ExtraDelta(index, extra));
        }
        String finish = Json.text(choice, "finish_reason");
        if (finish != null && !finish.isEmpty() && finished.add(index)) {
            out.accept(new ChatChunk.Finish(index, FinishReasons.read(finish)));
        }
    }

    /** The pieces of a signed block are put together: its signature comes with the last one. */
    private void thinking(JsonNode delta, int index, Consumer<ChatChunk> out) {
        List<Reasoning> details = ReasoningFields.details(delta);
        String shown = Json.textOrEmpty(delta, "reasoning_content");
        if (shown.isEmpty()) {
            shown = Json.textOrEmpty(delta, "reasoning");
        }
        if (shown.isEmpty()) {
            shown = details.stream().map(Reasoning::text).collect(Collectors.joining());
        }
        if (!shown.isEmpty()) {
            out.accept(new ChatChunk.ReasoningDelta(index, shown));
        }
        for (Reasoning detail : details) {
            if (detail.encrypted() != null) {
                out.accept(new ChatChunk.ReasoningDone(index, detail));
                continue;
            }
            String text = unsigned.getOrDefault(index, "") + detail.text();
            if (detail.signature() == null) {
                unsigned.put(index, text);
            } else {
                unsigned.remove(index);
                out.accept(new ChatChunk.ReasoningDone(
                        index, new Reasoning(text, detail.signature(), null, detail.origin())));
            }
        }
    }

    /** A string, or Mistral's array of text and thinking parts. */
    private static void content(JsonNode content, int index, Consumer<ChatChunk> out) {
        if (content.isTextual() && !content.textValue().isEmpty()) {
            out.accept(new ChatChunk.TextDelta(index, content.textValue()));
        }
        for (JsonNode part : content) {
            String text = Json.textOrEmpty(part, "text");
            if (!text.isEmpty()) {
                out.accept(new ChatChunk.TextDelta(index, text));
            }
            for (Reasoning thinking : ReasoningFields.thinking(part)) {
                out.accept(new ChatChunk.ReasoningDelta(index, thinking.text()));
            }
        }
    }

    @Override
    public void end(Consumer<ChatChunk> out) {
        if (!started) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the stream ended without a chunk");
        }
        if (!done && (finished.isEmpty() || !finished.containsAll(begun))) {
            throw new ProviderException(
                    FailureKind.NETWORK, "the stream was cut: it has neither a finish reason for each choice nor [DONE]");
        }
    }
}
