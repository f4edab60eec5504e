package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events message_start, content_block_start, content_block_delta, content_block_stop, message_delta,
 * message_stop and error; others, ping among them, are passed over, as are blocks and deltas of unknown types.
 * Source: https://platform.claude.com/docs/en/build-with-claude/streaming (read 2026-11-22).
 */
final class MessageStream implements ChatStream {

    private final ChatRequest request;
    private final Map<Integer, Block> open = new TreeMap<>();
    private final ObjectNode usage = Json.object();
    private boolean started;
    private boolean finished;
    private boolean answered;
    private int calls;
    private @Nullable String stopReason;
    private @Nullable String refusal;

    /** The stop reason of a message that was whole from its start. */
    private @Nullable String whole;

    MessageStream(ChatRequest request) {
        this.request = request;
    }

    @Override
    public void event(SseEvent event, Consumer<ChatChunk> out) {
        if (event.is("[DONE]")) {
            return;
        }
        ObjectNode data = Json.parseObject(event.data())
                .orElseThrow(() -> MessageReply.malformed("an event that is no JSON object"));
        switch (Json.text(data, "type")) {
            case "content_block_delta" -> delta(data, out);
            case "content_block_start" -> startBlock(data, out);
            case "content_block_stop" -> {
                Block block = open.remove(index(data));
                if (block != null) {
                    block.end(out);
                }
            }
            case "message_start" -> start(data.path("message"), out);
            case "message_delta" -> {
                JsonNode delta = data.path("delta");
                String reason = Json.text(delta, "stop_reason");
                stopReason = reason == null ? stopReason : reason;
                refusal = MessageReply.refusal(delta);
                count(data.path("usage"));
            }
            case "message_stop" -> finish(out);
            case "error" -> throw new ProviderException(AnthropicFailures.of(data, 200));
            case null, default -> {
                if (data.path("error").isObject()) {
                    throw new ProviderException(AnthropicFailures.of(data, 200));
                }
            }
        }
    }

    @Override
    public boolean over() {
        return finished;
    }

    @Override
    public void end(Consumer<ChatChunk> out) {
        if (!finished && stopReason == null) {
            throw new ProviderException(FailureKind.NETWORK, "the stream ended before the answer was complete");
        }
        finish(out);
    }

    private void start(JsonNode message, Consumer<ChatChunk> out) {
        if (!started) {
            started = true;
            out.accept(new ChatChunk.Start(Json.textOrEmpty(message, "id"), Json.textOrEmpty(message, "model"), 0));
            whole = Json.text(message, "stop_reason");
            count(message.path("usage"));
        }
    }

    private void startBlock(JsonNode data, Consumer<ChatChunk> out) {
        start(data.path("message"), out);
        JsonNode start = data.path("content_block");
        Block block = switch (Json.text(start, "type")) {
            case "text" -> {
                text(Json.textOrEmpty(start, "text"), out);
                yield new Block.Text();
            }
            case "thinking" -> {
                Block.Thinking thinking = new Block.Thinking();
                thinking.add(Json.textOrEmpty(start, "thinking"), out);
                thinking.sign(Json.textOrEmpty(start, "signature"));
                yield thinking;
            }
            case "redacted_thinking" -> {
                out.accept(new ChatChunk.ReasoningDone(0, MessageReply.encrypted(Json.textOrEmpty(start, "data"))));
                yield new Block.Skipped();
            }
            case "tool_use" -> startCall(start, out);
            case null, default -> new Block.Skipped();
        };
        Block unended = open.put(index(data), block);
        if (unended != null) {
            unended.end(out);
        }
    }

    private Block startCall(JsonNode start, Consumer<ChatChunk> out) {
        String name = Json.textOrEmpty(start, "name");
        String given = MessageReply.arguments(start.path("input"));
        if (AnswerTool.is(name, request)) {
            answered = true;
            return new Block.Answer(given);
        }
        int index = calls++;
        out.accept(new ChatChunk.ToolCallStart(0, index, Json.textOrEmpty(start, "id"), name, null, null));
        return new Block.Call(index, given);
    }

    private void delta(JsonNode data, Consumer<ChatChunk> out) {
        start(data.path("message"), out);
        JsonNode delta = data.path("delta");
        Block block = open.get(index(data));
        switch (Json.text(delta, "type")) {
            case "text_delta" -> {
                if (!(block instanceof Block.Skipped)) {
                    text(Json.textOrEmpty(delta, "text"), out);
                }
            }
            case "thinking_delta" -> {
                if (block instanceof Block.Thinking thinking) {
                    thinking.add(Json.textOrEmpty(delta, "thinking"), out);
                }
            }
            case "signature_delta" -> {
                if (block instanceof Block.Thinking thinking) {
                    thinking.sign(Json.textOrEmpty(delta, "signature"));
                }
            }
            case "input_json_delta" -> {
                if (block != null) {
                    block.input(Json.textOrEmpty(delta, "partial_json"), out);
                }
            }
            case null, default -> { }
        }
    }

    private static void text(String text, Consumer<ChatChunk> out) {
        if (!text.isEmpty()) {
            out.accept(new ChatChunk.TextDelta(0, text));
        }
    }

    /** Later counts replace earlier ones, field by field; null replaces nothing. */
    private void count(JsonNode counts) {
        counts.properties().forEach(e -> {
            if (!e.getValue().isNull()) {
                usage.set(e.getKey(), e.getValue());
            }
        });
    }

    private void finish(Consumer<ChatChunk> out) {
        if (finished) {
            return;
        }
        finished = true;
        start(Json.object(), out);
        open.values().forEach(block -> block.end(out));
        open.clear();
        if (refusal != null) {
            out.accept(new ChatChunk.RefusalDelta(0, refusal));
        }
        out.accept(new ChatChunk.Finish(0, MessageReply.finish(stopReason == null ? whole : stopReason, calls > 0, answered)));
        TokenUsage total = MessageReply.usage(usage);
        if (total != null) {
            out.accept(new ChatChunk.Usage(total));
        }
    }

    private static int index(JsonNode data) {
        return (int) Json.number(data, "index");
    }
}
