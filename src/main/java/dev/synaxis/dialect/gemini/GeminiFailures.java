package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Google's error object, {@code {"error": {code, message, status, details[]}}}, alone or in an array. Source:
 * https://ai.google.dev/gemini-api/docs/troubleshooting, https://google.aip.dev/193, and google.rpc's
 * error_details.proto for details (read 2026-11-22).
 */
final class GeminiFailures {

    private static final Pattern TOO_LONG = Pattern.compile(
            "(?i)input token count.*(exceeds|supports up to)|exceeds the maximum number of (input )?tokens"
                    + "|token (limit|count).{0,40}exceed");
    private static final Pattern DAILY = Pattern.compile("(?i)per_?day");
    private static final Pattern PER_MODEL = Pattern.compile("(?i)per_?model");
    private static final Pattern SPENT = Pattern.compile("(?i)(credits?|prepa\\w+|balance).{0,40}(depleted|exhausted)");
    private static final Pattern FORBIDDEN_DATA = Pattern.compile("(?i)access the file|cachedcontent");
    private static final Pattern RETRY_IN = Pattern.compile("(?i)retry in ([\\d.]+)s");

    private GeminiFailures() {}

    static ProviderFailure of(WireReply reply) {
        JsonNode error = error(reply.body());
        String message = error.isTextual() ? error.textValue() : Json.text(error, "message");
        String name = Json.text(error, "status");
        int status = status(reply.status(), error);
        JsonNode details = error.path("details");
        String reason = reason(details);
        FailureKind kind = kind(status, name == null ? "" : name, message == null ? "" : message, reason, details);
        Duration wait = kind == FailureKind.QUOTA_EXHAUSTED ? null : retryDelay(details, message);
        return new ProviderFailure(
                kind, status, Failures.message(message, status), name, reason, violatedField(details), wait,
                kind == FailureKind.QUOTA_EXHAUSTED && ofModel(details));
    }

    private static JsonNode error(byte[] body) {
        try {
            JsonNode root = Json.parse(body);
            return (root.isArray() ? root.path(0) : root).path("error");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** An error inside a 200 answer or a stream tells its status itself. */
    private static int status(int http, JsonNode error) {
        int code = error.path("code").asInt(0);
        return http / 100 == 2 && code >= 400 && code < 600 ? code : http;
    }

    private static FailureKind kind(
            int status, String name, String message, @Nullable String reason, JsonNode details) {
        if (TOO_LONG.matcher(message).find()) {
            return FailureKind.CONTEXT_LENGTH;
        }
        return switch (name) {
            case "INVALID_ARGUMENT" -> reason != null && reason.startsWith("API_KEY_")
                    ? FailureKind.AUTHENTICATION
                    : FailureKind.INVALID_REQUEST;
            case "FAILED_PRECONDITION", "UNIMPLEMENTED" -> FailureKind.UNSUPPORTED;
            case "OUT_OF_RANGE" -> FailureKind.INVALID_REQUEST;
            case "UNAUTHENTICATED" -> FailureKind.AUTHENTICATION;
            case "PERMISSION_DENIED" -> FORBIDDEN_DATA.matcher(message).find()
                    ? FailureKind.INVALID_REQUEST
                    : FailureKind.AUTHENTICATION;
            case "NOT_FOUND" -> FORBIDDEN_DATA.matcher(message).find()
                    ? FailureKind.INVALID_REQUEST
                    : FailureKind.MODEL_NOT_FOUND;
            case "RESOURCE_EXHAUSTED" -> exhausted(message, details)
                    ? FailureKind.QUOTA_EXHAUSTED
                    : FailureKind.RATE_LIMITED;
            case "DEADLINE_EXCEEDED" -> FailureKind.TIMEOUT;
            case "UNAVAILABLE", "INTERNAL", "UNKNOWN", "ABORTED", "CANCELLED", "DATA_LOSS" -> FailureKind.OVERLOADED;
            default -> Failures.kindOf(status);
        };
    }

    /** Whether a quota of the day is used up, or the money. */
    private static boolean exhausted(String message, JsonNode details) {
        return daily(details).findAny().isPresent() || SPENT.matcher(message).find();
    }

    /**
     * Whether every quota of the day that is used up is one model's: {@code quotaDimensions.model}, or "PerModel" in
     * {@code quotaId} or {@code quotaMetric}.
     */
    private static boolean ofModel(JsonNode details) {
        return daily(details).findAny().isPresent() && daily(details).allMatch(GeminiFailures::ofModelAlone);
    }

    private static boolean ofModelAlone(JsonNode violation) {
        return violation.path("quotaDimensions").has("model") || PER_MODEL.matcher(names(violation)).find();
    }

    private static Stream<JsonNode> daily(JsonNode details) {
        return details.valueStream()
                .flatMap(detail -> detail.path("violations").valueStream())
                .filter(violation -> DAILY.matcher(names(violation)).find());
    }

    private static String names(JsonNode violation) {
        return violation.path("quotaId").asText() + " " + violation.path("quotaMetric").asText();
    }

    private static @Nullable String reason(JsonNode details) {
        for (JsonNode detail : details) {
            String reason = Json.text(detail, "reason");
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static @Nullable String violatedField(JsonNode details) {
        for (JsonNode detail : details) {
            String field = Json.text(detail.path("fieldViolations").path(0), "field");
            if (field != null && !field.isEmpty()) {
                return field;
            }
        }
        return null;
    }

    /** RetryInfo.retryDelay, seconds with an s behind; else what the message says. */
    private static @Nullable Duration retryDelay(JsonNode details, @Nullable String message) {
        for (JsonNode detail : details) {
            String delay = Json.text(detail, "retryDelay");
            if (delay != null && delay.endsWith("s")) {
                return seconds(delay.substring(0, delay.length() - 1));
            }
        }
        Matcher said = RETRY_IN.matcher(message == null ? "" : message);
        return said.find() ? seconds(said.group(1)) : null;
    }

    private static @Nullable Duration seconds(String number) {
        try {
            double seconds = Double.parseDouble(number);
            return seconds < 0 || seconds > 1e6 ? null : Duration.ofMillis(Math.round(seconds * 1000));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
