package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id      the vendor's id; empty where it gave none
 * @param model   the model that the vendor says answered; empty where it did not say
 * @param created seconds since the epoch; 0 where the vendor did not say
 * @param usage   null where the vendor counted nothing
 */
public record ChatResponse(
        String id, String model, long created, List<Choice> choices, @Nullable TokenUsage usage) {

    public ChatResponse {
        choices = List.copyOf(choices);
    }

    /**
     * One of n answers.
     *
     * @param logprobs OpenAI's {@code logprobs} object ({@code {"content": [...]}})
     * @param extra    fields for the client's message that only one dialect knows, such as {@code annotations}
     */
    public record Choice(
            int index,
            ChatMessage.AssistantMessage message,
            FinishReason finishReason,
            @Nullable Map<String, Object> logprobs,
            Map<String, Object> extra) {

        public Choice(int index, ChatMessage.AssistantMessage message, FinishReason finishReason) {
            this(index, message, finishReason, null, Map.of());
        }
    }
}
