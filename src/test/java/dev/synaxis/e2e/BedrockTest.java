package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.BedrockWire;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Amazon Bedrock by Converse and ConverseStream, over real HTTP. */
class BedrockTest {

    private static final String MODEL = "bedrock/us.amazon.nova-lite-v1:0";
    private static final String WHOLE = "/model/us.amazon.nova-lite-v1%3A0/converse";
    private static final String STREAM = WHOLE + "-stream";

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                resilience: { max-retries: 0, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: bedrock, base-url: "%s" }
                """.formatted(vendor.url()),
                "AWS_BEARER_TOKEN_BEDROCK", "bedrock-key");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldAnswerAWholeChat() {
        on(WHOLE).reply(200, BedrockWire.text("Hello"));

        JsonNode answer = GatewayFixture.json(gateway.chat(MODEL));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hello");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(5);
        RecordedRequest sent = vendor.requests().getLast();
        assertThat(sent.header("authorization")).isEqualTo("Bearer bedrock-key");
        assertThat(sent.json().at("/messages/0/content/0/text").asText()).isEqualTo("Hi");
    }

    @Test
    void shouldCallToolsInAWholeChat() {
        on(WHOLE).reply(200, """
                {"output":{"message":{"role":"assistant","content":[{"text":"Let me look."},
                {"toolUse":{"toolUseId":"t_1","name":"get_weather","input":{"city":"Oslo"}}}]}},"stopReason":"tool_use",
                "usage":{"inputTokens":3,"outputTokens":2,"totalTokens":15,"cacheReadInputTokens":10,"cacheWriteInputTokens":0}}""");

        JsonNode answer = GatewayFixture.json(gateway.chat(MODEL));

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        JsonNode call = answer.at("/choices/0/message/tool_calls/0");
        assertThat(call.at("/id").asText()).isEqualTo("t_1");
        assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(13);
        assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void shouldStreamHoweverTheBytesAreCut() {
        on(STREAM).bytes(200, BedrockWire.TYPE, BedrockWire.stream("Hel", "lo")).splitEvery(7);

        HttpResponse<String> answer = gateway.stream(MODEL);

        assertThat(answer.body()).contains("\"content\":\"Hel\"").contains("\"content\":\"lo\"")
                .contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
        assertThat(vendor.requests().getLast().header("accept")).isEqualTo(BedrockWire.TYPE);
    }

    @Test
    void shouldStreamToolCalls() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(BedrockWire.event("messageStart", "{\"role\":\"assistant\"}"));
        stream.writeBytes(BedrockWire.event("contentBlockStart",
                "{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"name\":\"get_weather\",\"toolUseId\":\"t_1\"}}}"));
        stream.writeBytes(BedrockWire.event("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"{\\\"city\\\":\"}}}"));
        stream.writeBytes(BedrockWire.event("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"\\\"Oslo\\\"}\"}}}"));
        stream.writeBytes(BedrockWire.event("contentBlockStop", "{\"contentBlockIndex\":0}"));
        stream.writeBytes(BedrockWire.event("messageStop", "{\"stopReason\":\"tool_use\"}"));
        on(STREAM).bytes(200, BedrockWire.TYPE, stream.toByteArray());

        assertThat(gateway.stream(MODEL).body()).contains("\"id\":\"t_1\"").contains("\"name\":\"get_weather\"")
                .contains("\"arguments\":\"\\\"Oslo\\\"}\"").contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void shouldGiveAnEmptyObjectWhenACallHasNoArguments() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(BedrockWire.event("contentBlockStart",
                "{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"name\":\"now\",\"toolUseId\":\"t_1\"}}}"));
        stream.writeBytes(BedrockWire.event("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"\"}}}"));
        stream.writeBytes(BedrockWire.event("contentBlockStop", "{\"contentBlockIndex\":0}"));
        stream.writeBytes(BedrockWire.event("messageStop", "{\"stopReason\":\"tool_use\"}"));
        on(STREAM).bytes(200, BedrockWire.TYPE, stream.toByteArray());
        on(WHOLE).reply(200, """
                {"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t_1","name":"now"}}]}},
                "stopReason":"tool_use"}""");

        assertThat(gateway.stream(MODEL).body()).contains("\"arguments\":\"{}\"");
        assertThat(GatewayFixture.json(gateway.chat(MODEL)).at("/choices/0/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{}");
    }

    @Test
    void shouldSayWhatTheErrorMeans() {
        assertThat(refused(429, "ThrottlingException:http://internal.amazon.com/coral/", "Too many requests")).isEqualTo(429);
        assertThat(refused(403, "AccessDeniedException", "no")).isEqualTo(502);
        assertThat(refused(404, "ResourceNotFoundException", "no such model")).isEqualTo(404);
        assertThat(refused(400, "ValidationException", "The field is wrong.")).isEqualTo(400);
        assertThat(refused(503, "ServiceUnavailableException", "later")).isEqualTo(503);
        assertThat(refused(400, "ValidationException", "Input is too long for requested model.")).isEqualTo(400);
    }

    @Test
    void shouldKnowThatTheModelIsUnknownWhenItsNameIsInvalid() {
        on(WHOLE).reply(400, "{\"message\":\"The provided model identifier is invalid.\"}")
                .header("x-amzn-errortype", "ValidationException");

        JsonNode error = GatewayFixture.json(gateway.chat(MODEL)).path("error");

        assertThat(error.at("/attempts/0/kind").asText()).isEqualToIgnoringCase("model_not_found");
    }

    @Test
    void shouldSayWhatAnExceptionInTheStreamMeans() {
        on(STREAM).bytes(200, BedrockWire.TYPE, BedrockWire.exception("throttlingException", "{\"message\":\"Too many\"}"));

        assertThat(gateway.stream(MODEL).statusCode()).isEqualTo(429);
    }

    @Test
    void shouldNotTakeAStreamForWholeWhenItIsCutOrSpoilt() {
        on(STREAM).bytes(200, BedrockWire.TYPE, BedrockWire.event("contentBlockDelta", "{\"delta\":{\"text\":\"Hel\"}}"));
        assertThat(gateway.stream(MODEL).body()).contains("Hel").contains("\"error\"");

        byte[] spoilt = BedrockWire.stream("Hello");
        spoilt[20] ^= 1;
        on(STREAM).bytes(200, BedrockWire.TYPE, spoilt);
        assertThat(gateway.stream(MODEL).statusCode()).isEqualTo(502);
    }

    @Test
    void shouldAskTitanForOneVectorAfterTheOther() {
        on("/model/amazon.titan-embed-text-v2%3A0/invoke")
                .answer(request -> Reply.json(200, "{\"embedding\":[" + request.json().path("inputText").asText()
                        + ",0.5],\"inputTextTokenCount\":3,\"embeddingsByType\":{}}"));

        HttpResponse<String> answer = gateway.post("/v1/embeddings", """
                {"model":"bedrock/amazon.titan-embed-text-v2:0","input":["4","7"],"dimensions":2,"normalize":false}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(GatewayFixture.json(answer).findValuesAsText("embedding")).hasSize(2);
        assertThat(GatewayFixture.json(answer).at("/data/1/embedding/0").asInt()).isEqualTo(7);
        assertThat(GatewayFixture.json(answer).at("/usage/prompt_tokens").asInt()).isEqualTo(6);
        assertThat(vendor.requests().getLast().text())
                .isEqualTo("{\"inputText\":\"7\",\"dimensions\":2,\"normalize\":false}");
    }

    @Test
    void shouldAskCohereForAllVectorsAtOnce() {
        on("/model/cohere.embed-v4%3A0/invoke").reply(200, "{\"embeddings\":{\"float\":[[1,0.5],[2,0.5]]}}")
                .header("x-amzn-bedrock-input-token-count", "9");

        HttpResponse<String> answer = gateway.post("/v1/embeddings", """
                {"model":"bedrock/cohere.embed-v4:0","input":["a","b"],"dimensions":2,"input_type":"clustering"}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(GatewayFixture.json(answer).at("/data/1/embedding/0").asInt()).isEqualTo(2);
        assertThat(GatewayFixture.json(answer).at("/usage/prompt_tokens").asInt()).isEqualTo(9);
        assertThat(vendor.requests().getLast().text()).isEqualTo("{\"texts\":[\"a\",\"b\"],\"input_type\":\"clustering\","
                + "\"embedding_types\":[\"float\"],\"output_dimension\":2}");
    }

    @Test
    void shouldRefuseEmbeddingsThatTheModelCannotGive() {
        assertThat(embedded("cohere.embed-english-v3", ",\"dimensions\":2").body()).contains("\"param\":\"dimensions\"");
        assertThat(embedded("amazon.titan-embed-text-v1", ",\"dimensions\":2").body()).contains("\"param\":\"dimensions\"");
        assertThat(embedded("amazon.nova-lite-v1:0", "").statusCode()).isEqualTo(400);
        on("/model/cohere.embed-english-v3/invoke").reply(200, "{\"embeddings\":[[1,2],[3,4]]}");
        assertThat(embedded("cohere.embed-english-v3", "").statusCode()).isEqualTo(502);
    }

    private static HttpResponse<String> embedded(String model, String fields) {
        return gateway.post("/v1/embeddings", "{\"model\":\"bedrock/" + model + "\",\"input\":\"a\"" + fields + "}");
    }

    private static int refused(int status, String type, String message) {
        on(WHOLE).reply(status, "{\"message\":\"" + message + "\"}").header("x-amzn-errortype", type);
        return gateway.chat(MODEL).statusCode();
    }

    private static Script on(String path) {
        return vendor.on(path).reset();
    }
}
