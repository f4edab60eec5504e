package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.InvalidRequestException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestValidationTest {

    private static final String USER = "{\"role\":\"user\",\"content\":\"Hi\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "model                              | {'messages':[U]}",
        "model                              | {'model':null,'messages':[U]}",
        "model                              | {'model':7,'messages':[U]}",
        "model                              | {'model':' ','messages':[U]}",
        "messages                           | {'model':'m'}",
        "messages                           | {'model':'m','messages':null}",
        "messages                           | {'model':'m','messages':'Hi'}",
        "messages                           | {'model':'m','messages':[]}",
        "messages[0]                        | {'model':'m','messages':['Hi']}",
        "messages[1].role                   | {'model':'m','messages':[U,{'content':'Hi'}]}",
        "messages[0].role                   | {'model':'m','messages':[{'role':'wizard','content':'Hi'}]}",
        "messages[0].role                   | {'model':'m','messages':[{'content':'Hi','role':null}]}",
        "messages[0].content                | {'model':'m','messages':[{'role':'user'}]}",
        "messages[0].content                | {'model':'m','messages':[{'role':'user','content':null}]}",
        "messages[0].content                | {'model':'m','messages':[{'content':{'text':'Hi'},'role':'user'}]}",
        "messages[0].content                | {'model':'m','messages':[{'role':'tool','tool_call_id':'c','content':null}]}",
        "messages[0].content[0]             | {'model':'m','messages':[{'role':'user','content':['Hi']}]}",
        "messages[0].content[0].type        | {'model':'m','messages':[{'role':'user','content':[{'text':'Hi'}]}]}",
        "messages[0].content[0].text        | {'model':'m','messages':[{'role':'user','content':[{'type':'text'}]}]}",
        "messages[0].content[1].text        | {'model':'m','messages':[{'role':'user','content':[{'type':'text','text':''},{'text':3,'type':'text'}]}]}",
        "messages[0].content[0].image_url   | {'model':'m','messages':[{'role':'user','content':[{'type':'image_url'}]}]}",
        "messages[0].content[0].image_url.url | {'model':'m','messages':[{'role':'user','content':[{'image_url':{},'type':'image_url'}]}]}",
        "messages[0].content[0].image_url.url | {'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':5}}]}]}",
        "messages[0].content[0].input_audio.format | {'model':'m','messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':''}}]}]}",
        "messages[0].content[0].file        | {'model':'m','messages':[{'role':'user','content':[{'type':'file','file':'x'}]}]}",
        "messages[0].tool_call_id           | {'model':'m','messages':[{'role':'tool','content':'4'}]}",
        "messages[0].tool_call_id           | {'model':'m','messages':[{'role':'tool','content':'4','tool_call_id':4}]}",
        "messages[0].name                   | {'model':'m','messages':[{'role':'function','content':'4'}]}",
        "messages[0].tool_calls             | {'model':'m','messages':[{'role':'assistant','tool_calls':{}}]}",
        "messages[0].tool_calls[0].id       | {'model':'m','messages':[{'role':'assistant','tool_calls':[{'type':'function','function':{'name':'f','arguments':''}}]}]}",
        "messages[0].tool_calls[0].function | {'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'c','type':'function'}]}]}",
        "messages[0].tool_calls[0].function.name | {'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'c','function':{'arguments':''}}]}]}",
        "messages[0].tool_calls[0].function.arguments | {'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':7}}]}]}",
        "tools                              | {'model':'m','messages':[U],'tools':{}}",
        "tools[0]                           | {'model':'m','messages':[U],'tools':['f']}",
        "tools[0].type                      | {'model':'m','messages':[U],'tools':[{'name':'f'}]}",
        "messages[0].content                | {'model':'m','messages':[{'role':'assistant'}]}",
        "response_format.json_schema.name   | {'model':'m','messages':[U],'response_format':{'type':'json_schema','json_schema':{'name':5}}}",
        "tools[0].function                  | {'model':'m','messages':[U],'tools':[{'type':'function'}]}",
        "tools[0].function.name             | {'model':'m','messages':[U],'tools':[{'type':'function','function':{'description':'d'}}]}",
        "tools[0].function.parameters       | {'model':'m','messages':[U],'tools':[{'type':'function','function':{'name':'f','parameters':'{}'}}]}",
        "functions[0].name                  | {'model':'m','messages':[U],'functions':[{}]}",
        "tool_choice                        | {'model':'m','messages':[U],'tool_choice':'maybe'}",
        "tool_choice                        | {'model':'m','messages':[U],'tool_choice':1}",
        "tool_choice.type                   | {'model':'m','messages':[U],'tool_choice':{}}",
        "response_format                    | {'model':'m','messages':[U],'response_format':'json'}",
        "response_format.type               | {'model':'m','messages':[U],'response_format':{}}",
        "response_format.json_schema        | {'model':'m','messages':[U],'response_format':{'type':'json_schema'}}",
        "stream                             | {'model':'m','messages':[U],'stream':'yes'}",
        "stream_options                     | {'model':'m','messages':[U],'stream':true,'stream_options':true}",
        "stream_options.include_usage       | {'model':'m','messages':[U],'stream':true,'stream_options':{'include_usage':1}}",
        "temperature                        | {'model':'m','messages':[U],'temperature':'hot'}",
        "top_p                              | {'model':'m','messages':[U],'top_p':[]}",
        "n                                  | {'model':'m','messages':[U],'n':0}",
        "n                                  | {'model':'m','messages':[U],'n':1.5}",
        "max_tokens                         | {'model':'m','messages':[U],'max_tokens':'10'}",
        "max_tokens                         | {'model':'m','messages':[U],'max_tokens':0}",
        "max_tokens                         | {'model':'m','messages':[U],'max_tokens':-2}",
        "logprobs                           | {'model':'m','messages':[U],'logprobs':1.5}",
        "messages[0].content[0].input_audio | {'model':'m','messages':[{'role':'user','content':[{'type':'input_audio','input_audio':7}]}]}",
        "max_completion_tokens              | {'model':'m','messages':[U],'max_completion_tokens':99999999999}",
        "seed                               | {'model':'m','messages':[U],'seed':1.5}",
        "logprobs                           | {'model':'m','messages':[U],'logprobs':'true'}",
        "stop                               | {'model':'m','messages':[U],'stop':7}",
        "stop[1]                            | {'model':'m','messages':[U],'stop':['a',7]}",
        "user                               | {'model':'m','messages':[U],'user':7}",
        "metadata                           | {'model':'m','messages':[U],'metadata':[]}",
        "logit_bias                         | {'model':'m','messages':[U],'logit_bias':'x'}",
    })
    void shouldNameTheFieldWhenItIsMissingOrWrong(String param, String body) {
        String json = body.replace('\'', '"').replace("U", USER);

        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.param()).isEqualTo(param);
            assertThat(e.status()).isEqualTo(400);
            assertThat(e).hasMessageContaining("'" + param + "'");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"m\\r\\nx-forged: 1", "m\\u0000", "\\u0085m"})
    void shouldRefuseControlCharactersInTheNameOfAModel(String name) {
        String chat = "{\"model\":\"" + name + "\",\"messages\":[" + USER + "]}";
        String other = "{\"model\":\"" + name + "\",\"input\":\"Hi\"}";

        assertThatThrownBy(() -> read(chat)).hasMessageContaining("'model'").hasMessageContaining("control character");
        assertThatThrownBy(() -> OpenAiEmbeddingRequest.read(other.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("control character");
    }

    @Test
    void shouldRefuseANameOfAModelThatIsLongerThanAnyIs() {
        String chat = "{\"model\":\"" + "m".repeat(513) + "\",\"messages\":[" + USER + "]}";

        assertThatThrownBy(() -> read(chat)).isInstanceOf(InvalidRequestException.class).hasMessageContaining("512");
        assertThatCode(() -> read(chat.replace("mm", "m"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "'made_up':{'deep':[1,2]},'extra_body':null",
        "'tools':[{'type':'web_search'},{'type':'custom','custom':{'name':'x'}}]",
        "'tools':null,'tool_choice':null,'stop':null,'stream':null,'temperature':null,'response_format':null",
        "'tool_choice':'any'",
        "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}",
        "'response_format':{'type':'grammar','grammar':'root'}",
        "'response_format':{'type':'json_schema','schema':{'type':'object'}}",
        "'max_tokens':100.0,'n':1e0,'seed':123456789012345678901234567890",
        "'reasoning':{'effort':'high'},'thinking':{'type':'enabled'}",
        "'n':2,'n':1",
        "'max_tokens':-1,'logprobs':5",
        "'tools':[{'function':{'name':'f','parameters':{}}}]",
        "'response_format':{'type':'json_schema','json_schema':{'schema':{'type':'object'}}}",
    })
    void shouldPassWhatVendorsAddAndWhatIsNull(String fields) {
        String json = ("{'model':'m'," + fields + ",'messages':[U]}").replace('\'', '"').replace("U", USER);

        assertThatCode(() -> read(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]}]}",
        "{'role':'user','content':[{'type':'video_url','video_url':{'url':'https://example.com/v.mp4'},'text':5}]}",
        "{'role':'user','content':[{'type':'image_url','image_url':'https://example.com/i.png'}]}",
        "{'role':'user','content':[{'type':'text','text':'Hi','image_url':null,'cache_control':{'type':'ephemeral'}}]}",
        "{'role':'assistant','content':null,'tool_calls':[]}",
        "{'role':'assistant','content':null}",
        "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':{'city':'Paris'}}}]}",
        "{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'f'}}]}",
        "{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':null}}]}",
        "{'role':'assistant','tool_calls':[{'id':'c','type':'custom','custom':{'name':'x','input':'y'}}]}",
        "{'role':'assistant','function_call':{'name':'f','arguments':'{}'}}",
        "{'role':'assistant','refusal':'no'}",
        "{'role':'function','name':'f','content':null}",
        "{'role':'tool','tool_call_id':'c','content':[{'type':'text','text':'4'}],'name':'f'}",
    })
    void shouldPassMessagesInEveryKnownForm(String message) {
        String json = "{\"model\":\"m\",\"messages\":[" + message.replace('\'', '"') + "]}";

        assertThatCode(() -> read(json)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameLineAndColumnWithoutTheTextWhenTheJsonIsMalformed() {
        assertThatThrownBy(() -> read("{\"model\":\"m\",\n  \"messages\": secret}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("line 2, column 2")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "[]", "\"text\"", "null", "{", "{\"model\":\"m\",\"messages\":[", "{} {}", "nonsense",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]} x", "<html></html>"})
    void shouldRefuseABodyThatIsNotOneJsonObject(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidRequestException.class, e ->
                assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void shouldRefuseABodyWhenItIsNotUtf8() {
        String json = "{\"model\":\"m\",\"messages\":[" + USER + "]}";

        for (Charset charset : List.of(
                StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            assertThatThrownBy(() -> OpenAiChatRequest.read(json.getBytes(charset)))
                    .isInstanceOf(InvalidRequestException.class);
        }
        byte[] latin = "{\"model\":\"gr\u00fc\",\"messages\":[]}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> OpenAiChatRequest.read(latin)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldRefuseABodyWhenItIsNestedWithoutEnd() {
        String json = "{\"model\":\"m\",\"x\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested too deeply");
    }

    private static OpenAiChatRequest read(String json) {
        return OpenAiChatRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
