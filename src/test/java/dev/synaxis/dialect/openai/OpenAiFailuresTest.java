package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "400 | INVALID_REQUEST  | {'error':{'message':'bad','type':'invalid_request_error','param':'n','code':null}}",
        "400 | INVALID_REQUEST  | {'error':{'message':'Unsupported parameter','code':'unsupported_parameter','param':'max_tokens'}}",
        "413 | INVALID_REQUEST  | {'error':{'message':'Request Entity Too Large','type':'invalid_request_error'}}",
        "422 | INVALID_REQUEST  | {'detail':[{'loc':['body','messages',0],'msg':'field required','type':'missing'}]}",
        "422 | INVALID_REQUEST  | {'object':'error','message':{'detail':[{'loc':['body'],'msg':'Extra inputs'}]},'type':'invalid_request_error'}",
        "400 | CONTEXT_LENGTH   | {'error':{'message':'too long','type':'invalid_request_error','code':'context_length_exceeded'}}",
        "400 | CONTEXT_LENGTH   | {'object':'error','message':'This model has a maximum context length of 4096 tokens. However','type':'BadRequestError','code':400}",
        "400 | CONTEXT_LENGTH   | {'error':{'code':400,'message':'request (9 tokens) exceeds the available context size (8 tokens)','type':'exceed_context_size_error'}}",
        "400 | CONTEXT_LENGTH   | {'code':'Client specified an invalid argument','error':'The maximum prompt length is 131072 but the request has more'}",
        "422 | CONTEXT_LENGTH   | {'error':'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096','error_type':'validation'}",
        "400 | CONTEXT_LENGTH   | {'object':'error','message':'Prompt contains 9 tokens, too large for model with 8 maximum context length','code':'3051'}",
        "400 | CONTEXT_LENGTH   | [{'error':{'code':400,'message':'The input token count (9) exceeds the maximum number of tokens allowed (8).','status':'INVALID_ARGUMENT'}}]",
        "413 | CONTEXT_LENGTH   | {'error':{'code':'tokens_limit_reached','message':'Request body too large for gpt-4o model. Max size: 8000 tokens.'}}",
        "400 | CONTEXT_LENGTH   | {'error':{'message':'Provider returned error','code':400,'metadata':{'raw':'prompt is too long: 9 tokens'}}}",
        "400 | CONTEXT_LENGTH   | {'error':{'code':'1261','message':'Prompt exceeds max length'}}",
        "400 | MODEL_NOT_FOUND  | {'error':{'code':'1211','message':'Unknown Model, please check the model code.'}}",
        "429 | QUOTA_EXHAUSTED  | {'error':{'code':'1113','message':'no resource package'}}",
        "429 | QUOTA_EXHAUSTED  | {'error':{'message':'limit','type':'insufficient_quota','code':'project_spend_limit_exceeded'}}",
        "503 | OVERLOADED       | {'error':{'message':'busy','type':'service_unavailable_error','code':'server_is_overloaded'}}",
        "413 | UNSUPPORTED      | {'error':{'message':'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size','type':'tokens','code':'rate_limit_exceeded'}}",
        "429 | UNSUPPORTED      | {'error':{'message':'Request too large for x in organization o on tokens per min (TPM): Limit 200000, Requested 250013. The input or output tokens must be reduced','type':'tokens','code':'rate_limit_exceeded'}}",
        "429 | RATE_LIMITED     | {'error':{'message':'Rate limit reached on tokens per min (TPM): maximum context length','type':'tokens','code':'rate_limit_exceeded'}}",
        "429 | RATE_LIMITED     | [{'error':{'code':429,'message':'You exceeded your current quota','status':'RESOURCE_EXHAUSTED'}}]",
        "429 | RATE_LIMITED     | Too Many Requests",
        "429 | OVERLOADED       | {'error':{'message':'busy','type':'engine_overloaded_error'}}",
        "429 | QUOTA_EXHAUSTED  | {'error':{'message':'You exceeded your current quota','type':'insufficient_quota','code':'insufficient_quota'}}",
        "429 | QUOTA_EXHAUSTED  | {'error':{'message':'suspended','type':'exceeded_current_quota_error'}}",
        "400 | QUOTA_EXHAUSTED  | {'error':{'message':'Billing hard limit has been reached','code':'billing_hard_limit_reached'}}",
        "402 | QUOTA_EXHAUSTED  | {'error':{'message':'Insufficient Balance','type':'unknown_error'}}",
        "403 | QUOTA_EXHAUSTED  | {'detail':'Insufficient account balance'}",
        "429 | QUOTA_EXHAUSTED  | {'success':false,'errors':[{'code':3036,'message':'Account limited'}]}",
        "429 | QUOTA_EXHAUSTED  | {'errors':[{'code':4006,'message':'AiError: you have used up your daily free allocation of 10,000 neurons'}]}",
        "429 | QUOTA_EXHAUSTED  | {'error':{'message':'You have used up your daily free allocation of 10,000 neurons','code':'rate_limit'}}",
        "429 | RATE_LIMITED     | {'success':false,'errors':[{'code':3021,'message':'Rate limited'}]}",
        "401 | AUTHENTICATION   | {'error':{'message':'Incorrect API key provided','type':'invalid_request_error','code':'invalid_api_key'}}",
        "403 | AUTHENTICATION   | {'error':'forbidden'}",
        "400 | AUTHENTICATION   | [{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.','status':'INVALID_ARGUMENT'}}]",
        "404 | MODEL_NOT_FOUND  | {'error':{'message':'The model `x` does not exist or you do not have access to it.','type':'invalid_request_error','code':'model_not_found'}}",
        "403 | MODEL_NOT_FOUND  | {'error':{'message':'Project does not have access to model `x`','code':'model_not_found'}}",
        "400 | MODEL_NOT_FOUND  | {'error':{'message':'Model Not Exist','type':'invalid_request_error'}}",
        "400 | MODEL_NOT_FOUND  | {'error':{'message':'The model `x` has been decommissioned','code':'model_decommissioned'}}",
        "404 | MODEL_NOT_FOUND  | {'error':{'code':'DeploymentNotFound','message':'The API deployment for this resource does not exist.'}}",
        "404 | MODEL_NOT_FOUND  | {'status':404,'title':'Not Found','detail':'Function not found for account'}",
        "400 | INVALID_REQUEST | {'error':{'message':'The response was filtered','code':'content_filter','status':400,'innererror':{'code':'ResponsibleAIPolicyViolation'}}}",
        "400 | INVALID_REQUEST | {'error':{'message':'Your request was rejected','code':'content_policy_violation'}}",
        "400 | INVALID_REQUEST | {'error':{'message':'Content Exists Risk','type':'invalid_request_error','code':'invalid_request_error'}}",
        "403 | INVALID_REQUEST | {'error':{'message':'requires moderation','code':403,'metadata':{'reasons':['violence'],'flagged_input':'...'}}}",
        "500 | OVERLOADED       | {'error':{'message':'The server had an error','type':'server_error'}}",
        "503 | OVERLOADED       | {'errors':['no healthy upstream']}",
        "502 | OVERLOADED       | <html><head><title>x</title></head><body>Bad Gateway</body></html>",
        "529 | OVERLOADED       | overloaded",
        "504 | OVERLOADED       |  ",
        "408 | TIMEOUT          | {'error':{'message':'timed out'}}",
        "200 | OVERLOADED       | {'error':{'message':'Upstream error'}}",
        "200 | INVALID_REQUEST  | {'error':{'message':'bad','type':'invalid_request_error'}}",
        "200 | RATE_LIMITED     | {'error':{'message':'slow','code':429}}",
    })
    void shouldReadTheErrorsOfOpenAiAndItsKin(int status, FailureKind kind, String body) {
        ProviderFailure failure = read(status, body == null ? "" : body);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status == 200 && body.contains("429") ? 429 : status);
        assertThat(failure.message()).isNotBlank();
    }

    @Test
    void shouldKeepTheVendorsFields() {
        ProviderFailure failure = read(400, "{'error':{'message':'bad','type':'t','param':'n','code':'c'}}");

        assertThat(failure).isEqualTo(new ProviderFailure(FailureKind.INVALID_REQUEST, 400, "bad", "t", "c", "n", null));
    }

    @Test
    void shouldGiveTheWordsWithoutMarkupWhenTheBodyIsHtml() {
        assertThat(read(502, "<html><head><style>a{}</style></head><body><h1>502 Bad\n Gateway</h1></body></html>").message())
                .isEqualTo("502 Bad Gateway");
    }

    @Test
    void shouldNameTheFieldsWhenAnErrorListsThem() {
        assertThat(read(422, "{'detail':[{'loc':['body','n'],'msg':'too small'},{'msg':'odd'}]}").message())
                .isEqualTo("body.n: too small; odd");
    }

    @ParameterizedTest
    @CsvSource({"Please try again in 4.77s., 4770", "try again in 870ms, 870", "Please try again in 9m38.016s, 578016",
        "try again in 1h2m3s, 3723000", "Please try again in 6 seconds, 6000"})
    void shouldReadTheWaitWhenTheMessageNamesIt(String words, long millis) {
        assertThat(read(429, "{'error':{'message':'Rate limit reached. " + words + "','code':'rate_limit_exceeded'}}").retryAfter())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void shouldTakeKeysOutOfTheMessage() {
        assertThat(read(401, "{'error':{'message':'Incorrect API key provided: sk-proj-abcdefghijklmnop'}}").message())
                .doesNotContain("abcdefgh");
    }

    private static ProviderFailure read(int status, String body) {
        return new OpenAiDialect().failure(new WireReply(status, Map.of(), Fixtures.json(body)));
    }
}
