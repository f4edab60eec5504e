package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages as {@code system} and {@code messages}. Messages of a role in a row become one; a system message that is not
 * at the start stays where it is, as marked text of the user. Ids of tool calls have letters, digits, {@code _} and
 * {@code -}, 64 at most. Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html,
 * API_runtime_ToolUseBlock.html (read 2026-11-22).
 */
final class Conversation {

    private static final Pattern NOT_IN_AN_ID = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int LONGEST_ID = 64;

    private final Blocks blocks;
    private final Warnings warnings;
    private final ArrayNode system = Json.array();
    private final ArrayNode messages = Json.array();

    private Conversation(Warnings warnings) {
        this.blocks = new Blocks(warnings);
        this.warnings = warnings;
    }

    static void write(ObjectNode body, List<ChatMessage> messages, Warnings warnings) {
        Conversation conversation = new Conversation(warnings);
        messages.forEach(conversation::add);
        if (!conversation.system.isEmpty()) {
            body.set("system", conversation.system);
        }
        body.set("messages", conversation.messages);
    }

    private void add(ChatMessage message) {
        switch (message) {
            case ChatMessage.SystemMessage(var parts, boolean _, String name) -> {
                noteName(name);
                system(parts);
            }
            case ChatMessage.UserMessage(var parts, String name) -> {
                noteName(name);
                parts.forEach(part -> blocks.add(turn("user"), part));
            }
            case ChatMessage.AssistantMessage(var parts, var calls, String name) -> {
                noteName(name);
                ArrayNode content = turn("assistant");
                parts.forEach(part -> blocks.add(content, part));
                calls.forEach(call -> content.addObject().set("toolUse", call(call)));
            }
            case ChatMessage.ToolMessage(var parts, String callId, String _) -> {
                ObjectNode result = Json.object().put("toolUseId", id(callId));
                ArrayNode content = result.putArray("content");
                parts.forEach(part -> blocks.add(content, part));
                boolean marked = Blocks.unmark(content);
                ArrayNode turn = turn("user");
                turn.addObject().set("toolResult", result);
                if (marked) {
                    Blocks.mark(turn);
                }
            }
        }
        dropEmpty();
    }

    private void system(List<ContentPart> parts) {
        if (messages.isEmpty()) {
            parts.forEach(part -> blocks.add(system, part));
            return;
        }
        warnings.add("messages", "a system message in mid-conversation is sent as marked text of the user");
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.Text(String text, var _) && !text.isBlank()) {
                turn("user").addObject().put("text", "<system>\n" + text + "\n</system>");
            }
        }
    }

    private ArrayNode turn(String role) {
        JsonNode last = messages.path(messages.size() - 1);
        return role.equals(Json.text(last, "role"))
                ? (ArrayNode) last.get("content")
                : messages.addObject().put("role", role).putArray("content");
    }

    private void dropEmpty() {
        if (!messages.isEmpty() && messages.path(messages.size() - 1).path("content").isEmpty()) {
            messages.remove(messages.size() - 1);
        }
    }

    private ObjectNode call(ToolCall call) {
        ObjectNode use = Json.object().put("toolUseId", id(call.id())).put("name", call.name());
        use.set("input", input(call.arguments()));
        return use;
    }

    private JsonNode input(String arguments) {
        if (arguments.isBlank()) {
            return Json.object();
        }
        JsonNode input = Json.parseOrNull(arguments);
        if (input != null && input.isObject()) {
            return input;
        }
        warnings.add("messages.tool_calls", "arguments that are no JSON object are sent as the text of one field");
        return Json.object().put("arguments", arguments);
    }

    /** The same one for a call and its result. */
    private static String id(String given) {
        String id = NOT_IN_AN_ID.matcher(given).replaceAll("_");
        if (id.equals(given) && id.length() <= LONGEST_ID) {
            return id;
        }
        String hash = "_" + Integer.toHexString(given.hashCode());
        return id.substring(0, Math.min(id.length(), LONGEST_ID - hash.length())) + hash;
    }

    private void noteName(@Nullable String name) {
        if (name != null) {
            warnings.add("messages.name", "Converse has no names of authors");
        }
    }
}
