package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a chat request; null means that the client said nothing and nothing is sent.
 *
 * @param maxTokens         most tokens to generate
 * @param topK              sampling from the k likeliest tokens (not OpenAI's; Anthropic, Gemini and Cohere have it)
 * @param stop              never null; empty where none
 * @param n                 number of choices
 * @param logitBias         token id to bias
 * @param user              the end user's id ({@code safety_identifier} where the client used the newer name)
 * @param metadata          key-value pairs that the client attached
 * @param reasoningEffort   none, minimal, low, medium, high, xhigh
 * @param reasoningBudget   most tokens to think; 0 switches thinking off, -1 leaves it to the model
 * @param serviceTier       OpenAI's service_tier
 * @param verbosity         OpenAI's low, medium, high
 * @param extra             top-level fields of the client's request that the canonical form does not name
 */
public record ChatOptions(
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        List<String> stop,
        @Nullable Long seed,
        @Nullable Integer n,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs,
        @Nullable Map<String, Object> logitBias,
        @Nullable String user,
        @Nullable Map<String, Object> metadata,
        @Nullable Boolean parallelToolCalls,
        @Nullable String reasoningEffort,
        @Nullable Integer reasoningBudget,
        @Nullable String serviceTier,
        @Nullable String verbosity,
        Map<String, Object> extra) {

    public ChatOptions {
        stop = List.copyOf(stop);
    }
}
