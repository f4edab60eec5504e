package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Message: {@code content} blocks of type text, thinking, redacted_thinking and tool_use, {@code stop_reason},
 * {@code stop_details} and {@code usage}. Blocks of other types (what Anthropic's own tools did) are passed over.
 * Source: https://platform.claude.com/docs/en/api/messages (read 2026-11-22).
 */
final class MessageReply {

    private MessageReply() {}

    static ChatResponse read(ChatRequest request, WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(() -> malformed("no JSON object"));
        if (body.path("error").isObject()) {
            throw new ProviderException(AnthropicFailures.of(body, reply.status()));
        }
        if (!body.path("content").isArray()) {
            throw malformed("a message without content");
        }
        List<ContentPart> parts = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        boolean answered = false;
        for (JsonNode block : body.get("content")) {
            switch (Json.text(block, "type")) {
                case "text" -> addText(parts, Json.textOrEmpty(block, "text"));
                case "thinking" -> parts.add(reasoning(
                        Json.textOrEmpty(block, "thinking"), Json.text(block, "signature")));
                case "redacted_thinking" -> parts.add(encrypted(Json.textOrEmpty(block, "data")));
                case "tool_use" -> {
                    String name = Json.textOrEmpty(block, "name");
                    String arguments = arguments(block.path("input"));
                    if (AnswerTool.is(name, request)) {
                        answered = true;
                        addText(parts, arguments);
                    } else {
                        calls.add(new ToolCall(Json.textOrEmpty(block, "id"), name, arguments));
                    }
                }
                case null, default -> { }
            }
        }
        String why = refusal(body);
        if (why != null) {
            parts.add(new ContentPart.Refusal(why));
        }
        FinishReason reason = finish(Json.text(body, "stop_reason"), !calls.isEmpty(), answered);
        ChatMessage.AssistantMessage message = new ChatMessage.AssistantMessage(parts, calls, null);
        return new ChatResponse(
                Json.textOrEmpty(body, "id"),
                Json.textOrEmpty(body, "model"),
                0,
                List.of(new ChatResponse.Choice(0, message, reason)),
                usage(body.path("usage")));
    }

    private static void addText(List<ContentPart> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new ContentPart.Text(text));
        }
    }

    /** Why the answer was refused, where Anthropic says so: {@code stop_details.explanation}. */
    static @Nullable String refusal(JsonNode message) {
        String why = "refusal".equals(Json.text(message, "stop_reason"))
                ? Json.text(message.path("stop_details"), "explanation")
                : null;
        return why == null || why.isBlank() ? null : why;
    }

    static ContentPart.Reasoning reasoning(String text, @Nullable String signature) {
        return new ContentPart.Reasoning(
                text, signature == null || signature.isEmpty() ? null : signature, null, AnthropicDialect.NAME);
    }

    static ContentPart.Reasoning encrypted(String data) {
        return new ContentPart.Reasoning("", null, data, AnthropicDialect.NAME);
    }

    /** A call's input as JSON text; some vendors of the protocol write it as a string. */
    static String arguments(JsonNode input) {
        if (input.isTextual()) {
            return input.textValue().isBlank() ? "{}" : input.textValue();
        }
        return input.isMissingNode() || input.isNull() ? "{}" : Json.string(input);
    }

    /**
     * The finish reason for a {@code stop_reason}.
     *
     * @param calls    whether the client has tools to call
     * @param answered whether the tool that was called is {@link AnswerTool}
     */
    static FinishReason finish(@Nullable String stopReason, boolean calls, boolean answered) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> answered && !calls ? FinishReason.STOP : FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            case null, default -> calls ? FinishReason.TOOL_CALLS : FinishReason.OTHER;
        };
    }

    /** Null where nothing is counted; {@code input_tokens} leaves out what the cache read and wrote. Source:
     * https://platform.claude.com/docs/en/build-with-claude/prompt-caching (read 2026-11-29). */
    static @Nullable TokenUsage usage(JsonNode usage) {
        if (!Json.has(usage, "input_tokens") && !Json.has(usage, "output_tokens")) {
            return null;
        }
        long read = Json.number(usage, "cache_read_input_tokens");
        long written = Json.number(usage, "cache_creation_input_tokens");
        long input = Json.number(usage, "input_tokens") + read + written;
        long output = Json.number(usage, "output_tokens");
        long reasoning = Json.number(usage.path("output_tokens_details"), "thinking_tokens");
        return new TokenUsage(input, read, written, output, reasoning, input + output)
                .withHourWrite(Json.number(usage.path("cache_creation"), "ephemeral_1h_input_tokens"));
    }

    static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "the provider answered with " + what);
    }
}
