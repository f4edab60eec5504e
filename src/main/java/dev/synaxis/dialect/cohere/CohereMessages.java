package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation as Cohere takes it.
 *
 * <ul>
 *   <li>System and developer messages have the role {@code system}; those at the start become one, since Cohere answers
 *       400 "system turn must be the first in the list".
 *   <li>A tool's result is one document, {@code {"type": "document", "document": {"data": {"output": text}}}}: plain text
 *       must be wrapped, and a document can be cited.
 *   <li>Reasoning that Cohere made goes back where it came from: {@code tool_plan}, or a part of type {@code thinking}.
 *       Reasoning of other vendors stays behind.
 *   <li>An assistant's turn without anything in it is left out ("message must not be empty in a turn").
 * </ul>
 *
 * Sources: docs.cohere.com/reference/chat and /reference/errors, read 2026-11-22.
 */
final class CohereMessages {

    /** The signature that marks reasoning as a {@code tool_plan}; Cohere itself signs nothing. */
    static final String TOOL_PLAN = "tool_plan";

    private final CohereBody body;
    private final ArrayNode out = Json.array();
    private boolean warnedOfName;
    private boolean warnedOfCache;

    private CohereMessages(CohereBody body) {
        this.body = body;
    }

    static ArrayNode of(List<ChatMessage> messages, CohereBody body) {
        CohereMessages translation = new CohereMessages(body);
        translation.addAll(messages);
        return translation.out;
    }

    private void addAll(List<ChatMessage> messages) {
        List<ContentPart> leading = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof ChatMessage.SystemMessage system && out.isEmpty()) {
                warnOfName(system.name());
                leading.addAll(system.content());
                continue;
            }
            if (!leading.isEmpty()) {
                add("system", leading);
                leading.clear();
            }
            add(message);
        }
        if (!leading.isEmpty()) {
            add("system", leading);
        }
    }

    private void add(ChatMessage message) {
        switch (message) {
            case ChatMessage.SystemMessage system -> {
                warnOfName(system.name());
                add("system", system.content());
            }
            case ChatMessage.UserMessage user -> {
                warnOfName(user.name());
                add("user", user.content());
            }
            case ChatMessage.AssistantMessage assistant -> {
                warnOfName(assistant.name());
                add(assistant);
            }
            case ChatMessage.ToolMessage tool -> add(tool);
        }
    }

    private void add(String role, List<ContentPart> parts) {
        ObjectNode message = out.addObject().put("role", role);
        ArrayNode content = Json.array();
        for (ContentPart part : parts) {
            switch (part) {
                case ContentPart.Text text -> text(content, text);
                case ContentPart.Refusal refusal -> text(content, refusal.text());
                case ContentPart.Reasoning reasoning -> {}
                case ContentPart.Image image -> {
                    if (!role.equals("user")) {
                        throw unsupported("an image in a message of the role " + role);
                    }
                    image(content, image);
                }
                case ContentPart.Audio audio -> throw unsupported("audio input");
                case ContentPart.FilePart file -> throw unsupported("file input");
            }
        }
        content(message, content);
    }

    private void add(ChatMessage.AssistantMessage assistant) {
        ArrayNode content = Json.array();
        StringBuilder plan = new StringBuilder();
        for (ContentPart part : assistant.content()) {
            switch (part) {
                case ContentPart.Text text -> text(content, text);
                case ContentPart.Refusal refusal -> text(content, refusal.text());
                case ContentPart.Reasoning reasoning -> {
                    if (!reasoning.origin().equals(CohereDialect.NAME) || reasoning.text().isEmpty()) {
                        continue;
                    }
                    if (TOOL_PLAN.equals(reasoning.signature())) {
                        plan.append(reasoning.text());
                    } else {
                        content.addObject().put("type", "thinking").put("thinking", reasoning.text());
                    }
                }
                case ContentPart.Image image -> throw unsupported("an image in an assistant's message");
                case ContentPart.Audio audio -> throw unsupported("audio input");
                case ContentPart.FilePart file -> throw unsupported("file input");
            }
        }
        if (content.isEmpty() && plan.isEmpty() && assistant.toolCalls().isEmpty()) {
            return;
        }
        ObjectNode message = out.addObject().put("role", "assistant");
        if (!content.isEmpty() || assistant.toolCalls().isEmpty()) {
            content(message, content);
        }
        if (!plan.isEmpty()) {
            message.put("tool_plan", plan.toString());
        }
        if (!assistant.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            assistant.toolCalls().forEach(call -> call(calls, call));
        }
    }

    private void add(ChatMessage.ToolMessage tool) {
        for (ContentPart part : tool.content()) {
            if (part instanceof ContentPart.Text text) {
                warnOfCache(text.cache() != null);
            } else if (!(part instanceof ContentPart.Refusal || part instanceof ContentPart.Reasoning)) {
                throw unsupported("media in a tool's result");
            }
        }
        ObjectNode message = out.addObject().put("role", "tool").put("tool_call_id", tool.toolCallId());
        message.putArray("content").addObject().put("type", "document")
                .putObject("document").putObject("data").put("output", tool.text());
    }

    private static void call(ArrayNode calls, ToolCall call) {
        calls.addObject().put("id", call.id()).put("type", "function").putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }

    private void text(ArrayNode content, ContentPart.Text text) {
        warnOfCache(text.cache() != null);
        text(content, text.text());
    }

    private static void text(ArrayNode content, String text) {
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
    }

    private void image(ArrayNode content, ContentPart.Image image) {
        warnOfCache(image.cache() != null);
        String url = switch (image.source()) {
            case MediaSource.Url u -> u.url();
            case MediaSource.Data data -> "data:" + data.mediaType() + ";base64," + data.base64();
            case MediaSource.FileId id -> throw unsupported("an image by file id");
        };
        ObjectNode object = content.addObject().put("type", "image_url").putObject("image_url").put("url", url);
        if (image.detail() != null) {
            object.put("detail", image.detail());
        }
    }

    /** One text goes as a plain string, anything else as a list. */
    private static void content(ObjectNode message, ArrayNode content) {
        if (content.isEmpty()) {
            message.put("content", "");
        } else if (content.size() == 1 && content.get(0).path("type").asText().equals("text")) {
            message.set("content", content.get(0).get("text"));
        } else {
            message.set("content", content);
        }
    }

    private void warnOfName(@Nullable String name) {
        if (name != null && !warnedOfName) {
            warnedOfName = true;
            body.warn("messages.name", "not sent: Cohere has no names of participants");
        }
    }

    private void warnOfCache(boolean marked) {
        if (marked && !warnedOfCache) {
            warnedOfCache = true;
            body.warn("cache_control", "not sent: Cohere caches prompts by itself");
        }
    }

    private static ProviderException unsupported(String what) {
        return new ProviderException(FailureKind.UNSUPPORTED, "Cohere does not take " + what);
    }
}
