package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiFailuresTest {

    private final GeminiDialect dialect = new GeminiDialect();

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, API key not valid. Please pass a valid API key., INVALID_REQUEST",
        "400, INVALID_ARGUMENT, The input token count (9) exceeds the maximum number of tokens allowed (8)."
                + ", CONTEXT_LENGTH",
        "400, INVALID_ARGUMENT, the input token count is 10 but model only supports up to 8, CONTEXT_LENGTH",
        "400, INVALID_ARGUMENT, Request payload size exceeds the limit: 20971520 bytes., INVALID_REQUEST",
        "400, FAILED_PRECONDITION, User location is not supported for the API use., UNSUPPORTED",
        "401, UNAUTHENTICATED, Request had invalid authentication credentials., AUTHENTICATION",
        "403, PERMISSION_DENIED, Your API key was reported as leaked., AUTHENTICATION",
        "403, PERMISSION_DENIED, You do not have permission to access the File x or it may not exist., INVALID_REQUEST",
        "404, NOT_FOUND, models/x is not found for API version v1beta., MODEL_NOT_FOUND",
        "429, RESOURCE_EXHAUSTED, Resource has been exhausted., RATE_LIMITED",
        "429, RESOURCE_EXHAUSTED, Your prepayment credits are depleted., QUOTA_EXHAUSTED",
        "500, INTERNAL, An internal error has occurred., OVERLOADED",
        "503, UNAVAILABLE, The model is overloaded. Please try again later., OVERLOADED",
        "504, DEADLINE_EXCEEDED, Deadline expired before operation could complete., TIMEOUT",
        "499, CANCELLED, The operation was cancelled., OVERLOADED",
        "418, SOMETHING_NEW, What?, INVALID_REQUEST"
    })
    void shouldClassifyByStatusAndMessage(int status, String name, String message, FailureKind kind) {
        ProviderFailure failure = failure(status,
                "{\"error\": {\"code\": %d, \"message\": \"%s\", \"status\": \"%s\"}}"
                        .formatted(status, message, name));

        assertThat(failure).isEqualTo(new ProviderFailure(kind, status, message, name, null, null, null));
    }

    @Test
    void shouldCallItAuthenticationWhenTheDetailsSayThatTheKeyIsInvalid() {
        ProviderFailure failure = failure(400,
                """
                {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT", "details": [
                  {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}}""");

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure.code()).isEqualTo("API_KEY_INVALID");
    }

    @Test
    void shouldTakeTheDelayFromTheDetailsWhenAMinutesQuotaIsUsedUp() {
        ProviderFailure failure = failure(429, quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"));

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(34_074));
    }

    @Test
    void shouldCallItExhaustedWithoutDelayWhenTheDaysQuotaIsUsedUp() {
        ProviderFailure failure = failure(429, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"));

        assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
        assertThat(failure.retryAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "true, '{\"quotaId\": \"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}'",
        "true, '{\"quotaId\": \"GenerateRequestsPerDay-FreeTier\", \"quotaDimensions\": {\"model\": \"g\"}}'",
        "true, '{\"quotaMetric\": \"x/generate_requests_per_model_per_day\"}, {\"quotaId\": \"PerMinutePerProject\"}'",
        "false, '{\"quotaId\": \"GenerateRequestsPerDayPerProject\", \"quotaDimensions\": {\"location\": \"global\"}}'",
        "false, '{\"quotaId\": \"PerDayPerProjectPerModel\"}, {\"quotaId\": \"PerDayPerProject\"}'"
    })
    void shouldSayWhetherTheDaysQuotaIsTheModels(boolean modelOnly, String violations) {
        ProviderFailure failure = failure(429,
                """
                {"error": {"code": 429, "message": "Quota", "status": "RESOURCE_EXHAUSTED", "details": [
                  {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [%s]}]}}"""
                        .formatted(violations));

        assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
        assertThat(failure.modelOnly()).isEqualTo(modelOnly);
    }

    @Test
    void shouldReadAnErrorInAnArrayAndTheDelayFromItsMessage() {
        ProviderFailure failure = failure(429,
                """
                [{"error": {"code": 429, "message": "Quota exceeded. Please retry in 12.5s.",
                  "status": "RESOURCE_EXHAUSTED"}}]""");

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(12_500));
    }

    @Test
    void shouldNameTheFieldThatGoogleNames() {
        ProviderFailure failure = failure(400,
                """
                {"error": {"code": 400, "message": "Invalid value", "status": "INVALID_ARGUMENT", "details": [
                  {"@type": "type.googleapis.com/google.rpc.BadRequest",
                   "fieldViolations": [{"field": "contents[0].parts", "description": "empty"}]}]}}""");

        assertThat(failure.param()).isEqualTo("contents[0].parts");
    }

    @ParameterizedTest
    @CsvSource({
        "504, <html><title>504 Gateway Timeout</title></html>, OVERLOADED",
        "502, '', OVERLOADED",
        "403, '', AUTHENTICATION",
        "404, '{}', MODEL_NOT_FOUND",
        "429, '{\"error\": \"slow down\"}', RATE_LIMITED",
        "400, 'null', INVALID_REQUEST",
        "413, '[]', INVALID_REQUEST"
    })
    void shouldGoByTheStatusWhenTheBodySaysNothing(int status, String body, FailureKind kind) {
        ProviderFailure failure = failure(status, body);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.message()).isNotBlank().doesNotContain("html");
    }

    @Test
    void shouldLeaveNoKeyInTheMessage() {
        ProviderFailure failure = failure(400,
                "{\"error\": {\"message\": \"API key AIzaSyA1234567890abcdefg is bad\","
                        + " \"status\": \"INVALID_ARGUMENT\"}}");

        assertThat(failure.message()).doesNotContain("AIza");
    }

    private static String quota(String id) {
        return """
               {"error": {"code": 429, "message": "You exceeded your current quota.", "status": "RESOURCE_EXHAUSTED",
                "details": [
                  {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": "%s"}]},
                  {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.074s"}]}}""".formatted(id);
    }

    private ProviderFailure failure(int status, String body) {
        return dialect.failure(new WireReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
