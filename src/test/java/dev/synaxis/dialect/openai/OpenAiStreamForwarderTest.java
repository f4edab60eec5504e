package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.openai.Fixtures.event;
import static dev.synaxis.dialect.openai.Fixtures.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamForwarderTest {

    private static final String ROLE = chunk("{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}");
    private static final String TEXT = chunk("{'index':0,'delta':{'content':'Hello'},'finish_reason':null}");
    private static final String STOP = chunk("{'index':0,'delta':{},'finish_reason':'stop'}");
    private static final String USAGE = "{'id':'c','object':'chat.completion.chunk','choices':[],"
            + "'usage':{'prompt_tokens':9,'completion_tokens':4,'total_tokens':13}}";

    private final SseWriter out = new SseWriter();
    private final OpenAiStreamForwarder forwarder = new OpenAiStreamForwarder(true);

    @Test
    void shouldForwardEveryByteWhenTheStreamIsWhole() {
        feed(forwarder, ROLE, TEXT, STOP, USAGE, "[DONE]", "{'error':'after the end'}");
        forwarder.end(out);

        assertThat(written(out)).containsExactly(quoted(ROLE), quoted(TEXT), quoted(STOP), quoted(USAGE), "[DONE]");
        assertThat(forwarder.usage()).isEqualTo(TokenUsage.of(9, 4));
        assertThat(forwarder.finish()).isEqualTo(FinishReason.STOP);
        assertThat(forwarder.deliveredTokens()).isEqualTo(2);
    }

    @Test
    void shouldDropOnlyTheUsageChunkWhenTheClientDidNotAskForIt() {
        OpenAiStreamForwarder silent = new OpenAiStreamForwarder(false);
        String filter = "{'choices':[],'prompt_filter_results':[{'prompt_index':0}]}";
        String last = chunk("{'index':0,'delta':{},'finish_reason':'stop'}")
                .replace("'choices'", "'x_groq':{'usage':{'prompt_tokens':1,'completion_tokens':2}},'choices'");

        feed(silent, filter, TEXT, last, USAGE);
        silent.end(out);

        assertThat(written(out)).containsExactly(quoted(filter), quoted(TEXT), quoted(last), "[DONE]");
        assertThat(silent.usage()).isEqualTo(TokenUsage.of(9, 4));
    }

    @Test
    void shouldReadUsageWhereverTheVendorPutsIt() {
        feed(forwarder, TEXT, STOP.replace("'choices'", "'x_groq':{'usage':{'prompt_tokens':1,'completion_tokens':2}},'choices'"));
        assertThat(forwarder.usage()).isEqualTo(TokenUsage.of(1, 2));

        OpenAiStreamForwarder inChoice = new OpenAiStreamForwarder(false);
        feed(inChoice, STOP.replace("'delta'", "'usage':{'prompt_tokens':3,'completion_tokens':4},'delta'"));
        assertThat(inChoice.usage()).isEqualTo(TokenUsage.of(3, 4));
    }

    @Test
    void shouldReadTheUsageThatComesWithAnError() {
        feed(forwarder, TEXT);
        SseEvent error = event(STOP.replace("'choices'", "'error':{'code':400,'message':'Token limit reached'},"
                + "'usage':{'prompt_tokens':43,'completion_tokens':10},'choices'").replace('\'', '"'));

        assertThatThrownBy(() -> forwarder.event(error, out)).isInstanceOf(ProviderException.class);
        assertThat(forwarder.usage()).isEqualTo(TokenUsage.of(43, 10));
    }

    @Test
    void shouldCountHiddenReasoningAsOutputWhenOnlyTheTotalHasIt() {
        feed(forwarder, STOP.replace("'choices'", "'usage':{'prompt_tokens':10,'completion_tokens':4,'total_tokens':20,"
                + "'prompt_tokens_details':{'cached_tokens':7},'completion_tokens_details':{'reasoning_tokens':6}},'choices'"));

        assertThat(forwarder.usage()).isEqualTo(new TokenUsage(10, 7, 0, 10, 6, 20));
    }

    @Test
    void shouldNotBeMisledByWordsInsideAnAnswer() {
        String tricky = chunk("{'index':0,'delta':{'content':'say \\\"usage\\\": {\\\"error\\\": 1}, \\\"finish_reason\\\": \\\"stop\\\" }]} {'},"
                + "'finish_reason':null}").replace("'choices'", "'error':null,'usage':null,'choices'");

        feed(forwarder, tricky, chunk("{'index':0,'delta':{'content':'error'},'logprobs':{'content':[{'token':'error','usage':1}]}}"));

        assertThat(written(out)).hasSize(2);
        assertThat(forwarder.usage()).isNull();
        assertThat(forwarder.finish()).isEqualTo(FinishReason.OTHER);
        assertThatThrownBy(() -> forwarder.end(out)).isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "false | {'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}",
        "false | {'index':0,'delta':{'role':'assistant','content':null,'tool_calls':[],'refusal':null},'finish_reason':null}",
        "false | {'index':0,'delta':{},'finish_reason':null,'content_filter_results':{'hate':{'severity':'safe'}}}",
        "false | {'index':0,'delta':{'role':'assistant'},'finish_reason':''}",
        "true  | {'index':0,'delta':{'content':' '},'finish_reason':null}",
        "true  | {'index':0,'delta':{'reasoning_content':'hm'},'finish_reason':null}",
        "true  | {'index':0,'delta':{'reasoning':'hm'},'finish_reason':null}",
        "true  | {'index':0,'delta':{'reasoning_details':[{'type':'reasoning.encrypted','data':'ZW5j'}]}}",
        "true  | {'index':0,'delta':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]}]}}",
        "true  | {'index':0,'delta':{'refusal':'no'},'finish_reason':null}",
        "true  | {'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'','arguments':''}}]}}",
        "true  | {'index':0,'delta':{'function_call':{'name':'f'}}}",
        "true  | {'index':0,'delta':{'audio':{'id':'a'}}}",
        "true  | {'index':0,'delta':{},'finish_reason':'length'}",
    })
    void shouldTellContentFromAPreamble(boolean content, String choice) {
        feed(forwarder, chunk(choice));

        assertThat(forwarder.hasContent()).isEqualTo(content);
        assertThat(written(out)).hasSize(1);
    }

    @Test
    void shouldBeCompleteWhenDoneIsMissingButNotTheFinishReason() {
        feed(forwarder, TEXT, STOP);
        forwarder.end(out);

        assertThat(written(out)).endsWith("[DONE]").hasSize(3);
    }

    @Test
    void shouldFailWhenTheStreamWasCut() {
        feed(forwarder, ROLE, TEXT);
        out.take();

        assertThatThrownBy(() -> forwarder.end(out)).satisfies(e -> assertKind(e, FailureKind.NETWORK));
        assertThat(out.isEmpty()).isTrue();
    }

    @Test
    void shouldFailWhenTheStreamWasCutBeforeEveryChoiceHadEnded() {
        String second = chunk("{'index':1,'delta':{'content':'Hi'},'finish_reason':null}");
        feed(forwarder, TEXT, second, STOP);
        assertThatThrownBy(() -> forwarder.end(out)).satisfies(e -> assertKind(e, FailureKind.NETWORK));

        feed(forwarder, chunk("{'delta':{},'finish_reason':'stop','index':1}"));
        forwarder.end(out);
        assertThat(written(out)).endsWith("[DONE]");
    }

    @Test
    void shouldTellChoicesApartWhenTheyComeInOneChunkAndOthersHaveIndexesToo() {
        feed(forwarder, chunk("{'index':0,'delta':{'content':'a'},'logprobs':{'index':7}},{'index':1,'delta':{'content':'b'}}")
                .replace("'choices'", "'citations':[{'index':5}],'choices'"));
        feed(forwarder, chunk("{'delta':{},'finish_reason':'stop'},{'delta':{},'finish_reason':'length'}"));

        forwarder.end(out);

        assertThat(forwarder.finish()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void shouldFailWhenTheStreamHasNoAnswer() {
        assertThatThrownBy(() -> forwarder.end(out)).satisfies(e -> assertKind(e, FailureKind.NETWORK));
        feed(forwarder, ROLE, USAGE, "[DONE]");
        assertThatThrownBy(() -> forwarder.end(out)).satisfies(e -> assertKind(e, FailureKind.MALFORMED_REPLY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{'choices':[{'delta':{'content':'Hel", "{'choices':[{'delta':{}]}}", "plain", "[1]",
        "{'choices':[]} {}", "7", "{'choices':[{'index':0,'delta':{'content':'x'},'finish_reason':'sto"})
    void shouldFailWhenAnEventIsNotAJsonObject(String data) {
        assertThatThrownBy(() -> feed(forwarder, data)).satisfies(e -> assertKind(e, FailureKind.MALFORMED_REPLY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "OVERLOADED      | {'error':{'message':'The server had an error','type':'server_error'}}",
        "RATE_LIMITED    | {'error':{'message':'slow down','code':429},'choices':[{'index':0,'delta':{},'finish_reason':'error'}]}",
        "OVERLOADED      | {'id':'c','error' : {'message':'Provider returned error','code':502,'metadata':{'provider_name':'x'}}}",
        "CONTEXT_LENGTH  | {'error':'This model\\u0027s maximum context length is 10 tokens'}",
        "QUOTA_EXHAUSTED | {'error':{'message':'pay','type':'insufficient_quota'}}",
    })
    void shouldClassifyAnErrorInsideTheStream(FailureKind kind, String data) {
        feed(forwarder, TEXT);

        assertThatThrownBy(() -> feed(forwarder, data)).satisfies(e -> assertKind(e, kind));
    }

    @Test
    void shouldTakeAnEventNamedErrorForAnError() {
        SseEvent event = new SseEvent("error", Fixtures.json("{'message':'boom','code':503}"));

        assertThatThrownBy(() -> forwarder.event(event, out)).satisfies(e -> assertKind(e, FailureKind.OVERLOADED));
    }

    @Test
    void shouldForwardAChunkWhenItIsNestedDeeperThanTheScanReaches() {
        String deep = chunk("{'index':0,'delta':{'content':'x'},'deep':" + "[".repeat(80) + "]".repeat(80) + "}");

        feed(forwarder, deep);

        assertThat(written(out)).containsExactly(quoted(deep));
    }

    private void feed(OpenAiStreamForwarder to, String... events) {
        for (String data : events) {
            to.event(event(data), out);
        }
    }

    private static void assertKind(Throwable e, FailureKind kind) {
        assertThat(e).isInstanceOf(ProviderException.class);
        assertThat(((ProviderException) e).failure().kind()).isEqualTo(kind);
    }

    private static String chunk(String choice) {
        return "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[" + choice + "]}";
    }

    private static String quoted(String data) {
        return new String(Fixtures.json(data), StandardCharsets.UTF_8);
    }
}
