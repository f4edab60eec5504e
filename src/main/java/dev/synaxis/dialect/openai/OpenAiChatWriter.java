package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes a canonical answer as OpenAI's {@code chat.completion}. Source:
 * https://platform.openai.com/docs/api-reference/chat/object. Thinking goes to
 * {@code reasoning_content} and, where it is signed, to {@code reasoning_details} and {@code extra_content}.
 */
public final class OpenAiChatWriter {

    private OpenAiChatWriter() {}

    /**
     * The bytes of the reply's body.
     *
     * @param fallbackModel {@code model} where the vendor did not say which one answered
     * @param now           {@code created} where the vendor did not say when
     */
    public static byte[] response(ChatResponse r, String fallbackModel, Instant now) {
        ObjectNode body = Json.object();
        body.put("id", r.id().isEmpty() ? newId() : r.id());
        body.put("object", "chat.completion");
        body.put("created", r.created() > 0 ? r.created() : now.getEpochSecond());
        body.put("model", r.model().isEmpty() ? fallbackModel : r.model());
        ArrayNode choices = body.putArray("choices");
        for (ChatResponse.Choice choice : r.choices()) {
            ObjectNode node = choices.addObject();
            node.put("index", choice.index());
            node.set("message", message(choice));
            node.set("logprobs", Json.fromJava(choice.logprobs()));
            node.put("finish_reason", FinishReasons.write(choice.finishReason()));
        }
        if (r.usage() != null) {
            body.set("usage", UsageFields.write(r.usage()));
        }
        return Json.bytes(body);
    }

    static String newId() {
        return "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    }

    private static ObjectNode message(ChatResponse.Choice choice) {
        ChatMessage.AssistantMessage message = choice.message();
        ObjectNode node = Json.object();
        node.put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Reasoning> reasoning = new ArrayList<>(1);
        boolean hasText = false;
        for (ContentPart part : message.content()) {
            switch (part) {
                case ContentPart.Text t -> {
                    text.append(t.text());
                    hasText = true;
                }
                case ContentPart.Refusal r -> refusal.append(r.text());
                case Reasoning r -> {
                    thinking.append(r.text());
                    reasoning.add(r);
                }
                case ContentPart.Image i -> {}
                case ContentPart.Audio a -> {}
                case ContentPart.FilePart f -> {}
            }
        }
        boolean noText = !hasText && (!message.toolCalls().isEmpty() || !refusal.isEmpty());
        node.put("content", noText ? null : text.toString());
        node.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (!message.toolCalls().isEmpty()) {
            node.set("tool_calls", toolCalls(message.toolCalls(), reasoning));
        }
        if (!thinking.isEmpty()) {
            node.put("reasoning_content", thinking.toString());
        }
        ArrayNode details = details(reasoning);
        if (!details.isEmpty()) {
            node.set("reasoning_details", details);
        }
        choice.extra().forEach((name, value) -> {
            if (!node.has(name)) {
                node.set(name, Json.fromJava(value));
            }
        });
        return node;
    }

    static ArrayNode toolCalls(List<ToolCall> calls, List<Reasoning> reasoning) {
        ArrayNode list = Json.array();
        for (ToolCall call : calls) {
            ObjectNode node = list.addObject();
            node.put("id", call.id());
            node.put("type", "function");
            node.putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
            ObjectNode extra = ReasoningFields.extraContent(
                    call.signature(), call.origin(), list.size() == 1 ? reasoning : List.of());
            if (extra != null) {
                node.set("extra_content", extra);
            }
        }
        return list;
    }

    static ArrayNode details(List<Reasoning> reasoning) {
        ArrayNode details = Json.array();
        for (Reasoning r : reasoning) {
            ObjectNode detail = ReasoningFields.detail(r, details.size());
            if (detail != null) {
                details.add(detail);
            }
        }
        return details;
    }
}
