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
 * @param imageInput prompt tokens of pictures, a part of {@code input}; 0 where the vendor does not count them apart
 * @param hourWrite  those of {@code cacheWrite} that the vendor keeps for an hour, not for its usual time
 *
 * <p>Vendors are not believed everything: below 0 counts as 0, and above {@value #MOST} as that, so that sums stay sums.
 */
public record TokenUsage(
        long input,
        long cachedInput,
        long cacheWrite,
        long output,
        long reasoning,
        long total,
        long imageInput,
        long hourWrite) {

    /** More than any call uses. */
    private static final long MOST = 1_000_000_000;

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0);

    public TokenUsage {
        input = Math.clamp(input, 0, MOST);
        cachedInput = Math.clamp(cachedInput, 0, MOST);
        cacheWrite = Math.clamp(cacheWrite, 0, MOST);
        output = Math.clamp(output, 0, MOST);
        reasoning = Math.clamp(reasoning, 0, MOST);
        total = Math.clamp(total, 0, MOST);
        imageInput = Math.clamp(imageInput, 0, MOST);
        hourWrite = Math.clamp(hourWrite, 0, MOST);
    }

    /** Of a call whose pictures, if it has any, are not counted apart. */
    public TokenUsage(long input, long cachedInput, long cacheWrite, long output, long reasoning, long total) {
        this(input, cachedInput, cacheWrite, output, reasoning, total, 0, 0);
    }

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
                total + more.total,
                imageInput + more.imageInput,
                hourWrite + more.hourWrite);
    }

    /** The same, with so many tokens of the input for pictures. */
    public TokenUsage withImageInput(long tokens) {
        return new TokenUsage(input, cachedInput, cacheWrite, output, reasoning, total, tokens, hourWrite);
    }

    /** The same, with so many tokens of the cache's writes kept for an hour. */
    public TokenUsage withHourWrite(long tokens) {
        return new TokenUsage(input, cachedInput, cacheWrite, output, reasoning, total, imageInput, tokens);
    }
}
