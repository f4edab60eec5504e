package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages as {@code system} and {@code messages}. Messages of a role in a row become one, results of tools come first
 * in the user message after the calls, and a system message that is not at the start stays where it is, as marked text
 * of the user, because the API knows system text only in front.
 */
final class Conversation {

    private static final Pattern NOT_IN_AN_ID = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Blocks blocks;
    private final Warnings warnings;
    private final ArrayNode system = Json.array();
    private final ArrayNode messages = Json.array();
    private final List<ObjectNode> results = new ArrayList<>();
    private final List<ObjectNode> content = new ArrayList<>();
    private String role = "";

    private Conversation(Blocks blocks, Warnings warnings) {
        this.blocks = blocks;
        this.warnings = warnings;
    }

    /** Writes {@code system} and {@code messages} into the body. */
    static void write(ObjectNode body, List<ChatMessage> messages, Blocks blocks, Warnings warnings) {
        Conversation conversation = new Conversation(blocks, warnings);
        messages.forEach(conversation::add);
        conversation.endTurn();
        conversation.writeTo(body);
    }

    private void add(ChatMessage message) {
        switch (message) {
            case ChatMessage.SystemMessage(var parts, boolean _, String name) -> {
                noteName(name);
                system(parts);
            }
            case ChatMessage.UserMessage(var parts, String name) -> {
                noteName(name);
                turn("user");
                parts.forEach(this::addPart);
            }
            case ChatMessage.AssistantMessage(var parts, var calls, String name) -> {
                noteName(name);
                turn("assistant");
                thinkingFirst(parts).forEach(calls.isEmpty() ? this::addPart : this::addPartBeforeCalls);
                calls.forEach(call -> content.add(call(call)));
            }
            case ChatMessage.ToolMessage(var parts, String callId, String _) -> {
                turn("user");
                ObjectNode result = Json.object().put("type", "tool_result").put("tool_use_id", id(callId));
                blocks.result(result, parts);
                results.add(result);
            }
        }
    }

    private void system(List<ContentPart> parts) {
        boolean late = !role.isEmpty();
        for (ContentPart part : parts) {
            ObjectNode block = blocks.of(part);
            if (block == null) {
                continue;
            }
            if (!block.has("text")) {
                warnings.add("messages", "a system message has text only; its other parts were left out");
            } else if (late) {
                warnings.add("messages", "a system message in mid-conversation is sent as marked text of the user");
                turn("user");
                block.put("text", "<system>\n" + block.get("text").textValue() + "\n</system>");
                content.add(block);
            } else {
                system.add(block);
            }
        }
    }

    private void addPart(ContentPart part) {
        ObjectNode block = blocks.of(part);
        if (block != null) {
            content.add(block);
        }
    }

    /** White space is taken beside calls, and models write it there; alone it is refused. */
    private void addPartBeforeCalls(ContentPart part) {
        if (part instanceof ContentPart.Text(String text, var cache) && !text.isEmpty()) {
            content.add(blocks.marked(Blocks.text(text), cache));
        } else {
            addPart(part);
        }
    }

    private void turn(String next) {
        if (!next.equals(role)) {
            endTurn();
            role = next;
        }
    }

    private void endTurn() {
        if (!results.isEmpty() || !content.isEmpty()) {
            ArrayNode all = role.equals(lastRole())
                    ? (ArrayNode) messages.get(messages.size() - 1).get("content")
                    : messages.addObject().put("role", role).putArray("content");
            all.addAll(results);
            all.addAll(content);
            results.clear();
            content.clear();
        }
    }

    private @Nullable String lastRole() {
        return Json.text(messages.path(messages.size() - 1), "role");
    }

    /** The order as it came where it starts with thinking, else thinking in front, where the API wants it. */
    private static List<ContentPart> thinkingFirst(List<ContentPart> parts) {
        if (parts.isEmpty() || parts.getFirst() instanceof ContentPart.Reasoning) {
            return parts;
        }
        List<ContentPart> sorted = new ArrayList<>(parts);
        sorted.sort((a, b) -> Boolean.compare(
                b instanceof ContentPart.Reasoning, a instanceof ContentPart.Reasoning));
        return sorted;
    }

    private ObjectNode call(ToolCall call) {
        ObjectNode block = Json.object().put("type", "tool_use").put("id", id(call.id())).put("name", call.name());
        block.set("input", input(call.arguments()));
        return block;
    }

    private JsonNode input(String arguments) {
        if (arguments.isBlank()) {
            return Json.object();
        }
        JsonNode input = Json.parseOrNull(arguments);
        if (input == null || !input.isObject()) {
            if (input != null && input.isNull()) {
                return Json.object();
            }
            warnings.add("messages.tool_calls", "arguments that are no JSON object are sent as the text of one field");
            return Json.object().put("arguments", arguments);
        }
        return input;
    }

    /** The id in the letters that Anthropic takes; the same one for a call and its result. */
    private static String id(String given) {
        String id = NOT_IN_AN_ID.matcher(given).replaceAll("_");
        return id.equals(given) ? id : id + "_" + Integer.toHexString(given.hashCode());
    }

    private void noteName(@Nullable String name) {
        if (name != null) {
            warnings.add("messages.name", "Anthropic has no names of authors");
        }
    }

    private void writeTo(ObjectNode body) {
        if (messages.isEmpty() && !system.isEmpty()) {
            warnings.add("messages", "Anthropic wants a message of the user; the system message is sent as one");
            messages.addObject().put("role", "user").set("content", system);
        } else if (system.size() == 1 && system.get(0).size() == 2) {
            body.set("system", system.get(0).get("text"));
        } else if (!system.isEmpty()) {
            body.set("system", system);
        }
        trimLastAnswer();
        body.set("messages", messages);
    }

    /** The API refuses white space at the end of a last message of the assistant. */
    private void trimLastAnswer() {
        JsonNode parts = messages.path(messages.size() - 1).path("content");
        if ("assistant".equals(lastRole())
                && parts.path(parts.size() - 1) instanceof ObjectNode block
                && block.get("text") != null) {
            block.put("text", block.get("text").textValue().stripTrailing());
        }
    }
}
