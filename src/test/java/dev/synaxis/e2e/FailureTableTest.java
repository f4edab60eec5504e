package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.ALONE;
import static dev.synaxis.e2e.Scene.TWO;
import static dev.synaxis.e2e.Scene.attempts;
import static dev.synaxis.e2e.Scene.error;
import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.e2e.Scene.text;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the failure table: next candidate, cooldown, what the client is told. The breaker has its own test. */
class FailureTableTest {

    private Scene scene;

    private GatewayFixture gateway(String yaml) {
        scene = new Scene(yaml);
        return scene.gateway;
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void shouldTellTheVendors4xxAndAskNobodyElseWhenTheRequestIsInvalid(int status) {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(status, OpenAiWire.invalidRequest("temperature").body());
        scene.answers("second", "never");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error(answer)).isEqualTo("invalid_request_error invalid_value temperature");
        assertThat(attempts(answer)).containsExactly("first m INVALID_REQUEST " + status);
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(scene.asked()).containsExactly("first");
        assertThat(scene.cooldowns("first")).isEmpty();
    }

    @Test
    void shouldTellTheVendors4xxWhenAnInvalidRequestFollowsARetriableFailure() {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(OpenAiWire.rateLimited());
        scene.second().reply(OpenAiWire.invalidRequest("temperature"));

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(attempts(answer)).containsExactly("first m RATE_LIMITED 429", "second m INVALID_REQUEST 400");
    }

    @Test
    void shouldAnswer400WhenNoModelHasTheAbility() {
        GatewayFixture gateway = gateway("""
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: sk-first
                    models: [{ name: m, abilities: [] }]
                """);
        String tools = GatewayFixture.chatBody("m").replace("\"messages\"",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"messages\"");

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, tools);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).startsWith("invalid_request_error unsupported");
        assertThat(answer.body()).contains("tools");
        assertThat(scene.asked()).isEmpty();
    }

    private static final String AUDIO = """
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""";

    private static final String CLAUDE = """
            strategy: preferred
            providers:
              - { id: claude, dialect: anthropic, base-url: "VENDOR", api-key: sk-ant-1, models: [m] }
            """;

    @Test
    void shouldMoveOnWhenTheDialectCannotExpressTheRequest() {
        GatewayFixture gateway = gateway(CLAUDE + """
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: sk-second, models: [m] }
                """);
        scene.answers("second", "heard you");

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, AUDIO);

        assertThat(text(answer)).isEqualTo("heard you");
        assertThat(scene.asked()).containsExactly("second");
        assertThat(scene.cooldowns("claude")).isEmpty();
    }

    @Test
    void shouldAnswer400WhenNobodyCanExpressTheRequest() {
        GatewayFixture gateway = gateway(CLAUDE);
        scene.vendor.on(AnthropicWire.MESSAGES).reply(200, AnthropicWire.text("m", "never"));

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, AUDIO);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).startsWith("invalid_request_error unsupported");
        assertThat(attempts(answer)).containsExactly("claude m UNSUPPORTED 0");
        assertThat(scene.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldLeaveAProviderAloneForAnHourWhenItRefusesOurKey(int status) {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(status, OpenAiWire.invalidKey().body());
        scene.answers("second", "here");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(text(answer)).isEqualTo("here");
        assertThat(scene.cooldowns("first")).containsExactly("AUTHENTICATION * 3600");
        assertThat(scene.plan("m")).containsExactly("second");
        assertThat(scene.plan("other")).isEmpty();
        scene.clock.advance(Duration.ofMinutes(59));
        assertThat(scene.plan("m")).containsExactly("second");
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(scene.plan("m")).containsExactly("first", "second");
    }

    @Test
    void shouldTell502AndNeverTryAsAnEmergencyWhenTheOnlyKeyIsRefused() {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(OpenAiWire.invalidKey());

        HttpResponse<String> refused = gateway.chat("m");
        HttpResponse<String> after = gateway.chat("m");

        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(error(refused)).isEqualTo("provider_error provider_authentication null");
        assertThat(attempts(refused)).containsExactly("first m AUTHENTICATION 401");
        assertThat(refused.body()).doesNotContain("sk-");
        assertThat(after.statusCode()).isEqualTo(503);
        assertThat(error(after)).isEqualTo("provider_error no_available_provider null");
        assertThat(header(after, "retry-after")).isEqualTo("3600");
        assertThat(scene.asked()).hasSize(1);
    }

    @Test
    void shouldLeaveOnlyThatModelAloneForTenMinutesWhenItIsNotFound() {
        GatewayFixture gateway = gateway(TWO);
        scene.first().answer(r -> r.text().contains("other")
                ? Reply.json(200, OpenAiWire.text("other", "still here"))
                : Reply.json(404, OpenAiWire.modelNotFound("m").body()));
        scene.answers("second", "here");

        assertThat(text(gateway.chat("m"))).isEqualTo("here");

        assertThat(scene.cooldowns("first")).containsExactly("MODEL_NOT_FOUND m 600");
        assertThat(text(gateway.chat("other"))).isEqualTo("still here");
        scene.clock.advance(Duration.ofMinutes(10));
        assertThat(scene.plan("m")).containsExactly("first", "second");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invalid api token                                    | invalid api token",
        "Wrong key: hunter2. Ask at https://example.com/keys. | Wrong key: [key] Ask at https://example.com/keys.",
        "No access for org-42x or sk-f***rst, or (first)      | No access for [key] or [key] or [key]",
        "Bad key. Ask at https://www.first.example/api-keys.  | Bad key. Ask at https://www.first.example/api-keys.",
        "Bad key. Ask at https://a.example/sk-first.          | Bad key. Ask at [key]",
        "Your key ****irst is invalid                         | Your key [key] is invalid",
        "Your key ****-key is invalid: <not-a-r****key>.      | Your key ****-key is invalid: <not-a-r****key>.",
    })
    void shouldTellWhatTheVendorSaidOfItsKeyButNothingThatMayBePartOfOne(String said, String told) {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(401, "{\"message\":\"" + said + "\"}");

        HttpResponse<String> refused = gateway.chat("m");

        assertThat(json(refused).path("error").path("message").asText())
                .isEqualTo("the provider refused the key that the gateway has for it: " + told);
    }

    @Test
    void shouldTell404WhenNobodyHasTheModelAfterAll() {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(OpenAiWire.modelNotFound("m"));

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer)).isEqualTo("invalid_request_error model_not_found null");
        assertThat(attempts(answer)).containsExactly("first m MODEL_NOT_FOUND 404");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void shouldTellTheVendorsOwnStatusWhenItSaysOtherwiseThatItHasNoSuchModel(int status) {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(status, OpenAiWire.modelNotFound("m").body());

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(error(answer)).isEqualTo("invalid_request_error model_not_found null");
        assertThat(attempts(answer)).containsExactly("first m MODEL_NOT_FOUND " + status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "OVERLOADED  | {\"error\":{\"message\":\"The engine is overloaded\",\"type\":\"engine_overloaded_error\"}}",
        "UNSUPPORTED | {\"error\":{\"message\":\"Request too large on tokens per min (TPM): Limit 2, Requested 9\",\"type\":\"tokens\"}}",
    })
    void shouldTellTheVendorsOwn429WhateverItMeansByIt(String kind, String body) {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(429, body);

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(attempts(answer)).containsExactly("first m " + kind + " 429");
        assertThat(scene.cooldowns("first")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20,20", ",60"})
    void shouldLeaveTheModelAloneAsLongAsItAsksWhenRateLimited(String retryAfter, int seconds) {
        GatewayFixture gateway = gateway(TWO);
        Reply refusal = scene.first().reply(OpenAiWire.rateLimited());
        if (retryAfter != null) {
            refusal.header("retry-after", retryAfter);
        }
        scene.answers("second", "here");

        assertThat(text(gateway.chat("m"))).isEqualTo("here");

        assertThat(scene.asked()).containsExactly("first", "second");
        assertThat(scene.cooldowns("first")).containsExactly("RATE_LIMITED m " + seconds);
        assertThat(scene.plan("m")).containsExactly("second");
        assertThat(scene.plan("other")).containsExactly("first");
        scene.clock.advance(Duration.ofSeconds(seconds));
        assertThat(scene.plan("m")).containsExactly("first", "second");
    }

    @ParameterizedTest
    @CsvSource({"20,20", ",60"})
    void shouldTell429WithRetryAfterWhenRateLimitedEverywhere(String retryAfter, String told) {
        GatewayFixture gateway = gateway(ALONE);
        Reply refusal = scene.first().reply(OpenAiWire.rateLimited());
        if (retryAfter != null) {
            refusal.header("retry-after", retryAfter);
        }

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "retry-after")).isEqualTo(told);
        assertThat(error(answer)).isEqualTo("rate_limit_error rate_limit_exceeded null");
        assertThat(attempts(answer)).containsExactly("first m RATE_LIMITED 429");
    }

    @Test
    void shouldLeaveTheProviderAloneForAnHourWhenItsQuotaIsExhausted() {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(OpenAiWire.insufficientQuota());
        scene.answers("second", "here");

        assertThat(text(gateway.chat("m"))).isEqualTo("here");

        assertThat(scene.cooldowns("first")).containsExactly("QUOTA_EXHAUSTED * 3600");
        assertThat(scene.plan("other")).isEmpty();
    }

    @Test
    void shouldLeaveOnlyTheModelAloneWhenTheExhaustedQuotaIsTheModels() {
        GatewayFixture gateway = gateway("""
                providers:
                  - { id: google, dialect: gemini, base-url: "VENDOR/v1beta", api-key: k, models: [m, other] }
                """);
        scene.vendor.on(GeminiWire.generate("m")).reply(429, """
                {"error": {"code": 429, "message": "Quota", "status": "RESOURCE_EXHAUSTED", "details": [
                  {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [
                    {"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}}""");

        assertThat(error(gateway.chat("m"))).isEqualTo("insufficient_quota insufficient_quota null");

        assertThat(scene.cooldowns("google")).containsExactly("QUOTA_EXHAUSTED m 3600");
        assertThat(scene.plan("m")).isEmpty();
        assertThat(scene.plan("other")).containsExactly("google");
    }

    @Test
    void shouldWaitForTheWindowsResetWhenTheQuotaIsExhaustedAndAWindowIsConfigured() {
        GatewayFixture gateway = gateway("""
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: sk-first
                    models: [m]
                    limits: { requests-per-minute: 10, requests-per-day: 100 }
                """);
        scene.first().reply(OpenAiWire.insufficientQuota());

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(error(answer)).isEqualTo("insufficient_quota insufficient_quota null");
        assertThat(attempts(answer)).containsExactly("first m QUOTA_EXHAUSTED 429");
        // the clock stands at 12:00:10; days end at midnight
        assertThat(scene.cooldowns("first")).containsExactly("QUOTA_EXHAUSTED * " + (12 * 3600 - 10));
    }

    @Test
    void shouldNotTakeTheEndOfAMinuteForTheResetOfAQuotaThatIsExhausted() {
        GatewayFixture gateway = gateway("""
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: sk-first
                    models: [m]
                    limits: { requests-per-minute: 10, requests-per-hour: 100 }
                """);
        scene.first().reply(429, """
                {"success": false, "errors": [{"code": 3036, "message": "You have used up your daily free allocation of 10,000 neurons."}]}""");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(attempts(answer)).containsExactly("first m QUOTA_EXHAUSTED 429");
        assertThat(scene.cooldowns("first")).containsExactly("QUOTA_EXHAUSTED * 3600");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 529})
    void shouldMoveOnWithoutACooldownWhenAProviderIsOverloadedOnce(int status) {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(OpenAiWire.serverError(status));
        scene.answers("second", "here");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(text(answer)).isEqualTo("here");
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("3");
        assertThat(scene.asked()).containsExactly("first", "first", "second");
        assertThat(scene.cooldowns("first")).isEmpty();
    }

    @Test
    void shouldTell503WhenEverybodyIsOverloaded() {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(OpenAiWire.serverError(500)).header("retry-after", "7");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "retry-after")).isEqualTo("7");
        assertThat(error(answer)).isEqualTo("provider_error provider_overloaded null");
        assertThat(attempts(answer)).containsExactly("first m OVERLOADED 500");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerWithAFinishReasonWhenTheVendorsFilterRefuses(boolean stream) {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(200, """
                {"error":{"message":"The response was filtered due to the prompt triggering a content policy.",
                "type":null,"param":"prompt","code":"content_filter"}}""");
        scene.answers("second", "never");

        HttpResponse<String> answer = stream ? gateway.stream("m") : gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"finish_reason\":\"content_filter\"").doesNotContain("\"error\"");
        assertThat(answer.body().contains("[DONE]")).isEqualTo(stream);
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("first");
        assertThat(scene.asked()).containsExactly("first");
    }

    @Test
    void shouldHandOnTheVendorsStatusWhenItsFilterRefusesThePrompt() {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(400, """
                {"error":{"message":"The response was filtered due to the prompt triggering a content policy.",
                "type":null,"param":"prompt","code":"content_filter"}}""");
        scene.answers("second", "never");

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"content_filter\"");
        assertThat(scene.asked()).containsExactly("first");
    }

    @Test
    void shouldReportAMixedFailureByItsLastRetriableKind() {
        GatewayFixture gateway = gateway(TWO + """
                models:
                  - { name: smart, candidates: [first/m, second/m, second/x, first/y] }
                """);
        scene.first().answer(r -> r.text().contains("\"y\"")
                ? Reply.json(404, OpenAiWire.modelNotFound("y").body())
                : Reply.json(429, OpenAiWire.rateLimited().body()).header("retry-after", "40"));
        scene.second().answer(r -> r.text().contains("\"x\"")
                ? Reply.json(404, OpenAiWire.modelNotFound("x").body())
                : Reply.json(402, OpenAiWire.insufficientQuota().body()));

        HttpResponse<String> answer = gateway.chat("smart");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(error(answer)).isEqualTo("insufficient_quota insufficient_quota null");
        // the cooldown of the whole provider takes second/x out of the plan
        assertThat(attempts(answer)).containsExactly(
                "first m RATE_LIMITED 429", "second m QUOTA_EXHAUSTED 402", "first y MODEL_NOT_FOUND 404");
        assertThat(answer.body()).doesNotContain("Rate limit reached");
    }

    @Test
    void shouldNotCoolDownWhenCooldownsAreSwitchedOff() {
        GatewayFixture gateway = gateway(TWO.replace("max-retries: 0", "max-retries: 0, cooldown: { enabled: false }"));
        scene.first().reply(OpenAiWire.rateLimited()).header("retry-after", "20");
        scene.answers("second", "here");

        gateway.chat("m");

        assertThat(scene.cooldowns("first")).isEmpty();
        assertThat(scene.plan("m")).containsExactly("first", "second");
    }
}
