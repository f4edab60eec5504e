package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.EventReader;
import dev.synaxis.wire.EventStreamReader;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads messageStart, contentBlockStart, contentBlockDelta, contentBlockStop, messageStop and metadata; an exception in
 * their place ends the answer. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html (read 2026-11-22).
 */
final class ConverseStream implements ChatStream {

    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private @Nullable String encrypted;
    private int calls;
    private boolean inCall;

    /** Whether the call has no arguments so far. */
    private boolean bare;
    private boolean started;
    private boolean stopped;

    @Override
    public EventReader reader() {
        return new EventStreamReader();
    }

    @Override
    public void event(SseEvent event, Consumer<ChatChunk> out) {
        String name = event.event() == null ? "" : event.event();
        ObjectNode data = Json.parseObject(event.data())
                .orElseThrow(() -> ConverseReply.malformed("an event of the stream is not a JSON object"));
        if (!started) {
            started = true;
            out.accept(new ChatChunk.Start("", "", 0));
        }
        switch (name) {
            case "contentBlockStart" -> start(data.path("start").path("toolUse"), out);
            case "contentBlockDelta" -> delta(data.path("delta"), out);
            case "contentBlockStop" -> stop(out);
            case "messageStop" -> {
                stopped = true;
                out.accept(new ChatChunk.Finish(0, ConverseReply.finish(Json.text(data, "stopReason"))));
            }
            case "metadata" -> {
                TokenUsage usage = ConverseReply.usage(data.path("usage"));
                if (usage != null) {
                    out.accept(new ChatChunk.Usage(usage));
                }
            }
            default -> {
                if (EventStreamReader.isFailure(name)) {
                    throw new ProviderException(BedrockFailures.inStream(EventStreamReader.failure(name), data));
                }
            }
        }
    }

    private void start(JsonNode use, Consumer<ChatChunk> out) {
        inCall = use.isObject();
        bare = inCall;
        if (inCall) {
            out.accept(new ChatChunk.ToolCallStart(
                    0, calls, Json.textOrEmpty(use, "toolUseId"), Json.textOrEmpty(use, "name"), null, null));
        }
    }

    private void delta(JsonNode delta, Consumer<ChatChunk> out) {
        JsonNode reasoning = delta.path("reasoningContent");
        if (delta.path("text").isTextual()) {
            out.accept(new ChatChunk.TextDelta(0, delta.get("text").textValue()));
        } else if (delta.path("toolUse").isObject()) {
            String fragment = Json.textOrEmpty(delta.get("toolUse"), "input");
            if (!fragment.isEmpty()) {
                bare = false;
                out.accept(new ChatChunk.ToolCallDelta(0, calls, fragment));
            }
        } else if (reasoning.path("text").isTextual()) {
            thought.append(reasoning.get("text").textValue());
            out.accept(new ChatChunk.ReasoningDelta(0, reasoning.get("text").textValue()));
        } else if (reasoning.path("signature").isTextual()) {
            signature.append(reasoning.get("signature").textValue());
        } else if (reasoning.path("redactedContent").isTextual()) {
            encrypted = reasoning.get("redactedContent").textValue();
        }
    }

    private void stop(Consumer<ChatChunk> out) {
        if (inCall) {
            inCall = false;
            if (bare) {
                out.accept(new ChatChunk.ToolCallDelta(0, calls, "{}"));
            }
            calls++;
        }
        if (!thought.isEmpty() || !signature.isEmpty() || encrypted != null) {
            out.accept(new ChatChunk.ReasoningDone(0, new ContentPart.Reasoning(
                    thought.toString(), signature.isEmpty() ? null : signature.toString(), encrypted, BedrockDialect.NAME)));
            thought.setLength(0);
            signature.setLength(0);
            encrypted = null;
        }
    }

    @Override
    public void end(Consumer<ChatChunk> out) {
        if (!stopped) {
            throw new ProviderException(FailureKind.NETWORK, "the provider's stream broke off");
        }
    }
}
