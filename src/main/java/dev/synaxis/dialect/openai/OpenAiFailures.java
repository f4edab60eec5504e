package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.Failures;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Error answers of OpenAI and of the vendors compatible with it. The code and type decide before the words, the words
 * before the status, because vendors agree least on the status.
 *
 * <p>A prompt that a filter stopped (Azure's 400 {@code content_filter}, OpenAI's {@code content_policy_violation},
 * DeepSeek's "Content Exists Risk", ...) is INVALID_REQUEST where the vendor answered with a 4xx, which the official
 * clients raise as an error with that code; inside a 200 it is CONTENT_FILTERED, and the client sees a finish reason.
 * No other candidate is asked either way.
 *
 * <p>Groq answers 413 and OpenAI 429 ("Request too large for ... on tokens per min"), both with code {@code
 * rate_limit_exceeded}, where one request alone is over the account's tokens per minute: that is UNSUPPORTED, since the
 * request is sound, another provider can take it, this one never will, and others' requests can go on.
 *
 * <p>Sources (read 2026-11-22): https://openrouter.ai/docs/api/reference/errors-and-debugging,
 * https://docs.z.ai/api-reference/api-code, https://api-docs.deepseek.com/quick_start/error_codes; for the others the
 * answers that public issue trackers and test suites quote. 3036 and 4006 are Cloudflare's day that is spent:
 * https://developers.cloudflare.com/workers-ai/platform/errors/, https://github.com/diegosouzapw/OmniRoute/issues/6980
 * (read 2026-11-29).
 */
final class OpenAiFailures {

    private static final Set<String> CONTEXT = Set.of("context_length_exceeded", "exceed_context_size_error",
            "tokens_limit_reached", "model_context_window_exceeded");

    private static final Set<String> QUOTA = Set.of("insufficient_quota", "billing_hard_limit_reached",
            "billing_not_active", "exceeded_current_quota_error", "insufficient_balance", "arrearage", "account_deactivated",
            "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded", "1113", "3036", "4006");

    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation", "moderation_blocked",
            "invalid_prompt", "responsibleaipolicyviolation", "data_inspection_failed", "1301");

    private static final Set<String> NO_MODEL = Set.of("model_not_found", "deploymentnotfound", "model_not_available",
            "model_decommissioned", "unknown_model", "model_not_supported", "resource_not_found_error", "1211");

    private static final Set<String> RATE = Set.of("rate_limit_exceeded", "rate_limit_error", "rate_limit_reached_error",
            "too_many_requests", "throttling", "tokens", "requests");

    private static final Set<String> KEY = Set.of("invalid_api_key", "authentication_error",
            "invalid_authentication_error", "incorrect_api_key", "permission_denied_error", "unauthorized");

    private static final Set<String> OVERLOAD = Set.of("overloaded_error", "engine_overloaded_error", "server_error",
            "server_is_overloaded", "slow_down", "service_unavailable_error", "service_unavailable",
            "internal_server_error", "internal_error", "api_error");

    private static final Set<String> INVALID = Set.of("invalid_request_error", "bad_request", "badrequesterror",
            "validation", "validation_error", "invalid_argument", "unsupported_parameter", "unprocessable_entity");

    private static final Pattern CONTEXT_WORDS = Pattern.compile("(?i)maximum context length|maximum prompt length"
            + "|context window|context[ _]length|context size|prompt (is )?too long|input (is )?too long|too many tokens"
            + "|exceeds? the maximum number of tokens|token count .{0,40}exceeds|exceeded model token limit"
            + "|reduce the length of (the|your) (messages|prompt|input)|inputs?`? tokens \\+ `?max_new_tokens"
            + "|range of input length|prompt exceeds max length|maximum model length|max_model_len"
            + "|request body too large for .{0,80}tokens");

    private static final Pattern TOKENS_PER_TIME = Pattern.compile("(?i)tokens per (min|minute|day|hour)|\\bTP[MD]\\b");

    private static final Pattern TOO_LARGE = Pattern.compile("(?i)request too large");

    private static final Pattern QUOTA_WORDS = Pattern.compile(
            "(?i)insufficient (account )?(balance|credits?|funds|quota)|billing hard limit"
                    + "|out of credits|more credits are required|requires more credits|credit balance is too low"
                    + "|used up your daily free allocation");

    private static final Pattern FILTER_WORDS = Pattern.compile("(?i)content exists risk|content management policy"
            + "|violat\\w+ (our |the )?(usage|content) (guidelines|polic)|content policy|input data may contain inappropriate");

    private static final Pattern MODEL_WORDS = Pattern.compile("(?i)model\\b.{0,120}\\b(does not exist|not exist|not found"
            + "|is not available|not a valid model|has been decommissioned|is not supported by any provider)"
            + "|(unknown|invalid|no such|unsupported) model\\b|not a valid model id|no endpoints found");

    private OpenAiFailures() {}

    /** Classifies an error answer, or an error object inside a 200. */
    static ProviderFailure classify(WireReply reply) {
        return classify(reply.status(), tree(reply.body()), reply.body());
    }

    /** Classifies the error that a stream's event carries. */
    static ProviderFailure inStream(JsonNode event, byte[] data) {
        return classify(200, event, data);
    }

    /** Whether a body without choices is an error in one of the shapes that do not use an {@code error} field. */
    static boolean looksLikeError(byte[] body) {
        JsonNode tree = tree(body);
        return tree != null && ErrorFields.of(tree).message() != null;
    }

    private static @Nullable JsonNode tree(byte[] body) {
        try {
            return Json.parse(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static ProviderFailure classify(int httpStatus, @Nullable JsonNode tree, byte[] body) {
        ErrorFields fields = tree == null || !tree.isContainerNode() ? ErrorFields.text(body) : ErrorFields.of(tree);
        int status = httpStatus < 400 && fields.status() != 0 ? fields.status() : httpStatus;
        String words = fields.words();
        FailureKind kind = kind(httpStatus, status, fields, words);
        return new ProviderFailure(kind, status, Failures.message(fields.message(), status), fields.type(),
                fields.code(), fields.param(), RetryWords.read(kind, words));
    }

    private static FailureKind kind(int httpStatus, int status, ErrorFields fields, String words) {
        if (fields.flagged() || said(FILTERED, fields) || status < 500 && FILTER_WORDS.matcher(words).find()) {
            return httpStatus >= 400 && httpStatus < 500 ? FailureKind.INVALID_REQUEST : FailureKind.CONTENT_FILTERED;
        }
        if (said(QUOTA, fields) || status == 402 || status < 500 && QUOTA_WORDS.matcher(words).find()) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        boolean perTime = TOKENS_PER_TIME.matcher(words).find();
        if (said(CONTEXT, fields) || !perTime && status != 429 && CONTEXT_WORDS.matcher(words).find()) {
            return FailureKind.CONTEXT_LENGTH;
        }
        if (perTime && (status == 413 || status == 429 && TOO_LARGE.matcher(words).find())) {
            // more tokens than this account may ever send in a minute; waiting helps nobody
            return FailureKind.UNSUPPORTED;
        }
        if (status == 429 || said(RATE, fields)) {
            return said(OVERLOAD, fields) ? FailureKind.OVERLOADED : FailureKind.RATE_LIMITED;
        }
        if (said(NO_MODEL, fields) || status < 500 && status != 401 && MODEL_WORDS.matcher(words).find()) {
            return FailureKind.MODEL_NOT_FOUND;
        }
        if (said(KEY, fields) || status == 400 && words.toLowerCase(Locale.ROOT).contains("api key")) {
            return FailureKind.AUTHENTICATION;
        }
        if (status >= 400) {
            return Failures.kindOf(status);
        }
        return said(INVALID, fields) ? FailureKind.INVALID_REQUEST : FailureKind.OVERLOADED;
    }

    private static boolean said(Set<String> names, ErrorFields fields) {
        return in(names, fields.code()) || in(names, fields.type()) || in(names, fields.inner());
    }

    private static boolean in(Set<String> names, @Nullable String name) {
        return name != null && names.contains(name.toLowerCase(Locale.ROOT));
    }
}
