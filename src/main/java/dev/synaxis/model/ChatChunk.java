package dev.synaxis.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a streamed answer. A stream is Start, then any of the deltas, then a Finish for each choice and at most
 * one Usage (before or after Finish). {@code choice} is the index of the answer, 0 unless n was asked for.
 */
public sealed interface ChatChunk {

    /** First of a stream; fields as in {@link ChatResponse}. */
    record Start(String id, String model, long created) implements ChatChunk {}

    record TextDelta(int choice, String text) implements ChatChunk {}

    record RefusalDelta(int choice, String text) implements ChatChunk {}

    record ReasoningDelta(int choice, String text) implements ChatChunk {}

    /** A block of reasoning is complete: its whole form, so that the client can send it back. */
    record ReasoningDone(int choice, ContentPart.Reasoning reasoning) implements ChatChunk {}

    /**
     * A tool call begins.
     *
     * @param index     position among the choice's tool calls, from 0
     * @param signature thought signature as in {@link ToolCall}
     */
    record ToolCallStart(
            int choice, int index, String id, String name, @Nullable String signature, @Nullable String origin)
            implements ChatChunk {}

    /** @param arguments a fragment of the JSON text */
    record ToolCallDelta(int choice, int index, String arguments) implements ChatChunk {}

    /** @param logprobs OpenAI's {@code logprobs} object for the tokens of the delta before it */
    record LogprobsDelta(int choice, Map<String, Object> logprobs) implements ChatChunk {}

    /** Fields for the client's delta that only one dialect knows. */
    record ExtraDelta(int choice, Map<String, Object> extra) implements ChatChunk {}

    record Finish(int choice, FinishReason reason) implements ChatChunk {}

    record Usage(TokenUsage usage) implements ChatChunk {}
}
