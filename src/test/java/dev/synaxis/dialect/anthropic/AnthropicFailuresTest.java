package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.anthropic.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicFailuresTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | invalid_request_error | max_tokens: must be at least 1 | INVALID_REQUEST",
        "400 | invalid_request_error | prompt is too long: 205000 tokens > 200000 maximum | CONTEXT_LENGTH",
        "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 1 + 2 > 3 | CONTEXT_LENGTH",
        "400 | invalid_request_error | Your credit balance is too low to access the API. | QUOTA_EXHAUSTED",
        "400 | invalid_request_error | You have reached your specified API usage limits. | QUOTA_EXHAUSTED",
        "400 | invalid_request_error | This organization has been disabled. | AUTHENTICATION",
        "401 | authentication_error | invalid x-api-key | AUTHENTICATION",
        "402 | billing_error | Payment required | QUOTA_EXHAUSTED",
        "403 | permission_error | Not allowed | AUTHENTICATION",
        "404 | not_found_error | model: claude-none | MODEL_NOT_FOUND",
        "413 | request_too_large | Request exceeds the maximum size | INVALID_REQUEST",
        "429 | rate_limit_error | This request would exceed your rate limit. | RATE_LIMITED",
        "500 | api_error | Internal server error | OVERLOADED",
        "504 | timeout_error | Took too long | OVERLOADED",
        "529 | overloaded_error | Overloaded | OVERLOADED",
        "200 | overloaded_error | Overloaded | OVERLOADED",
        "200 | rate_limit_error | Slow down | RATE_LIMITED",
    })
    void shouldTellTheKindByTypeAndMessage(int status, String type, String message, FailureKind kind) {
        ProviderFailure failure = dialect.failure(reply(status,
                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}".formatted(type, message)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><title>502 Bad Gateway</title></html>", "null", "[]", "\"text\""})
    void shouldGoByTheStatusWhenTheBodyIsNoError(String body) {
        ProviderFailure failure = dialect.failure(reply(502, body));

        assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failure.message()).isEqualTo("the provider answered with HTTP status 502");
    }

    @Test
    void shouldGoByTheStatusWhenTheTypeIsNew() {
        assertThat(dialect.failure(reply(429, "{\"error\":{\"type\":\"new_error\",\"message\":\"no\"}}")).kind())
                .isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(dialect.failure(reply(400, "{\"error\":\"prompt is too long\"}")).kind())
                .isEqualTo(FailureKind.CONTEXT_LENGTH);
    }

    @Test
    void shouldTakeKeysOutOfTheMessage() {
        assertThat(dialect.failure(reply(401,
                        "{\"error\":{\"type\":\"authentication_error\",\"message\":\"bad key sk-ant-api03-abcdef\"}}"))
                .message()).isEqualTo("bad key [key]");
    }
}
