package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object.
 *
 * <p>Read beside OpenAI's fields: DeepSeek's {@code prompt_cache_hit_tokens}, Moonshot's {@code cached_tokens},
 * OpenRouter's {@code prompt_tokens_details.cache_write_tokens}. xAI and Gemini leave reasoning out of
 * {@code completion_tokens} but not out of {@code total_tokens}: what the total has more is output.
 */
final class UsageFields {

    private UsageFields() {}

    /**
     * The usage of a reply or of a chunk, Groq's {@code x_groq.usage} and Moonshot's {@code choices[0].usage} included;
     * null where it has none.
     */
    static @Nullable TokenUsage of(JsonNode reply) {
        JsonNode usage = reply.path("usage");
        if (!usage.isObject()) {
            usage = reply.path("x_groq").path("usage");
        }
        return read(usage.isObject() ? usage : reply.path("choices").path(0).path("usage"));
    }

    /** Null for anything that is not an object with token counts. */
    static @Nullable TokenUsage read(JsonNode usage) {
        if (!usage.path("prompt_tokens").isNumber() && !usage.path("completion_tokens").isNumber()
                && !usage.path("total_tokens").isNumber()) {
            return null;
        }
        JsonNode inputDetails = usage.path("prompt_tokens_details");
        long input = count(usage, "prompt_tokens");
        long completion = count(usage, "completion_tokens");
        long reasoning = count(usage.path("completion_tokens_details"), "reasoning_tokens");
        long cached = Math.max(
                count(inputDetails, "cached_tokens"),
                Math.max(count(usage, "cached_tokens"), count(usage, "prompt_cache_hit_tokens")));
        long written = count(inputDetails, "cache_write_tokens");
        long total = count(usage, "total_tokens");
        long more = total - input - completion;
        long output = completion;
        if (more > 0 && (reasoning == 0 || more == reasoning)) {
            output += more;
            reasoning = more;
        }
        return new TokenUsage(input, cached, written, output, reasoning, total > 0 ? total : input + output);
    }

    /** {@code cache_write_tokens} only where there are any: it is OpenRouter's field, not OpenAI's. */
    static ObjectNode write(TokenUsage usage) {
        ObjectNode node = Json.object();
        node.put("prompt_tokens", usage.input());
        node.put("completion_tokens", usage.output());
        node.put("total_tokens", usage.total());
        ObjectNode input = node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedInput());
        if (usage.cacheWrite() > 0) {
            input.put("cache_write_tokens", usage.cacheWrite());
        }
        node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return node;
    }

    private static long count(JsonNode node, String field) {
        return Math.max(0, Json.number(node, field));
    }
}
