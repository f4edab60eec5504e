package dev.synaxis.dialect.mock;

import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the mock answers to a request, and nothing else than the request and the script decides it:
 *
 * <ol>
 *   <li>A required tool (tool_choice required, a function, or required allowed_tools: the first of them) is called with
 *       the least arguments that its schema takes; so is a scripted one. {@code tool_choice: none} calls nothing.
 *   <li>Else the scripted reply.
 *   <li>Else, for {@code json_schema}, the least instance of the schema; for {@code json_object}, an object whose field
 *       {@code reply} is the text.
 *   <li>Else a text that says that it is made up and quotes the tools' results or the last user message (up to 200
 *       characters).
 * </ol>
 *
 * A text ends before the first of the stop sequences, then after {@code max_tokens} tokens as {@link MockTokens} counts
 * them.
 */
record MockAnswer(ChatMessage.AssistantMessage message, FinishReason finishReason) {

    private static final int MAX_QUOTE = 200;

    static MockAnswer to(ChatRequest request, MockScript script) {
        ToolCall call = call(request, script);
        if (call != null) {
            return new MockAnswer(
                    new ChatMessage.AssistantMessage(List.of(), List.of(call), null), FinishReason.TOOL_CALLS);
        }
        String text = beforeStop(text(request, script), request.options().stop());
        List<String> tokens = MockTokens.of(text);
        Integer most = request.options().maxTokens();
        boolean cut = most != null && most < tokens.size();
        String given = cut ? String.join("", tokens.subList(0, Math.max(0, most))) : text;
        return new MockAnswer(
                new ChatMessage.AssistantMessage(
                        given.isEmpty() ? List.of() : List.of(new ContentPart.Text(given)), List.of(), null),
                cut ? FinishReason.LENGTH : FinishReason.STOP);
    }

    private static @Nullable ToolCall call(ChatRequest request, MockScript script) {
        String scripted = script.toolCall() == null ? null : script.toolCall().name();
        String name = switch (request.toolChoice()) {
            case ToolChoice.None none -> null;
            case ToolChoice.Named named -> named.name();
            case ToolChoice.Required required -> required(offered(request), scripted);
            case ToolChoice.Allowed allowed when allowed.required() -> required(allowed.names(), scripted);
            case ToolChoice.Allowed allowed -> voluntary(request, allowed.names(), scripted);
            case ToolChoice.Auto auto -> voluntary(request, offered(request), scripted);
            case null -> voluntary(request, offered(request), scripted);
        };
        if (name == null) {
            return null;
        }
        return new ToolCall("call_mock_" + request.messages().size(), name, arguments(name, request, script));
    }

    private static @Nullable String required(List<String> names, @Nullable String scripted) {
        return scripted != null && names.contains(scripted) ? scripted : names.isEmpty() ? null : names.get(0);
    }

    private static @Nullable String voluntary(ChatRequest request, List<String> names, @Nullable String scripted) {
        boolean answered = !request.messages().isEmpty()
                && request.messages().getLast() instanceof ChatMessage.ToolMessage;
        return scripted != null && names.contains(scripted) && !answered ? scripted : null;
    }

    private static List<String> offered(ChatRequest request) {
        return request.tools().stream().map(Tool::name).toList();
    }

    private static String arguments(String name, ChatRequest request, MockScript script) {
        MockScript.ScriptedCall scripted = script.toolCall();
        if (scripted != null && scripted.name().equals(name) && scripted.arguments() != null) {
            return Json.string(scripted.arguments());
        }
        for (Tool tool : request.tools()) {
            if (tool.name().equals(name) && tool.parameters() != null) {
                return Json.string(MockInstance.of(tool.parameters()) instanceof Map<?, ?> object ? object : Map.of());
            }
        }
        return "{}";
    }

    private static String text(ChatRequest request, MockScript script) {
        if (script.reply() != null) {
            return script.reply();
        }
        return switch (request.responseFormat()) {
            case ResponseFormat.JsonSchema schema -> Json.string(MockInstance.of(schema.schema()));
            case ResponseFormat.JsonObject object -> Json.string(Map.of("reply", words(request.messages())));
            case ResponseFormat.Text plain -> words(request.messages());
            case null -> words(request.messages());
        };
    }

    private static String words(List<ChatMessage> messages) {
        StringBuilder words = new StringBuilder("This is the mock provider: no model wrote this.");
        int from = messages.size();
        while (from > 0 && messages.get(from - 1) instanceof ChatMessage.ToolMessage) {
            from--;
        }
        for (ChatMessage result : messages.subList(from, messages.size())) {
            words.append(" A tool answered: ").append(quote(result.text()));
        }
        if (from == messages.size()) {
            String said = lastUserText(messages);
            words.append(said.isEmpty() ? " You sent no text." : " You said: " + quote(said));
        }
        return words.toString();
    }

    private static String lastUserText(List<ChatMessage> messages) {
        for (ChatMessage message : messages.reversed()) {
            if (message instanceof ChatMessage.UserMessage) {
                return message.text().strip();
            }
        }
        return "";
    }

    private static String quote(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_QUOTE) {
            return '"' + text + '"';
        }
        return '"' + text.substring(0, text.offsetByCodePoints(0, MAX_QUOTE)) + "...\"";
    }

    private static String beforeStop(String text, List<String> stop) {
        int end = text.length();
        for (String sequence : stop) {
            int at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
            if (at >= 0 && at < end) {
                end = at;
            }
        }
        return text.substring(0, end);
    }
}
