package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thinking and its signatures in OpenAI-shaped messages, for which OpenAI itself has no field:
 *
 * <ul>
 *   <li>{@code reasoning_content} (DeepSeek and most vendors) or {@code reasoning} (OpenRouter, Groq): bare text.
 *   <li>{@code reasoning_details} (https://openrouter.ai/docs/use-cases/reasoning-tokens): blocks
 *       {@code reasoning.text} with {@code signature}, {@code reasoning.encrypted} with {@code data}; {@code format}
 *       says which vendor made them.
 *   <li>{@code tool_calls[].extra_content.google.thought_signature}
 *       (https://ai.google.dev/gemini-api/docs/thought-signatures).
 *   <li>{@code tool_calls[].extra_content.anthropic.thinking_blocks}: Synaxis' own, blocks
 *       {@code {thinking, signature}} or {@code {data}}, for clients that keep nothing but the tool calls.
 * </ul>
 */
final class ReasoningFields {

    /** A tool call's signature and the dialect that made it. */
    record Signed(String signature, String origin) {}

    private ReasoningFields() {}

    /** The thinking of an assistant's message, from the field that says most of it. */
    static List<Reasoning> read(JsonNode message) {
        List<Reasoning> details = details(message);
        if (details.stream().anyMatch(r -> r.signature() != null || r.encrypted() != null)) {
            return details;
        }
        List<Reasoning> blocks = thinkingBlocks(message.path("tool_calls"));
        if (!blocks.isEmpty()) {
            return blocks;
        }
        if (!details.isEmpty()) {
            return details;
        }
        String text = Json.textOrEmpty(message, "reasoning_content");
        if (text.isEmpty()) {
            text = Json.textOrEmpty(message, "reasoning");
        }
        return text.isEmpty() ? List.of() : List.of(new Reasoning(text, null, null, OpenAiDialect.NAME));
    }

    /** {@code reasoning_details} alone, but for the signatures of tool calls. */
    static List<Reasoning> details(JsonNode message) {
        List<Reasoning> list = new ArrayList<>();
        for (JsonNode detail : message.path("reasoning_details")) {
            String origin = origin(Json.text(detail, "format"));
            switch (Json.textOrEmpty(detail, "type")) {
                case "reasoning.text" -> add(list, Json.textOrEmpty(detail, "text"), Json.text(detail, "signature"), origin);
                case "reasoning.summary" -> add(list, Json.textOrEmpty(detail, "summary"), null, origin);
                case "reasoning.encrypted" -> {
                    String data = Json.text(detail, "data");
                    if (data != null && !isOfCall(detail, message)) {
                        list.add(new Reasoning("", null, data, origin));
                    }
                }
                default -> {}
            }
        }
        return list;
    }

    /** Streams cut a block in pieces, the signature in the last one: pieces up to a signature are one block. */
    private static void add(List<Reasoning> list, String text, @Nullable String signature, String origin) {
        String sign = signature == null || signature.isEmpty() ? null : signature;
        if (!list.isEmpty()) {
            Reasoning last = list.getLast();
            if (last.signature() == null && last.encrypted() == null && last.origin().equals(origin)) {
                list.set(list.size() - 1, new Reasoning(last.text() + text, sign, null, origin));
                return;
            }
        }
        if (!text.isEmpty() || sign != null) {
            list.add(new Reasoning(text, sign, null, origin));
        }
    }

    private static List<Reasoning> thinkingBlocks(JsonNode calls) {
        List<Reasoning> list = new ArrayList<>();
        for (JsonNode call : calls) {
            for (JsonNode block : call.path("extra_content").path("anthropic").path("thinking_blocks")) {
                String data = Json.text(block, "data");
                list.add(new Reasoning(
                        data == null ? Json.textOrEmpty(block, "thinking") : "",
                        data == null ? Json.text(block, "signature") : null,
                        data,
                        "anthropic"));
            }
        }
        return list;
    }

    /** Mistral's content part {@code {type: thinking, thinking: [{type: text, text}]}}. */
    static List<Reasoning> thinking(JsonNode part) {
        JsonNode thinking = part.path("thinking");
        StringBuilder text = new StringBuilder();
        if (thinking.isTextual()) {
            text.append(thinking.textValue());
        }
        thinking.elements().forEachRemaining(t -> text.append(Json.textOrEmpty(t, "text")));
        return text.isEmpty()
                ? List.of()
                : List.of(new Reasoning(text.toString(), Json.text(part, "signature"), null, OpenAiDialect.NAME));
    }

    /** The signature of a tool call; OpenRouter keeps Gemini's among the details, under the call's id. */
    static @Nullable Signed signature(JsonNode call, JsonNode message) {
        String google = Json.text(call.path("extra_content").path("google"), "thought_signature");
        if (google != null) {
            return new Signed(google, "gemini");
        }
        String id = Json.text(call, "id");
        if (id != null) {
            for (JsonNode detail : message.path("reasoning_details")) {
                String data = Json.text(detail, "data");
                if (data != null && id.equals(Json.text(detail, "id"))) {
                    return new Signed(data, origin(Json.text(detail, "format")));
                }
            }
        }
        return null;
    }

    private static boolean isOfCall(JsonNode detail, JsonNode message) {
        String id = Json.text(detail, "id");
        for (JsonNode call : message.path("tool_calls")) {
            if (id != null && id.equals(Json.text(call, "id"))) {
                return true;
            }
        }
        return false;
    }

    /** One entry of {@code reasoning_details}; null for thinking that nobody signed, which is text alone. */
    static @Nullable ObjectNode detail(Reasoning reasoning, int index) {
        if (reasoning.signature() == null && reasoning.encrypted() == null) {
            return null;
        }
        ObjectNode detail = Json.object();
        if (reasoning.encrypted() != null) {
            detail.put("type", "reasoning.encrypted").put("data", reasoning.encrypted());
        } else {
            detail.put("type", "reasoning.text").put("text", reasoning.text()).put("signature", reasoning.signature());
        }
        return detail.put("format", format(reasoning.origin())).put("index", index);
    }

    /** {@code extra_content} of a tool call: its signature, and Anthropic's thinking before it; null where neither. */
    static @Nullable ObjectNode extraContent(
            @Nullable String signature, @Nullable String origin, List<Reasoning> thinking) {
        ObjectNode extra = Json.object();
        if (signature != null) {
            String vendor = origin == null || origin.equals("gemini") ? "google" : origin;
            extra.putObject(vendor).put("thought_signature", signature);
        }
        ArrayNode blocks = Json.array();
        for (Reasoning reasoning : thinking) {
            if (!reasoning.origin().equals("anthropic")) {
                continue;
            }
            if (reasoning.encrypted() != null) {
                blocks.addObject().put("data", reasoning.encrypted());
            } else if (reasoning.signature() != null) {
                blocks.addObject().put("thinking", reasoning.text()).put("signature", reasoning.signature());
            }
        }
        if (!blocks.isEmpty()) {
            extra.withObjectProperty("anthropic").set("thinking_blocks", blocks);
        }
        return extra.isEmpty() ? null : extra;
    }

    private static String origin(@Nullable String format) {
        return switch (format) {
            case null -> OpenAiDialect.NAME;
            case "anthropic-claude-v1" -> "anthropic";
            case "google-gemini-v1" -> "gemini";
            case "unknown", "openai-responses-v1", "azure-openai-responses-v1", "xai-responses-v1" -> OpenAiDialect.NAME;
            default -> format;
        };
    }

    private static String format(String origin) {
        return switch (origin) {
            case "anthropic" -> "anthropic-claude-v1";
            case "gemini" -> "google-gemini-v1";
            case OpenAiDialect.NAME -> "openai-responses-v1";
            default -> origin;
        };
    }
}
