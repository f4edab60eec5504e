package dev.synaxis.dialect.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudflareFailuresTest {

    private static ProviderFailure read(int status, String body) {
        return CloudflareFailures.of(new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "429 | 3036 | You have used up your daily free allocation of 10,000 neurons. | QUOTA_EXHAUSTED",
        "429 | 4006 | AiError: you have used up your daily free allocation of 10,000 neurons | QUOTA_EXHAUSTED",
        "429 | 3040 | No more data centers to forward the request to | OVERLOADED",
        "429 | 971  | slow down | RATE_LIMITED",
        "400 | 5007 | No such model @cf/x/y or task | MODEL_NOT_FOUND",
        "404 | 3042 | The model name is invalid | MODEL_NOT_FOUND",
        "403 | 5016 | User has not agreed to the model terms | MODEL_NOT_FOUND",
        "403 | 5018 | The account is not allowed to access this model | MODEL_NOT_FOUND",
        "403 | 3041 | The account is not allowed to access this model | MODEL_NOT_FOUND",
        "400 | 7000 | No route for that URI | MODEL_NOT_FOUND",
        "410 | 1    | This model was deprecated | MODEL_NOT_FOUND",
        "404 | 7003 | Could not route to a path, perhaps your object identifier is invalid? | AUTHENTICATION",
        "400 | 6003 | Invalid request headers | AUTHENTICATION",
        "400 | 9106 | Authentication failed (status: 400) | AUTHENTICATION",
        "403 | 10000 | Authentication error | AUTHENTICATION",
        "403 | 3023 | Service unavailable for account | AUTHENTICATION",
        "400 | 8007 | AiError: Input prompt contains NSFW content. | CONTENT_FILTERED",
        "400 | 3030 | AiError: Your output has been flagged. | CONTENT_FILTERED",
        "400 | 3030 | Invalid input image[0] | INVALID_REQUEST",
        "413 | 3006 | Request is too large | INVALID_REQUEST",
        "408 | 3007 | Request timeout | TIMEOUT",
        "500 | 1031 | internal | OVERLOADED",
    })
    void shouldKnowTheErrorByItsCode(int status, String code, String message, FailureKind kind) {
        ProviderFailure failure = read(status, "{\"result\":{},\"success\":false,\"messages\":[],\"errors\":[{\"code\":"
                + code + ",\"message\":\"" + message + "\"}]}");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).isEqualTo(message);
    }

    @Test
    void shouldGoByTheStatusWhenThereIsNoError() {
        assertThat(read(401, "").kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(read(502, "<html>").kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(read(200, "{\"success\":false,\"errors\":[]}").kind()).isEqualTo(FailureKind.MALFORMED_REPLY);
    }
}
