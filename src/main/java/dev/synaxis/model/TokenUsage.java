package dev.synaxis.model;

/**
 * Tokens that one call used.
 *
 * @param input      all prompt tokens, cached ones included
 * @param cachedInput prompt tokens read from the vendor's cache, a part of {@code input}
 * @param cacheWrite prompt tokens written to the vendor's cache, a part of {@code input}
 * @param output     all generated tokens, reasoning included
 * @param reasoning  tokens spent on reasoning, a part of {@code output}
 * @param total      what the vendor gave as its total; input + output where it gave none
 */
public record TokenUsage(long input, long cachedInput, long cacheWrite, long output, long reasoning, long total) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0);

    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, 0, 0, output, 0, input + output);
    }

    public TokenUsage plus(TokenUsage more) {
        return new TokenUsage(
                input + more.input,
                cachedInput + more.cachedInput,
                cacheWrite + more.cacheWrite,
                output + more.output,
                reasoning + more.reasoning,
                total + more.total);
    }
}
