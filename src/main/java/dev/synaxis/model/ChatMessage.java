package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a conversation. */
public sealed interface ChatMessage {

    List<ContentPart> content();

    /** @param developer whether the client used OpenAI's newer name for the role */
    record SystemMessage(List<ContentPart> content, boolean developer, @Nullable String name) implements ChatMessage {
        public SystemMessage {
            content = List.copyOf(content);
        }
    }

    record UserMessage(List<ContentPart> content, @Nullable String name) implements ChatMessage {
        public UserMessage {
            content = List.copyOf(content);
        }
    }

    record AssistantMessage(List<ContentPart> content, List<ToolCall> toolCalls, @Nullable String name)
            implements ChatMessage {
        public AssistantMessage {
            content = List.copyOf(content);
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /**
     * What a tool answered.
     *
     * @param toolCallId the call that it answers
     * @param toolName   the name of the function: taken from the call with that id, null where no call has it
     */
    record ToolMessage(List<ContentPart> content, String toolCallId, @Nullable String toolName)
            implements ChatMessage {
        public ToolMessage {
            content = List.copyOf(content);
        }
    }

    /** All text parts of the message, joined. */
    default String text() {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : content()) {
            if (part instanceof ContentPart.Text t) {
                text.append(t.text());
            }
        }
        return text.toString();
    }
}
