package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.dialect.RateLimitHeaders;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limit that an error names: "Rate limit reached for ... on tokens per day (TPD): Limit 100000, Used 97050, Requested
 * 3619" (OpenAI, Groq), or the headers that OpenRouter puts into {@code error.metadata.headers} beside "Rate limit exceeded:
 * free-models-per-day". Sources: https://github.com/continuedev/continue/issues/10920,
 * https://github.com/Gitlawb/openclaude/issues/936 (read 2026-11-23).
 */
final class LimitWords {

    private static final Pattern SAID = Pattern.compile(
            "(?i)\\bon (requests|tokens|seconds of audio) per (min|minute|hour|day)\\b[^:]{0,40}:"
                    + " Limit:? (NUMBER)(?:, Used:? (NUMBER))?"
                            .replace("NUMBER", "\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,15}"));
    private static final Pattern FREE = Pattern.compile("free-models-per-(min|minute|day)\\b");

    private LimitWords() {}

    static List<VendorLimit> read(WireReply reply) {
        if (reply.status() != 429 && reply.status() != 413) {
            return List.of();
        }
        JsonNode error;
        try {
            error = Json.parse(reply.body()).path("error");
        } catch (IOException e) {
            return List.of();
        }
        String message = Json.text(error, "message");
        if (message == null) {
            return List.of();
        }
        VendorLimit said = said(message);
        VendorLimit limit = said != null ? said : free(message, error.path("metadata").path("headers"));
        return limit == null ? List.of() : List.of(limit);
    }

    private static @Nullable VendorLimit said(String message) {
        Matcher said = SAID.matcher(message);
        if (!said.find()) {
            return null;
        }
        Unit unit = switch (said.group(1).toLowerCase(Locale.ROOT)) {
            case "requests" -> Unit.REQUESTS;
            case "tokens" -> Unit.TOKENS;
            default -> Unit.AUDIO_SECONDS;
        };
        long limit = number(said.group(3));
        Long used = said.group(4) == null ? null : Long.valueOf(number(said.group(4)));
        return limit < 1 ? null : new VendorLimit(unit, period(said.group(2)), limit, used);
    }

    private static @Nullable VendorLimit free(String message, JsonNode headers) {
        Matcher free = FREE.matcher(message);
        return free.find()
                ? RateLimitHeaders.limit(
                        Unit.REQUESTS,
                        period(free.group(1)),
                        headers.path("X-RateLimit-Limit").asText(),
                        headers.path("X-RateLimit-Remaining").asText())
                : null;
    }

    private static Period period(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "day" -> Period.DAY;
            case "hour" -> Period.HOUR;
            default -> Period.MINUTE;
        };
    }

    private static long number(String digits) {
        return Long.parseLong(digits.replace(",", ""));
    }
}
