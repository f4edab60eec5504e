package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, whatever dialect it came in.
 *
 * @param model          the name that the client sent
 * @param stream         whether the client wants events
 * @param includeUsage   whether the client's stream ends with a usage chunk
 */
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        List<Tool> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable ResponseFormat responseFormat,
        ChatOptions options,
        boolean stream,
        boolean includeUsage) {

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
