package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Canonical messages as OpenAI's {@code messages}. One text without a cache marker is a string, else parts. A tool's
 * answer can be text alone: what else it has follows in a user message. Thinking of another dialect is left out.
 */
final class MessageEncoder {

    private final boolean developerRole;
    private final List<Warning> warnings;
    private final List<ContentPart> media = new ArrayList<>(0);

    MessageEncoder(boolean developerRole, List<Warning> warnings) {
        this.developerRole = developerRole;
        this.warnings = warnings;
    }

    ArrayNode encode(List<ChatMessage> messages) {
        ArrayNode encoded = Json.array();
        for (ChatMessage message : messages) {
            if (!(message instanceof ChatMessage.ToolMessage)) {
                putMedia(encoded);
            }
            encoded.add(message(message));
        }
        putMedia(encoded);
        return encoded;
    }

    private void putMedia(ArrayNode encoded) {
        if (!media.isEmpty()) {
            ObjectNode node = encoded.addObject().put("role", "user");
            ArrayNode array = node.putArray("content");
            media.forEach(part -> array.add(part(part)));
            media.clear();
            warnings.add(new Warning("messages", "what a tool answered besides text was sent as a user message"));
        }
    }

    private ObjectNode message(ChatMessage message) {
        ObjectNode node = Json.object();
        switch (message) {
            case ChatMessage.SystemMessage m -> {
                node.put("role", m.developer() && developerRole ? "developer" : "system");
                content(node, m.content());
                name(node, m.name());
            }
            case ChatMessage.UserMessage m -> {
                node.put("role", "user");
                content(node, m.content());
                name(node, m.name());
            }
            case ChatMessage.AssistantMessage m -> assistant(node, m);
            case ChatMessage.ToolMessage m -> {
                node.put("role", "tool");
                node.put("tool_call_id", m.toolCallId());
                content(node, m.content().stream().filter(ContentPart.Text.class::isInstance).toList());
                m.content().stream().filter(p -> !(p instanceof ContentPart.Text)).forEach(media::add);
            }
        }
        return node;
    }

    private static void assistant(ObjectNode node, ChatMessage.AssistantMessage message) {
        node.put("role", "assistant");
        List<Reasoning> reasoning = new ArrayList<>(0);
        List<ContentPart> shown = new ArrayList<>(message.content().size());
        StringBuilder thinking = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        for (ContentPart part : message.content()) {
            switch (part) {
                case Reasoning r -> {
                    if (r.origin().equals(OpenAiDialect.NAME)) {
                        reasoning.add(r);
                        thinking.append(r.text());
                    }
                }
                case ContentPart.Refusal r -> refusal.append(r.text());
                case ContentPart.Text t -> shown.add(t);
                case ContentPart.Image i -> shown.add(i);
                case ContentPart.Audio a -> shown.add(a);
                case ContentPart.FilePart f -> shown.add(f);
            }
        }
        if (shown.isEmpty() && (!message.toolCalls().isEmpty() || !refusal.isEmpty())) {
            node.putNull("content");
        } else {
            content(node, shown);
        }
        if (!refusal.isEmpty()) {
            node.put("refusal", refusal.toString());
        }
        if (!thinking.isEmpty()) {
            node.put("reasoning_content", thinking.toString());
        }
        ArrayNode details = OpenAiChatWriter.details(reasoning);
        if (!details.isEmpty()) {
            node.set("reasoning_details", details);
        }
        if (!message.toolCalls().isEmpty()) {
            List<ToolCall> calls = message.toolCalls().stream().map(MessageEncoder::ownSignature).toList();
            node.set("tool_calls", OpenAiChatWriter.toolCalls(calls, reasoning));
        }
        name(node, message.name());
    }

    private static ToolCall ownSignature(ToolCall call) {
        return OpenAiDialect.NAME.equals(call.origin()) ? call : new ToolCall(call.id(), call.name(), call.arguments());
    }

    private static void content(ObjectNode node, List<ContentPart> parts) {
        if (parts.isEmpty()) {
            node.put("content", "");
        } else if (parts.size() == 1 && parts.getFirst() instanceof ContentPart.Text text && text.cache() == null) {
            node.put("content", text.text());
        } else {
            ArrayNode array = node.putArray("content");
            parts.forEach(part -> array.add(part(part)));
        }
    }

    private static ObjectNode part(ContentPart part) {
        ObjectNode node = Json.object();
        switch (part) {
            case ContentPart.Text t -> {
                node.put("type", "text").put("text", t.text());
                cache(node, t.cache());
            }
            case ContentPart.Image i -> {
                ObjectNode image = node.put("type", "image_url").putObject("image_url");
                image.put("url", url(i.source()));
                if (i.detail() != null) {
                    image.put("detail", i.detail());
                }
                cache(node, i.cache());
            }
            case ContentPart.Audio a ->
                node.put("type", "input_audio").putObject("input_audio").put("data", a.base64()).put("format", a.format());
            case ContentPart.FilePart f -> {
                ObjectNode file = node.put("type", "file").putObject("file");
                if (f.filename() != null) {
                    file.put("filename", f.filename());
                }
                file.put(f.source() instanceof MediaSource.FileId ? "file_id" : "file_data", url(f.source()));
                cache(node, f.cache());
            }
            case ContentPart.Refusal r -> node.put("type", "refusal").put("refusal", r.text());
            case Reasoning r -> node.put("type", "text").put("text", r.text());
        }
        return node;
    }

    private static String url(MediaSource source) {
        return switch (source) {
            case MediaSource.Url u -> u.url();
            case MediaSource.Data d -> "data:" + d.mediaType() + ";base64," + d.base64();
            case MediaSource.FileId f -> f.id();
        };
    }

    private static void cache(ObjectNode node, @Nullable Map<String, Object> cache) {
        if (cache != null) {
            node.set("cache_control", Json.fromJava(cache));
        }
    }

    private static void name(ObjectNode node, @Nullable String name) {
        if (name != null) {
            node.put("name", name);
        }
    }
}
