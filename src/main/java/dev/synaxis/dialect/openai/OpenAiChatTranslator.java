package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Canonical chat to OpenAI's wire form and back, for requests that did not come in this form. Nothing is unsupported.
 * Source: https://platform.openai.com/docs/api-reference/chat.
 */
final class OpenAiChatTranslator implements ChatTranslator {

    private static final Set<String> MESSAGE_FIELDS = Set.of("role", "content", "refusal", "tool_calls", "function_call",
            "reasoning", "reasoning_content", "reasoning_details");

    @Override
    public WireRequest request(ChatRequest request, Upstream upstream) {
        RequestEncoder encoder = new RequestEncoder(request, upstream);
        byte[] body = Json.bytes(encoder.encode());
        return new WireRequest(upstream.baseUrl() + "/chat/completions", WireRequest.JSON, body, encoder.warnings());
    }

    /** Images only: files must be sent as data. */
    @Override
    public boolean takesUrl(ContentPart part, MediaSource.Url url) {
        return part instanceof ContentPart.Image;
    }

    @Override
    public ChatResponse response(ChatRequest request, WireReply reply) {
        OpenAiReplies.read(reply.body());
        JsonNode body = Json.parseObject(reply.body()).orElseThrow();
        List<ChatResponse.Choice> choices = new ArrayList<>(1);
        for (JsonNode choice : body.path("choices")) {
            choices.add(choice(choice, choices.size()));
        }
        return new ChatResponse(
                Json.textOrEmpty(body, "id"),
                Json.textOrEmpty(body, "model"),
                Json.number(body, "created"),
                choices,
                UsageFields.of(body));
    }

    private static ChatResponse.Choice choice(JsonNode choice, int position) {
        JsonNode message = choice.path("message");
        ChatMessage.AssistantMessage decoded = new MessageDecoder().assistant(message, position);
        JsonNode logprobs = choice.path("logprobs");
        return new ChatResponse.Choice(
                choice.path("index").asInt(position),
                decoded,
                FinishReasons.read(Json.text(choice, "finish_reason")),
                logprobs.isObject() ? Json.toMap(logprobs) : null,
                extra(message));
    }

    /** Fields of a message or delta that the canonical form does not name. */
    static Map<String, Object> extra(JsonNode message) {
        Map<String, Object> extra = new LinkedHashMap<>();
        message.properties().forEach(field -> {
            boolean nothing = field.getValue().isNull() || field.getValue().isArray() && field.getValue().isEmpty();
            if (!nothing && !MESSAGE_FIELDS.contains(field.getKey())) {
                extra.put(field.getKey(), RequestDecoder.value(field.getValue()));
            }
        });
        return extra;
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new OpenAiChatStream();
    }
}
