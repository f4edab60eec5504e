package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardTest {

    private static final Compat PLAIN = new Compat(true, true, Map.of(), Set.of());

    @Test
    void shouldChangeNothingButTheModel() {
        String body = """
                \uFEFF {  "temperature" : 1.0e-1, "seed":123456789012345678901234567890, "x": {"model":"keep"},
                  "messages" : [ {"role":"user","content":"model \\"model\\": \\u00e9 é 🌍 \\/ \\n","model":"keep"} ],
                \t"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"model":{"type":"string"}}}}}],
                  "model"
                  :  "clients/name" , "top_p":1, "zz":[ ], "top_p":1.00 }
                """;

        String forwarded = forward(body, "vendor/model-1", PLAIN);

        assertThat(forwarded).isEqualTo(body.substring(1).replace("\"clients/name\"", "\"vendor/model-1\""));
    }

    @Test
    void shouldReplaceEveryModelWhenTheFieldIsRepeated() {
        assertThat(forward("{'model':'a','messages':M,'model':'b'}", "c", PLAIN))
                .isEqualTo(json("{'model':'c','messages':M,'model':'c'}"));
        assertThat(OpenAiChatRequest.read(json("{'model':'a','messages':M,'model':'b'}").getBytes(StandardCharsets.UTF_8))
                .model()).isEqualTo("b");
    }

    @Test
    void shouldEscapeTheUpstreamModelWhenItHasQuotes() {
        assertThat(forward("{'model':'a','messages':M}", "x\"y\\é", PLAIN))
                .isEqualTo(json("{'model':'x\\\"y\\\\é','messages':M}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{'model':'a','stream':true,'messages':M} | {'model':'b','stream_options':{'include_usage':true},'stream':true,'messages':M}",
        "{'model':'a','stream':true,'messages':M,'stream_options':null} | {'model':'b','stream':true,'messages':M,'stream_options':{'include_usage':true}}",
        "{'model':'a','stream':true,'messages':M,'stream_options':{ }} | {'model':'b','stream':true,'messages':M,'stream_options':{'include_usage':true}}",
        "{'stream_options':{'x':1},'model':'a','stream':true,'messages':M} | {'stream_options':{'include_usage':true,'x':1},'model':'b','stream':true,'messages':M}",
        "{'model':'a','stream':true,'messages':M,'stream_options':{'include_usage': false,'x':1}} | {'model':'b','stream':true,'messages':M,'stream_options':{'include_usage': true,'x':1}}",
        "{'model':'a','stream':true,'messages':M,'stream_options':{'include_usage':null}} | {'model':'b','stream':true,'messages':M,'stream_options':{'include_usage':true}}",
        "{'model':'a','stream':true,'messages':M,'stream_options':{'include_usage':true}} | {'model':'b','stream':true,'messages':M,'stream_options':{'include_usage':true}}",
        "{'stream_options':{'include_usage':true},'model':'a','stream_options':{},'stream':true,'messages':M} | {'model':'b','stream_options':{'include_usage':true},'stream':true,'messages':M}",
        "{'model':'a','stream':false,'messages':M} | {'model':'b','stream':false,'messages':M}",
    })
    void shouldAskForUsageWhenTheAnswerIsAStream(String body, String wanted) {
        assertThat(forward(body, "b", PLAIN)).isEqualTo(json(wanted));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{'model':'a','stream':true,'stream_options':{'include_usage':true},'messages':M} | {'model':'b','stream':true,'messages':M}",
        "{'stream_options':{},'model':'a','stream':true,'messages':M} | {'model':'b','stream':true,'messages':M}",
        "{'model':'a','stream':true,'messages':M ,'stream_options':{} } | {'model':'b','stream':true,'messages':M }",
    })
    void shouldLeaveStreamOptionsOutWhenTheVendorDoesNotKnowThem(String body, String wanted) {
        assertThat(forward(body, "b", new Compat(false, true, Map.of(), Set.of()))).isEqualTo(json(wanted));
        assertThat(forward(body, "b", new Compat(true, true, Map.of(), Set.of("stream_options")))).isEqualTo(json(wanted));
    }

    @Test
    void shouldSendDeveloperAsSystemWhenTheVendorDoesNotKnowIt() {
        String body = "{'messages':[{'role':'developer','content':'developer'},{'content':'x','role' : 'developer'},"
                + "{'role':'user','content':'{\\\"role\\\":\\\"developer\\\"}'}],'model':'a'}";

        assertThat(forward(body, "b", Compat.NONE)).isEqualTo(json(
                "{'messages':[{'role':'system','content':'developer'},{'content':'x','role' : 'system'},"
                        + "{'role':'user','content':'{\\\"role\\\":\\\"developer\\\"}'}],'model':'b'}"));
        assertThat(forward(body, "b", PLAIN)).contains("\"developer\",\"content\"");
    }

    @Test
    void shouldRenameAndDropFieldsAsTheProviderNeeds() {
        Compat compat = new Compat(true, true, Map.of("seed", "random_seed", "max_completion_tokens", "max_tokens"),
                Set.of("user", "logit_bias", "metadata"));

        assertThat(forward("{'user':'u','seed':7,'model':'a','logit_bias':{'1':2},'messages':M,'x':{'seed':1,'user':2},"
                        + "'max_completion_tokens':5,'max_tokens':9,'metadata':{},'user':'v'}", "b", compat))
                .isEqualTo(json("{'random_seed':7,'model':'b','messages':M,'x':{'seed':1,'user':2},'max_tokens':5}"));
    }

    @Test
    void shouldForwardOlderFunctionsUntouched() {
        String body = "{'model':'a','messages':[{'role':'function','name':'f','content':'4'}],"
                + "'functions':[{'name':'f'}],'function_call':{'name':'f'}}";

        assertThat(forward(body, "b", PLAIN)).isEqualTo(json(body.replace("'a'", "'b'")));
    }

    @Test
    void shouldKeepEveryOtherByteWhateverStandsAround() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, 9).forEach(i -> text.append(
                    new String[] {"\\\"model\\\":", "é", "🌍", "\\\\", "\\n", "{", "]", "\\u0041", "developer"}[i]));
            String before = "{" + " ".repeat(random.nextInt(4)) + "\"metadata\":{\"model\":\"" + text + "\"},\"messages\":[{"
                    + "\"role\":\"user\",\"content\":\"" + text + "\"}]," + "\n".repeat(random.nextInt(3)) + "\"model\":";
            String after = " ".repeat(random.nextInt(3)) + ",\"z\":\"" + text + "\"}";

            // a name holds no control character; all else may stand in it
            String name = text.toString().replace("\\n", "");

            assertThat(forward(before + "\"a-" + name + "\"" + after, "b", PLAIN)).isEqualTo(before + "\"b\"" + after);
        }
    }

    private static String forward(String body, String model, Compat compat) {
        byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
        return new String(OpenAiChatRequest.read(bytes).forward(model, compat), StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("M,", "[{\"role\":\"user\",\"content\":\"Hi\"}],")
                .replace("M}", "[{\"role\":\"user\",\"content\":\"Hi\"}]}").replace("M ", "[{\"role\":\"user\",\"content\":\"Hi\"}] ");
    }
}
