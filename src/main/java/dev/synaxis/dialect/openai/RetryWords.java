package dev.synaxis.dialect.openai;

import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wait that a rate limit's message names, as OpenAI and Groq write it: "Please try again in 1m13.5s" or "870ms". */
final class RetryWords {

    private static final Pattern WAIT = Pattern.compile(
            "(?i)try again in (?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)(ms|s\\b| seconds?))?");

    private RetryWords() {}

    /** Null for other failures and for messages that name no wait. */
    static @Nullable Duration read(FailureKind kind, String message) {
        if (kind != FailureKind.RATE_LIMITED) {
            return null;
        }
        Matcher wait = WAIT.matcher(message);
        if (!wait.find()) {
            return null;
        }
        double seconds = number(wait.group(1)) * 3600 + number(wait.group(2)) * 60;
        seconds += number(wait.group(3)) / ("ms".equals(wait.group(4)) ? 1000 : 1);
        return seconds > 0 ? Duration.ofMillis((long) Math.ceil(seconds * 1000)) : null;
    }

    private static double number(@Nullable String digits) {
        return digits == null || digits.length() > 9 ? 0 : Double.parseDouble(digits);
    }
}
