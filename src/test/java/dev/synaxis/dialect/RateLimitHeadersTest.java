package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.anthropic.AnthropicDialect;
import dev.synaxis.dialect.cohere.CohereDialect;
import dev.synaxis.dialect.gemini.GeminiDialect;
import dev.synaxis.dialect.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What vendors say of their limits, in their own forms. */
class RateLimitHeadersTest {

    private final Dialect openAi = new OpenAiDialect();
    private final Dialect anthropic = new AnthropicDialect();
    private final Dialect cohere = new CohereDialect();
    private final Dialect gemini = new GeminiDialect();

    /** {@code UNIT PERIOD used/limit}, sorted. */
    private static List<String> words(List<VendorLimit> limits) {
        return limits.stream()
                .map(one -> one.unit() + " " + one.period() + " " + one.used() + "/" + one.limit())
                .sorted()
                .toList();
    }

    private static Map<String, String> headers(String... pairs) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(pairs[i], pairs[i + 1]);
        }
        return RateLimitHeaders.of(headers.entrySet());
    }

    private static WireReply reply(int status, String body) {
        return new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadRequestsAndTokensPerMinuteOfOpenAi() {
        assertThat(words(openAi.limits(headers(
                        "Content-Type", "application/json",
                        "X-RateLimit-Limit-Requests", "60", "x-ratelimit-remaining-requests", "59",
                        "x-ratelimit-reset-requests", "1s", "x-ratelimit-limit-tokens", "150000",
                        "x-ratelimit-remaining-tokens", "149984", "x-ratelimit-reset-tokens", "12ms"), Compat.NONE)))
                .containsExactly("REQUESTS MINUTE 1/60", "TOKENS MINUTE 16/150000");
    }

    @Test
    void shouldReadRequestsPerDayWhereTheVendorMeansThat() {
        Map<String, String> groq = headers(
                "x-ratelimit-limit-requests", "14400", "x-ratelimit-remaining-requests", "14370",
                "x-ratelimit-reset-requests", "2m59.56s", "x-ratelimit-limit-tokens", "18000",
                "x-ratelimit-remaining-tokens", "17997", "x-ratelimit-reset-tokens", "7.66s");

        assertThat(words(RateLimitHeaders.openAi(groq, Period.DAY)))
                .containsExactly("REQUESTS DAY 30/14400", "TOKENS MINUTE 3/18000");
        assertThat(words(RateLimitHeaders.openAi(groq, Period.MINUTE)))
                .as("what takes three minutes to be full again is no limit of a minute")
                .containsExactly("TOKENS MINUTE 3/18000");
    }

    @Test
    void shouldReadPeriodsThatAreNamed() {
        assertThat(words(openAi.limits(headers(
                        "x-ratelimit-limit-requests-day", "2400", "x-ratelimit-remaining-requests-day", "2200",
                        "x-ratelimit-reset-requests-day", "33011.382", "x-ratelimit-limit-tokens-minute", "60000",
                        "x-ratelimit-remaining-tokens-minute", "0", "x-ratelimit-limit-req-minute", "720",
                        "x-ratelimit-remaining-req-minute", "717", "x-ratelimit-limit-tokens-month", "1000",
                        "x-ratelimit-remaining-tokens-month", "1", "x-ratelimit-limit-tokens-per-day", "9",
                        "x-ratelimit-remaining-tokens-per-day", "8", "x-ratelimit-tokens-query-cost", "52"), Compat.NONE)))
                .containsExactly("REQUESTS DAY 200/2400", "REQUESTS MINUTE 3/720", "TOKENS DAY 1/9",
                        "TOKENS MINUTE 60000/60000", "TOKENS MONTH 999/1000");
    }

    @Test
    void shouldReadTheHeadersOfAnthropic() {
        assertThat(words(anthropic.limits(headers(
                        "anthropic-ratelimit-requests-limit", "1000", "anthropic-ratelimit-requests-remaining", "999",
                        "anthropic-ratelimit-requests-reset", "2026-11-23T12:34:56Z",
                        "anthropic-ratelimit-tokens-limit", "96000", "anthropic-ratelimit-tokens-remaining", "15000",
                        "anthropic-ratelimit-input-tokens-limit", "80000",
                        "anthropic-ratelimit-input-tokens-remaining", "79000",
                        "anthropic-ratelimit-output-tokens-limit", "16000",
                        "anthropic-ratelimit-output-tokens-remaining", "0",
                        "anthropic-ratelimit-output-tokens-reset", "2026-11-23T12:34:56Z"), Compat.NONE)))
                .containsExactly("INPUT_TOKENS MINUTE 1000/80000", "OUTPUT_TOKENS MINUTE 16000/16000",
                        "REQUESTS MINUTE 1/1000", "TOKENS MINUTE 81000/96000");
    }

    @Test
    void shouldReadTheHeadersOfCohereForTrialKeys() {
        assertThat(words(cohere.limits(headers("X-Endpoint-Monthly-Call-Limit", "1000", "X-Trial-Endpoint-Call-Limit", "20",
                        "X-Trial-Endpoint-Call-Remaining", "19"), Compat.NONE)))
                .containsExactly("REQUESTS MINUTE 1/20", "REQUESTS MONTH null/1000");
        assertThat(cohere.limits(headers("x-endpoint-monthly-call-limit", "0", "x-trial-endpoint-call-limit", "20"), Compat.NONE))
                .isEmpty();
    }

    @Test
    void shouldPassOverWhateverIsNoLimit() {
        for (String garbage : List.of("", " ", "-1", "many", "1e9", "99999999999999999999", "0x10", "\u0661", "12, 13")) {
            assertThat(openAi.limits(headers("x-ratelimit-limit-requests", garbage, "x-ratelimit-remaining-requests", "1"),
                    Compat.NONE)).as(garbage).isEmpty();
            assertThat(anthropic.limits(headers("anthropic-ratelimit-tokens-limit", "5",
                    "anthropic-ratelimit-tokens-remaining", garbage), Compat.NONE)).as(garbage).isEmpty();
            openAi.limits(headers("x-ratelimit-limit-tokens", "5", "x-ratelimit-remaining-tokens", "1",
                    "x-ratelimit-reset-tokens", garbage), Compat.NONE);
        }
        assertThat(openAi.limits(headers("x-ratelimit-limit-requests", "0", "x-ratelimit-remaining-requests", "0"),
                Compat.NONE)).isEmpty();
        assertThat(openAi.limits(headers("x-ratelimit-limit-requests", "5", "x-ratelimit-remaining-requests", "6"),
                Compat.NONE)).isEmpty();
        assertThat(headers("content-type", "text/plain", "ratelimit", "1")).isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(20)];
            random.nextBytes(noise);
            String value = new String(noise, StandardCharsets.ISO_8859_1);
            openAi.limits(headers("x-ratelimit-limit-" + value, value, "x-ratelimit-limit-requests", value), Compat.NONE);
            openAi.limits(reply(429, value));
            gemini.limits(reply(429, value));
            openAi.limits(reply(429, "{\"error\":{\"message\":\"on tokens per day (TPD): Limit " + i + ",,, Used ,\"}}"));
        }
    }

    @Test
    void shouldReadTheLimitThatAnErrorNames() {
        assertThat(words(openAi.limits(reply(429, """
                {"error":{"message":"Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_1` service \
                tier `on_demand` on tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try again in \
                9m38.016s.","type":"tokens","code":"rate_limit_exceeded"}}"""))))
                .containsExactly("TOKENS DAY 97050/100000");
        assertThat(words(openAi.limits(reply(429, """
                {"error":{"message":"Rate limit reached for gpt-4o in organization org-1 on requests per min (RPM): \
                Limit 30, Used 30, Requested 1. Please try again in 2s."}}"""))))
                .containsExactly("REQUESTS MINUTE 30/30");
        assertThat(words(openAi.limits(reply(413, """
                {"error":{"message":"Request too large for model `m` in organization `o` on tokens per minute (TPM): \
                Limit 6000, Requested 14368, please reduce your message size and try again."}}"""))))
                .containsExactly("TOKENS MINUTE null/6000");
        assertThat(words(openAi.limits(reply(429, """
                {"error":{"message":"Rate limit exceeded: free-models-per-day. Add 10 credits","code":429,"metadata":{\
                "headers":{"X-RateLimit-Limit":"50","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1764028800000"}}}}"""))))
                .containsExactly("REQUESTS DAY 50/50");
        assertThat(openAi.limits(reply(400, "{\"error\":{\"message\":\"on tokens per day (TPD): Limit 5\"}}"))).isEmpty();
    }

    @Test
    void shouldReadTheQuotaThatGoogleNames() {
        List<VendorLimit> limits = gemini.limits(reply(429, """
                {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                {"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaDimensions":{"model":"g"},"quotaValue":"250"},
                {"quotaId":"GenerateContentInputTokensPerModelPerMinute-FreeTier","quotaValue":"250000"},
                {"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"26s"}]}}"""));

        assertThat(words(limits)).containsExactly("REQUESTS DAY 250/250", "TOKENS MINUTE 250000/250000");
        assertThat(limits.getFirst().reset().zone().getId()).isEqualTo("America/Los_Angeles");
    }
}
