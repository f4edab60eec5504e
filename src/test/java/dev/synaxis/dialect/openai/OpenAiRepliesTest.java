package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRepliesTest {

    @Test
    void shouldGiveUsageFinishAndChoices() {
        OpenAiReplies.Facts facts = read("{'id':'c','choices':[{'index':0,'message':{'role':'assistant','content':'Hi'},"
                + "'finish_reason':'length'},{'message':{},'finish_reason':'stop'}],'error':null,"
                + "'usage':{'prompt_tokens':5,'completion_tokens':2,'total_tokens':7,'queue_time':0.1}}");

        assertThat(facts).isEqualTo(new OpenAiReplies.Facts(TokenUsage.of(5, 2), FinishReason.LENGTH, 2));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', delimiter = '|', value = {
        "stop          | 'stop'", "stop | 'eos'", "stop | 'end_turn'", "tool_calls | 'function_call'",
        "length | 'max_tokens'", "content_filter | 'content_filter'", "stop | null", "stop | 7", "error | 'error'"})
    void shouldPassOddFinishReasonsMissingIdsAndNullContent(String finish, String wire) {
        OpenAiReplies.Facts facts = read("{'choices':[{'message':{'content':null},'finish_reason':" + wire + "}]}");

        assertThat(FinishReasons.write(facts.finish())).isEqualTo(finish);
        assertThat(facts.usage()).isNull();
    }

    @Test
    void shouldPassAnAnswerThatTheVendorsFilterTookAway() {
        OpenAiReplies.Facts facts = read("{'choices':[{'index':0,'finish_reason':'content_filter','logprobs':null,"
                + "'content_filter_results':{'hate':{'filtered':true,'severity':'high'}}}],"
                + "'usage':{'prompt_tokens':5,'completion_tokens':2,'total_tokens':7}}");

        assertThat(facts).isEqualTo(new OpenAiReplies.Facts(TokenUsage.of(5, 2), FinishReason.CONTENT_FILTER, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html></html>", "{'choices':[{'message':{'content':'Hel", "{}", "[]", "7", "null",
        "{'choices':[]}", "{'choices':null}", "{'choices':'x'}", "{'choices':[null]}", "{'choices':[{}]}",
        "{'choices':[{'message':null}]}", "{'choices':[{'message':{}}]} trailing", "{'object':'list','data':[]}"})
    void shouldRefuseWhatIsNotACompletion(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ProviderException.class, e ->
                assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', delimiter = '|', value = {
        "RATE_LIMITED | {'error':{'message':'slow down','code':429}}",
        "OVERLOADED   | {'error':'upstream failed','choices':[{'message':{}}]}",
        "CONTEXT_LENGTH | {'object':'error','message':'maximum context length','code':400}",
        "RATE_LIMITED | [{'error':{'code':429,'message':'slow down'}}]",
    })
    void shouldClassifyAnErrorInsideA200(FailureKind kind, String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ProviderException.class, e ->
                assertThat(e.failure().kind()).isEqualTo(kind));
    }

    private static OpenAiReplies.Facts read(String body) {
        return OpenAiReplies.read(Fixtures.json(body));
    }
}
