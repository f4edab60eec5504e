package dev.synaxis.dialect.cohere;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's answer in canonical form. {@code message.tool_plan} and parts of type {@code thinking} become reasoning,
 * {@code message.citations} an extra field of the client's message. Cohere names neither the model nor the time. Source:
 * docs.cohere.com/reference/chat, read 2026-11-22.
 */
final class CohereReply {

    private CohereReply() {}

    static ChatResponse response(WireReply reply) {
        ObjectNode body = Json.parseObject(reply.body()).orElseThrow(CohereReply::malformed);
        if (!(body.get("message") instanceof ObjectNode message)) {
            if (body.path("message").isTextual() || Json.has(body, "error")) {
                throw new ProviderException(CohereFailures.of(reply));
            }
            throw malformed();
        }
        String reason = Json.text(body, "finish_reason");
        CohereFailures.throwIfFailed(reason, Json.text(body, "error"), Json.text(body, "error_type"));
        ChatMessage.AssistantMessage answer =
                new ChatMessage.AssistantMessage(content(message), toolCalls(message.path("tool_calls")), null);
        JsonNode citations = message.path("citations");
        Map<String, Object> extra =
                citations.isArray() && !citations.isEmpty() ? citations(citations) : Map.of();
        return new ChatResponse(
                Json.textOrEmpty(body, "id"),
                "",
                0,
                List.of(new ChatResponse.Choice(0, answer, finish(reason), logprobs(body.path("logprobs")), extra)),
                usage(body.path("usage")));
    }

    private static List<ContentPart> content(JsonNode message) {
        List<ContentPart> parts = new ArrayList<>();
        String plan = Json.textOrEmpty(message, "tool_plan");
        if (!plan.isEmpty()) {
            parts.add(reasoning(plan, CohereMessages.TOOL_PLAN));
        }
        JsonNode content = message.path("content");
        if (content.isTextual() && !content.textValue().isEmpty()) {
            parts.add(new ContentPart.Text(content.textValue()));
        }
        for (JsonNode block : content) {
            String thinking = Json.textOrEmpty(block, "thinking");
            String text = Json.textOrEmpty(block, "text");
            if (!thinking.isEmpty()) {
                parts.add(reasoning(thinking, null));
            } else if (!text.isEmpty()) {
                parts.add(new ContentPart.Text(text));
            }
        }
        return parts;
    }

    static ContentPart.Reasoning reasoning(String text, @Nullable String signature) {
        return new ContentPart.Reasoning(text, signature, null, CohereDialect.NAME);
    }

    private static List<ToolCall> toolCalls(JsonNode calls) {
        List<ToolCall> out = new ArrayList<>(calls.size());
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            String arguments = arguments(function);
            out.add(new ToolCall(
                    Json.textOrEmpty(call, "id"),
                    Json.textOrEmpty(function, "name"),
                    isNone(arguments) ? "{}" : arguments));
        }
        return out;
    }

    /** JSON text, as Cohere writes it; an object is written out. */
    static String arguments(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return arguments.isTextual() ? arguments.textValue() : arguments.isObject() ? arguments.toString() : "";
    }

    /** Whether it says that the tool takes nothing: Cohere writes nothing or null then. */
    static boolean isNone(CharSequence arguments) {
        String text = arguments.toString().strip();
        return text.isEmpty() || text.equals("null");
    }

    static Map<String, Object> citations(JsonNode citations) {
        List<@Nullable Object> list = new ArrayList<>();
        if (citations.isArray()) {
            citations.forEach(citation -> list.add(Json.toJava(citation)));
        } else {
            list.add(Json.toJava(citations));
        }
        return Map.of("citations", list);
    }

    /** ERROR and TIMEOUT never come here: they are failures. */
    static FinishReason finish(@Nullable String reason) {
        return switch (reason) {
            case "COMPLETE", "STOP_SEQUENCE" -> FinishReason.STOP;
            case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
            case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
            case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
            case null, default -> FinishReason.OTHER;
        };
    }

    /**
     * What the model read and wrote ({@code usage.tokens}), else what is paid for ({@code usage.billed_units}); null
     * where Cohere counted nothing. Cohere's numbers may be written as fractions.
     */
    static @Nullable TokenUsage usage(JsonNode usage) {
        JsonNode counted = usage.path("tokens").has("input_tokens") ? usage.path("tokens") : usage.path("billed_units");
        if (!counted.has("input_tokens") && !counted.has("output_tokens")) {
            return null;
        }
        long input = Json.number(counted, "input_tokens");
        long output = Json.number(counted, "output_tokens");
        return new TokenUsage(input, Json.number(usage, "cached_tokens"), 0, output, 0, input + output);
    }

    /**
     * OpenAI's form of Cohere's log probabilities, null where there are none. Cohere gives them for pieces of text of one
     * or more tokens: each piece counts as one token, with the sum of its logarithms.
     */
    static @Nullable Map<String, Object> logprobs(JsonNode logprobs) {
        List<Map<String, Object>> content = new ArrayList<>();
        for (JsonNode item : logprobs.isArray() ? logprobs : Json.array().add(logprobs)) {
            String text = Json.text(item, "text");
            if (text == null || !item.path("logprobs").isArray()) {
                continue;
            }
            double sum = 0;
            for (JsonNode logprob : item.path("logprobs")) {
                sum += logprob.asDouble();
            }
            List<Integer> bytes = new ArrayList<>();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xFF);
            }
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("token", text);
            token.put("logprob", sum);
            token.put("bytes", bytes);
            token.put("top_logprobs", List.of());
            content.add(token);
        }
        return content.isEmpty() ? null : Map.of("content", content);
    }

    static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_REPLY, "Cohere's answer is not a chat message");
    }
}
