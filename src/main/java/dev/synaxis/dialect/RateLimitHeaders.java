package dev.synaxis.dialect;

import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.config.VendorLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers by which vendors tell what is left of their limits; whatever is none of their known forms is passed over.
 *
 * <p>{@code x-ratelimit-limit-NAME}, {@code -remaining-NAME} and {@code -reset-NAME}, where NAME is {@code requests} or
 * {@code tokens} (OpenAI: per minute; Groq: requests per day, tokens per minute), with {@code -minute}, {@code -hour},
 * {@code -day} or {@code -month} behind it (Cerebras, SambaNova), or {@code req} for requests (Mistral). Sources:
 * https://platform.openai.com/docs/guides/rate-limits, https://console.groq.com/docs/rate-limits,
 * https://inference-docs.cerebras.ai/support/rate-limits, https://docs.sambanova.ai/docs/en/models/rate-limits,
 * https://github.com/mistralai/client-ts/issues/169.
 * {@code anthropic-ratelimit-requests-limit} and {@code -remaining}, the same for {@code tokens}, {@code input-tokens} (without
 * those read from the cache) and {@code output-tokens}, per minute. Source:
 * https://platform.claude.com/docs/en/api/rate-limits (all read 2026-11-23).
 *
 * <p>{@code x-trial-endpoint-call-limit} and {@code -remaining}, calls of a minute, and {@code x-endpoint-monthly-call-limit},
 * of which nobody says what is left: Cohere's, for trial keys, and not with its 429. Source: answers that public projects quote,
 * https://docs.cohere.com/docs/rate-limits (read 2026-11-29).
 */
public final class RateLimitHeaders {

    private static final String OPENAI = "x-ratelimit-";
    private static final String ANTHROPIC = "anthropic-ratelimit-";
    private static final String COHERE = "x-trial-endpoint-call-";
    private static final String COHERE_MONTH = "x-endpoint-monthly-call-limit";
    private static final List<String> FAMILIES = List.of(OPENAI, ANTHROPIC, COHERE, COHERE_MONTH);
    private static final String LIMIT = OPENAI + "limit-";

    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m(?!s))?(?:(\\d{1,7}(?:\\.\\d{1,12})?)(ms|s)?)?");

    private RateLimitHeaders() {}

    /** Those headers of an answer that speak of rate limits, by lower-case name; empty, and made of nothing, where none does. */
    public static Map<String, String> of(Iterable<Map.Entry<String, String>> headers) {
        Map<String, String> found = Map.of();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (known(name)) {
                found = found.isEmpty() ? new HashMap<>() : found;
                found.putIfAbsent(name.toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return found;
    }

    private static boolean known(String name) {
        for (String family : FAMILIES) {
            if (name.regionMatches(true, 0, family, 0, family.length())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The form of OpenAI and its family.
     *
     * @param requests what {@code x-ratelimit-limit-requests} counts in
     */
    public static List<VendorLimit> openAi(Map<String, String> headers, Period requests) {
        List<VendorLimit> limits = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(LIMIT)) {
                String of = name.substring(LIMIT.length());
                Unit unit = unit(of);
                Period period = unit == null ? null : period(of, requests);
                VendorLimit limit = unit == null || period == null
                        ? null
                        : limit(unit, period, value, headers.get(OPENAI + "remaining-" + of));
                if (limit != null && believable(period, headers.get(OPENAI + "reset-" + of))) {
                    limits.add(limit);
                }
            }
        });
        return limits;
    }

    /** Anthropic's form. */
    public static List<VendorLimit> anthropic(Map<String, String> headers) {
        List<VendorLimit> limits = new ArrayList<>();
        for (Unit unit : List.of(Unit.REQUESTS, Unit.TOKENS, Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS)) {
            String name = ANTHROPIC + unit.name().toLowerCase(Locale.ROOT).replace('_', '-');
            VendorLimit limit =
                    limit(unit, Period.MINUTE, headers.get(name + "-limit"), headers.get(name + "-remaining"));
            if (limit != null) {
                limits.add(limit);
            }
        }
        return limits;
    }

    /** Cohere's form. */
    public static List<VendorLimit> cohere(Map<String, String> headers) {
        List<VendorLimit> limits = new ArrayList<>();
        VendorLimit minute = limit(
                Unit.REQUESTS, Period.MINUTE, headers.get(COHERE + "limit"), headers.get(COHERE + "remaining"));
        if (minute != null) {
            limits.add(minute);
        }
        Long month = count(headers.get(COHERE_MONTH));
        if (month != null && month > 0) {
            limits.add(new VendorLimit(Unit.REQUESTS, Period.MONTH, month, null));
        }
        return limits;
    }

    /** Null where the numbers are none, or do not fit together. */
    public static @Nullable VendorLimit limit(
            Unit unit, Period period, @Nullable String limit, @Nullable String remaining) {
        Long most = count(limit);
        Long left = count(remaining);
        return most == null || left == null || most < 1 || left > most
                ? null
                : new VendorLimit(unit, period, most, most - left);
    }

    private static @Nullable Unit unit(String of) {
        int end = of.indexOf('-');
        return switch (end < 0 ? of : of.substring(0, end)) {
            case "requests", "req" -> Unit.REQUESTS;
            case "tokens" -> Unit.TOKENS;
            default -> null;
        };
    }

    private static @Nullable Period period(String of, Period requests) {
        return switch (of.substring(of.indexOf('-') + 1)) {
            case "requests" -> requests;
            case "tokens", "minute", "per-minute" -> Period.MINUTE;
            case "hour", "per-hour" -> Period.HOUR;
            case "day", "per-day" -> Period.DAY;
            case "month", "per-month" -> Period.MONTH;
            default -> null;
        };
    }

    /** A limit that is full again only after twice its time is none of that time; OpenAI does not name requests per day. */
    private static boolean believable(Period period, @Nullable String reset) {
        Duration most = switch (period) {
            case MINUTE -> Duration.ofMinutes(2);
            case HOUR -> Duration.ofHours(2);
            case DAY, MONTH, AT_ONCE -> null;
        };
        Duration full = reset == null ? null : span(reset);
        return most == null || full == null || full.compareTo(most) <= 0;
    }

    /** {@code 2m59.56s}, {@code 12ms}, {@code 33.5}; null for anything else, such as an instant. */
    static @Nullable Duration span(String text) {
        Matcher span = SPAN.matcher(text.strip());
        if (text.isBlank() || !span.matches()) {
            return null;
        }
        double seconds = number(span.group(1)) * 3600 + number(span.group(2)) * 60;
        seconds += number(span.group(3)) / ("ms".equals(span.group(4)) ? 1000 : 1);
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static double number(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private static @Nullable Long count(@Nullable String text) {
        String digits = text == null ? "" : text.strip();
        return COUNT.matcher(digits).matches() ? Long.valueOf(digits) : null;
    }
}
