package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatMessage;
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
 * Reads {@code {output.message.content[], stopReason, usage}}. {@code inputTokens} leaves out what the cache gave and
 * took. Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html,
 * API_runtime_TokenUsage.html (read 2026-11-22).
 */
final class ConverseReply {

    private ConverseReply() {}

    static ChatResponse read(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(() -> malformed("the answer is not a JSON object"));
        JsonNode content = body.at("/output/message/content");
        if (!content.isArray()) {
            throw malformed("the answer has no message");
        }
        List<ContentPart> parts = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode block : content) {
            JsonNode use = block.path("toolUse");
            JsonNode reasoning = block.path("reasoningContent");
            if (block.path("text").isTextual()) {
                parts.add(new ContentPart.Text(block.get("text").textValue()));
            } else if (use.isObject()) {
                calls.add(new ToolCall(
                        Json.textOrEmpty(use, "toolUseId"), Json.textOrEmpty(use, "name"),
                        use.path("input").isObject() ? use.get("input").toString() : "{}"));
            } else if (reasoning.isObject()) {
                JsonNode shown = reasoning.path("reasoningText");
                parts.add(new ContentPart.Reasoning(
                        Json.textOrEmpty(shown, "text"),
                        Json.text(shown, "signature"),
                        Json.text(reasoning, "redactedContent"),
                        BedrockDialect.NAME));
            }
        }
        var choice = new ChatResponse.Choice(
                0, new ChatMessage.AssistantMessage(parts, calls, null), finish(Json.text(body, "stopReason")));
        String id = reply.headers().getOrDefault("x-amzn-requestid", "");
        return new ChatResponse(id, "", 0, List.of(choice), usage(body.path("usage")));
    }

    static FinishReason finish(@Nullable String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
            case "malformed_model_output", "malformed_tool_use" -> FinishReason.ERROR;
            case null, default -> FinishReason.OTHER;
        };
    }

    static @Nullable TokenUsage usage(JsonNode usage) {
        if (!usage.has("inputTokens")) {
            return null;
        }
        long read = usage.path("cacheReadInputTokens").asLong();
        long written = usage.path("cacheWriteInputTokens").asLong();
        long input = usage.path("inputTokens").asLong() + read + written;
        long output = usage.path("outputTokens").asLong();
        return new TokenUsage(input, read, written, output, 0, usage.path("totalTokens").asLong(input + output));
    }

    static ProviderException malformed(String message) {
        return new ProviderException(FailureKind.MALFORMED_REPLY, message);
    }
}
