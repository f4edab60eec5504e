package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;
import static dev.synaxis.dialect.openai.Fixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.Attempt;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.ChatMessage.AssistantMessage;
import dev.synaxis.model.ChatResponse;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.ToolCall;
import dev.synaxis.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiChatWriterTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

    @Test
    void shouldWriteEveryFieldOfAPlainAnswer() {
        ChatResponse response = new ChatResponse("chatcmpl-1", "gpt", 7, List.of(new ChatResponse.Choice(0,
                message(List.of(new ContentPart.Text("Hel"), new ContentPart.Text("lo"))), FinishReason.STOP)),
                new TokenUsage(10, 4, 0, 6, 2, 16));

        assertThat(write(response)).isEqualTo(tree("""
                {'id':'chatcmpl-1','object':'chat.completion','created':7,'model':'gpt','choices':[{'index':0,
                 'message':{'role':'assistant','content':'Hello','refusal':null},'logprobs':null,'finish_reason':'stop'}],
                 'usage':{'prompt_tokens':10,'completion_tokens':6,'total_tokens':16,
                  'prompt_tokens_details':{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':2}}}"""));
    }

    @Test
    void shouldFillInIdModelAndTimeWhenTheVendorGaveNone() {
        JsonNode body = write(new ChatResponse("", "", 0, List.of(new ChatResponse.Choice(
                0, message(List.of()), FinishReason.OTHER)), null));

        assertThat(body.path("id").asText()).matches("chatcmpl-[0-9a-f]{32}");
        assertThat(body.path("model").asText()).isEqualTo("fallback");
        assertThat(body.path("created").asLong()).isEqualTo(1_790_000_000);
        assertThat(body.at("/choices/0/message/content")).isEqualTo(Json.fromJava(""));
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.has("usage")).isFalse();
    }

    @Test
    void shouldWriteSignedThinkingAndCallsSoThatTheyCanComeBack() {
        // Given
        AssistantMessage answer = new AssistantMessage(
                List.of(new Reasoning("hm", "c2ln", null, "anthropic"), new Reasoning("", null, "ZW5j", "anthropic")),
                List.of(new ToolCall("call_1", "f", "{\"a\":1}"), new ToolCall("call_2", "g", "", "Z3Nn", "gemini")),
                null);

        // When
        JsonNode message = write(new ChatResponse("c", "m", 1, List.of(new ChatResponse.Choice(
                0, answer, FinishReason.TOOL_CALLS)), null)).at("/choices/0/message");

        // Then
        assertThat(message).isEqualTo(tree("""
                {'role':'assistant','content':null,'refusal':null,'tool_calls':[
                  {'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\"a\\":1}'},'extra_content':
                    {'anthropic':{'thinking_blocks':[{'thinking':'hm','signature':'c2ln'},{'data':'ZW5j'}]}}},
                  {'id':'call_2','type':'function','function':{'name':'g','arguments':'{}'},
                   'extra_content':{'google':{'thought_signature':'Z3Nn'}}}],
                 'reasoning_content':'hm','reasoning_details':[
                  {'type':'reasoning.text','text':'hm','signature':'c2ln','format':'anthropic-claude-v1','index':0},
                  {'type':'reasoning.encrypted','data':'ZW5j','format':'anthropic-claude-v1','index':1}]}"""));
        AssistantMessage back = new MessageDecoder().assistant(message, 0);
        assertThat(back.content()).isEqualTo(answer.content());
        assertThat(back.toolCalls().get(1)).isEqualTo(new ToolCall("call_2", "g", "{}", "Z3Nn", "gemini"));
        ((ObjectNode) message).remove(List.of("reasoning_details", "reasoning_content"));
        assertThat(new MessageDecoder().assistant(message, 0).content()).isEqualTo(answer.content());
    }

    @Test
    void shouldWriteBackWhatTheTranslatorReadWhenTheVendorSpeaksThisDialect() {
        String wire = "{'id':'c','object':'chat.completion','created':3,'model':'m','choices':["
                + "{'index':0,'message':{'role':'assistant','content':null,'refusal':'No.','annotations':[{'type':'x'}]},"
                + "'logprobs':{'content':[{'token':'N','logprob':-0.5}]},'finish_reason':'content_filter'},"
                + "{'index':1,'message':{'role':'assistant','content':'Hi','refusal':null,'reasoning_content':'hm'},"
                + "'logprobs':null,'finish_reason':'length'}],"
                + "'usage':{'prompt_tokens':10,'completion_tokens':6,'total_tokens':16,"
                + "'prompt_tokens_details':{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':2}}}";

        ChatResponse response = new OpenAiDialect().chat().response(
                chat("Hi").build(), new WireReply(200, Map.of(), Fixtures.json(wire)));

        assertThat(write(response)).isEqualTo(tree(wire));
    }

    @Test
    void shouldWriteErrorsWithTheirAttempts() {
        List<Attempt> attempts = List.of(new Attempt("groq", "llama", FailureKind.RATE_LIMITED, 429));

        assertThat(Json.parseObject(OpenAiErrors.body("m", "t", null, "c", attempts))).contains((ObjectNode) tree(
                "{'error':{'message':'m','type':'t','param':null,'code':'c','attempts':"
                        + "[{'provider':'groq','model':'llama','kind':'RATE_LIMITED','status':429}]}}"));
        assertThat(Json.parseObject(OpenAiErrors.event("m", "t", "p", null, List.of()))).contains((ObjectNode) tree(
                "{'error':{'message':'m','type':'t','param':'p','code':null}}"));
    }

    private static AssistantMessage message(List<ContentPart> parts) {
        return new AssistantMessage(parts, List.of(), null);
    }

    private static JsonNode write(ChatResponse response) {
        return Json.parseObject(OpenAiChatWriter.response(response, "fallback", NOW)).orElseThrow();
    }
}
