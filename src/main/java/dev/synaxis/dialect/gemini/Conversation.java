package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as {@code systemInstruction} and {@code contents}: roles user and model, a run of one role in one content,
 * the answers of parallel tool calls in one content of their own, no content without parts. The first content is the
 * user's, if need be with an empty text: Gemini takes no call of a function before it. Vertex AI knows no ids of calls
 * ("Unknown name id at function_call", https://github.com/vercel/ai/issues/15664, read 2026-11-29). Source:
 * https://ai.google.dev/gemini-api/docs/text-generation, https://ai.google.dev/gemini-api/docs/function-calling,
 * https://ai.google.dev/gemini-api/docs/thought-signatures (read 2026-11-22).
 */
final class Conversation {

    /** What Google documents for a tool call that Gemini did not make itself. */
    static final String FOREIGN_SIGNATURE = "skip_thought_signature_validator";

    private final GeminiModel model;
    private final boolean vertex;
    private final Warnings warnings;
    private final Parts parts;
    private final ArrayNode contents = Json.array();
    private final ArrayNode system = Json.array();
    private @Nullable ArrayNode open;
    private String openRole = "";
    private List<ToolCall> calls = List.of();
    private boolean asked;

    Conversation(GeminiModel model, boolean vertex, Warnings warnings) {
        this.model = model;
        this.vertex = vertex;
        this.warnings = warnings;
        this.parts = new Parts(warnings);
    }

    void add(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            switch (messages.get(i)) {
                case ChatMessage.SystemMessage message -> system(message);
                case ChatMessage.UserMessage message -> {
                    name(message.name());
                    asked = true;
                    push("user", parts(message.content()));
                }
                case ChatMessage.AssistantMessage message -> {
                    name(message.name());
                    push("model", answer(message));
                }
                case ChatMessage.ToolMessage first -> {
                    List<ChatMessage.ToolMessage> run = new ArrayList<>(List.of(first));
                    while (i + 1 < messages.size() && messages.get(i + 1) instanceof ChatMessage.ToolMessage next) {
                        run.add(next);
                        i++;
                    }
                    pushAlone(new ToolResults(model, vertex, parts).of(run, calls));
                }
            }
        }
    }

    /** Adds an instruction of ours to the client's own. */
    void instruct(String text) {
        system.add(Parts.text(text));
    }

    void writeTo(ObjectNode body) {
        if (contents.isEmpty() && !system.isEmpty() && !asked) {
            warnings.add("messages", "Gemini needs a user message; the system message was sent as one");
            contents.insertObject(0).put("role", "user").putArray("parts").addAll(system);
            system.removeAll();
        } else if (!contents.path(0).path("role").asText().equals("user")) {
            contents.insertObject(0).put("role", "user").putArray("parts").add(Parts.text(""));
        }
        if (model.promptOnly() && !system.isEmpty()) {
            warnings.add("messages", "this model takes no system message; it was sent before the first user message");
            ArrayNode first = contents.path(0).withArray("parts");
            for (int i = 0; i < system.size(); i++) {
                first.insert(i, system.get(i));
            }
            system.removeAll();
        }
        body.set("contents", contents);
        if (!system.isEmpty()) {
            body.putObject("systemInstruction").set("parts", system);
        }
    }

    private void system(ChatMessage.SystemMessage message) {
        name(message.name());
        if (!contents.isEmpty()) {
            warnings.add("messages", "a system message in mid-conversation was moved to the system instruction");
        }
        system.addAll(parts(message.content()));
    }

    private void name(@Nullable String name) {
        if (name != null) {
            warnings.add("messages.name", "Gemini has no names of authors; not sent");
        }
    }

    private List<ObjectNode> parts(List<ContentPart> content) {
        List<ObjectNode> made = new ArrayList<>();
        for (ContentPart part : content) {
            ObjectNode node = parts.of(part);
            if (node != null) {
                made.add(node);
            }
        }
        return made;
    }

    private List<ObjectNode> answer(ChatMessage.AssistantMessage message) {
        List<ObjectNode> made = new ArrayList<>();
        ObjectNode lastText = null;
        for (ContentPart part : message.content()) {
            if (part instanceof ContentPart.Reasoning reasoning) {
                lastText = reasoning(reasoning, lastText, made);
                continue;
            }
            ObjectNode node = parts.of(part);
            if (node != null) {
                made.add(node);
                lastText = node.has("text") ? node : null;
            }
        }
        for (ToolCall call : message.toolCalls()) {
            made.add(call(call, call == message.toolCalls().getFirst()));
        }
        calls = message.toolCalls();
        return made;
    }

    /** Sends back a signature where it came: on the text before it, or with the thought. Returns the open text. */
    private static @Nullable ObjectNode reasoning(
            ContentPart.Reasoning reasoning, @Nullable ObjectNode lastText, List<ObjectNode> made) {
        String signature = reasoning.signature();
        if (signature == null || !reasoning.origin().equals(GeminiDialect.NAME)) {
            return lastText;
        }
        if (!reasoning.text().isEmpty()) {
            made.add(Parts.text(reasoning.text()).put("thought", true).put("thoughtSignature", signature));
        } else if (lastText != null) {
            lastText.put("thoughtSignature", signature);
        } else {
            made.add(Parts.text("").put("thoughtSignature", signature));
        }
        return null;
    }

    private ObjectNode call(ToolCall call, boolean first) {
        ObjectNode part = Json.object();
        ObjectNode function = part.putObject("functionCall");
        String id = CallIds.given(call.id());
        if (id != null && !vertex) {
            function.put("id", id);
        }
        function.put("name", call.name());
        function.set("args", arguments(call.arguments()));
        if (call.signature() != null && GeminiDialect.NAME.equals(call.origin())) {
            part.put("thoughtSignature", call.signature());
        } else if (first && model.wantsSignatures()) {
            part.put("thoughtSignature", FOREIGN_SIGNATURE);
        }
        return part;
    }

    private ObjectNode arguments(String arguments) {
        if (arguments.isBlank() || arguments.strip().equals("null")) {
            return Json.object();
        }
        if (Json.parseOrNull(arguments) instanceof ObjectNode object) {
            return object;
        }
        warnings.add("messages.tool_calls", "arguments that are not a JSON object were sent as one string");
        return Json.object().put("arguments", arguments);
    }

    private void push(String role, List<ObjectNode> made) {
        if (made.isEmpty()) {
            return;
        }
        if (open == null || !openRole.equals(role)) {
            open = contents.addObject().put("role", role).putArray("parts");
            openRole = role;
        }
        open.addAll(made);
    }

    private void pushAlone(List<ObjectNode> made) {
        open = null;
        push("user", made);
        open = null;
    }
}
