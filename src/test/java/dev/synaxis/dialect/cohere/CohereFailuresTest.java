package dev.synaxis.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereFailuresTest {

    private final CohereDialect dialect = new CohereDialect();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | invalid request: temperature must be between 0 and 1.0 inclusive. | INVALID_REQUEST",
        "400 | too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292. | CONTEXT_LENGTH",
        "400 | invalid request: response_format is not supported with RAG. | UNSUPPORTED",
        "400 | invalid request: model 'embed-v4' is not supported by the chat API | MODEL_NOT_FOUND",
        "401 | invalid api token | AUTHENTICATION",
        "402 | please add or update your payment method | QUOTA_EXHAUSTED",
        "403 | not allowed | AUTHENTICATION",
        "404 | model 'x' not found, make sure the correct model ID was used and that you have access to it | MODEL_NOT_FOUND",
        "413 | request entity too large | INVALID_REQUEST",
        "422 | unprocessable | INVALID_REQUEST",
        "429 | You are using a Trial key, which is limited to 20 API calls / minute. | RATE_LIMITED",
        "429 | You are using a Trial key, which is limited to 1000 API calls / month. | QUOTA_EXHAUSTED",
        "429 | trial token rate limit exceeded, limit is 100000 tokens per minute | RATE_LIMITED",
        "498 | blocked output | CONTENT_FILTERED",
        "499 | request cancelled | OVERLOADED",
        "500 | internal server error | OVERLOADED",
        "501 | not implemented | UNSUPPORTED",
        "503 | service unavailable | OVERLOADED",
        "504 | gateway timeout | OVERLOADED",
    })
    void shouldClassifyByStatusAndMessage(int status, String message, FailureKind kind) {
        ProviderFailure failure = dialect.failure(Cohere.reply(status, "{\"id\":\"x\",\"message\":\"" + message + "\"}"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.retryAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"error\":\"no credits\"} | no credits",
        "{\"error\":{\"message\":\"no credits\"}} | no credits",
        "{\"data\":\"deny-listed token\"} | deny-listed token",
        "{\"message\":\"\"} | the provider answered with HTTP status 500",
        "<html><title>502</title></html> | the provider answered with HTTP status 500",
        "'' | the provider answered with HTTP status 500",
    })
    void shouldFindTheMessageWhereverItIs(String body, String message) {
        ProviderFailure failure = dialect.failure(Cohere.reply(500, body));

        assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failure.message()).isEqualTo(message);
    }

    @Test
    void shouldKeepTheKeyOutOfTheMessage() {
        ProviderFailure failure =
                dialect.failure(Cohere.reply(401, "{\"message\":\"invalid api token: Bearer abcdefgh12345678\"}"));

        assertThat(failure.message()).doesNotContain("abcdefgh12345678");
    }
}
