package dev.synaxis.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the dialects' error readers share: status to kind, Retry-After, and messages fit to be shown. */
public final class Failures {

    private static final int MAX_MESSAGE = 500;

    /** Things in a vendor's message that look like a key or a token. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(bearer\\s+)?\\b(sk|gsk|xai|pplx|hf|nvapi|AIza|ghp|github_pat|csk|r8|key)[-_A-Za-z0-9*.]{12,}"
                    + "|\\bsk-[-_A-Za-z0-9*.]+|\\bAIza[-_A-Za-z0-9*]+|(?i)bearer\\s+[-_A-Za-z0-9.=*]{8,}");

    private Failures() {}

    /** The kind that an HTTP status alone says. */
    public static FailureKind kindOf(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.AUTHENTICATION;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            case 404 -> FailureKind.MODEL_NOT_FOUND;
            case 408 -> FailureKind.TIMEOUT;
            case 425, 429 -> FailureKind.RATE_LIMITED;
            case 504 -> FailureKind.OVERLOADED;
            default -> {
                if (status >= 500) {
                    yield FailureKind.OVERLOADED;
                }
                yield status >= 400 ? FailureKind.INVALID_REQUEST : FailureKind.MALFORMED_REPLY;
            }
        };
    }

    /** A vendor's message with anything like a key taken out and its length bounded; never null or empty. */
    public static String message(@Nullable String vendorMessage, int status) {
        if (vendorMessage == null || vendorMessage.isBlank()) {
            return "the provider answered with HTTP status " + status;
        }
        String clean = SECRET.matcher(vendorMessage).replaceAll("[key]");
        return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE) + "...";
    }

    /** Retry-After (seconds or a date) or retry-after-ms; null where absent, negative or not readable. */
    public static @Nullable Duration retryAfter(Map<String, String> headers, Instant now) {
        String millis = headers.get("retry-after-ms");
        if (millis != null) {
            Duration wait = millis(millis, 1);
            if (wait != null) {
                return wait;
            }
        }
        String seconds = headers.get("retry-after");
        if (seconds == null) {
            return null;
        }
        Duration wait = millis(seconds, 1000);
        if (wait != null) {
            return wait;
        }
        try {
            Instant at = ZonedDateTime.parse(seconds.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration until = Duration.between(now, at);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Duration millis(String number, int unit) {
        try {
            double value = Double.parseDouble(number.trim());
            return value < 0 || value > 1e9 ? null : Duration.ofMillis(Math.round(value * unit));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The field as text, whether the vendor wrote a string or a number; null where neither. */
    public static @Nullable String textOf(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() || value.isContainerNode() ? null : value.asText();
    }
}
