package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Adds up {@code usageMetadata}: of each count the last value that was given. Source:
 * https://ai.google.dev/api/generate-content#UsageMetadata (read 2026-11-22).
 */
final class UsageReader {

    private boolean counted;
    private long prompt;
    private long toolPrompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long total = -1;

    /** @param reply a whole answer or one event of a stream */
    void read(JsonNode reply) {
        JsonNode usage = Fields.either(reply, "usageMetadata", "usage_metadata");
        if (!usage.isObject() || usage.isEmpty()) {
            return;
        }
        prompt = last(usage, "promptTokenCount", "prompt_token_count", prompt);
        toolPrompt = last(usage, "toolUsePromptTokenCount", "tool_use_prompt_token_count", toolPrompt);
        cached = last(usage, "cachedContentTokenCount", "cached_content_token_count", cached);
        candidates = last(usage, "candidatesTokenCount", "candidates_token_count", candidates);
        thoughts = last(usage, "thoughtsTokenCount", "thoughts_token_count", thoughts);
        total = last(usage, "totalTokenCount", "total_token_count", total);
    }

    /** Null where nothing was counted. */
    @Nullable TokenUsage usage() {
        if (!counted) {
            return null;
        }
        long input = prompt + toolPrompt;
        long output = candidates + thoughts;
        return new TokenUsage(input, cached, 0, output, thoughts, total >= 0 ? total : input + output);
    }

    private long last(JsonNode usage, String camel, String snake, long before) {
        JsonNode value = Fields.either(usage, camel, snake);
        counted |= value.isNumber();
        return value.isNumber() ? value.longValue() : before;
    }
}
