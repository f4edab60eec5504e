package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatMessage.AssistantMessage;
import dev.synaxis.model.ChatMessage.ToolMessage;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ContentPart.Reasoning;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ModelTraits.Ability;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {

    private final OpenAiChatRequest everything = OpenAiChatRequest.read(Fixtures.bytes("request-everything.json"));

    @Test
    void shouldKnowWhatRoutingAsksOfARequest() {
        assertThat(everything.model()).isEqualTo("clients-name");
        assertThat(everything.stream()).isTrue();
        assertThat(everything.includeUsage()).isTrue();
        assertThat(everything.choices()).isEqualTo(2);
        assertThat(everything.maxOutputTokens()).isEqualTo(20);
        assertThat(everything.needs()).containsExactlyInAnyOrder(
                Ability.TOOLS, Ability.VISION, Ability.JSON_SCHEMA, Ability.AUDIO_INPUT, Ability.FILE_INPUT);
        assertThat(everything.estimatedInputTokens()).isBetween(1600L, 2400L);
    }

    @Test
    void shouldNeedNothingWhenTheRequestIsPlain() {
        OpenAiChatRequest plain = read("'messages':[{'role':'user','content':'" + "word ".repeat(400) + "'}]");

        assertThat(plain.needs()).isEmpty();
        assertThat(plain.estimatedInputTokens()).isBetween(490L, 520L);
        assertThat(plain.maxOutputTokens()).isNull();
        assertThat(plain.choices()).isEqualTo(1);
    }

    @Test
    void shouldNotCountBase64AsTextWhenEstimating() {
        OpenAiChatRequest request = read("'messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                + "{'url':'data:image/png;base64," + "A".repeat(400_000) + "'}}]}]");

        assertThat(request.estimatedInputTokens()).isLessThan(900);
    }

    @Test
    void shouldDecodeEveryMessage() {
        List<ChatMessage> messages = everything.canonical().messages();

        assertThat(messages.get(0)).isEqualTo(new ChatMessage.SystemMessage(
                List.of(new ContentPart.Text("Be brief.")), false, "house"));
        assertThat(messages.get(1)).isEqualTo(new ChatMessage.SystemMessage(
                List.of(new ContentPart.Text("In French.", Map.of("type", "ephemeral"))), true, null));
        assertThat(messages.get(2)).isEqualTo(new ChatMessage.UserMessage(List.of(
                new ContentPart.Text("Look:"),
                new ContentPart.Image(new MediaSource.Data("image/png", "iVBORw0KGgo="), "low", null),
                new ContentPart.Image(new MediaSource.Url("https://example.com/cat.png"), null, null),
                new ContentPart.Audio("UklGRg==", "wav"),
                new ContentPart.FilePart(new MediaSource.Data("application/pdf", "JVBERi0="), "a.pdf", null),
                new ContentPart.FilePart(new MediaSource.FileId("file-1"), null, null),
                new ContentPart.FilePart(new MediaSource.Data("text/plain", "aGkgdGhlcmU="), null, null)), "ada"));
        assertThat(messages.get(3)).isEqualTo(new AssistantMessage(
                List.of(new Reasoning("Two calls.", null, null, "openai")),
                List.of(new ToolCall("call_1", "get_weather", "{\"city\":\"Oslo\"}", "Z3Nn", "gemini"),
                        new ToolCall("call_2", "get_time", "")), null));
        assertThat(messages.get(4)).isEqualTo(new ToolMessage(List.of(new ContentPart.Text("noon")), "call_2", "get_time"));
        assertThat(((ToolMessage) messages.get(5)).toolName()).isEqualTo("get_weather");
        assertThat(messages.get(6).content()).containsExactly(
                new ContentPart.Text("Cold."), new ContentPart.Refusal("No more."));
        assertThat(messages.get(7).content()).containsExactly(
                new ContentPart.Text("Why?", Map.of("type", "ephemeral", "ttl", "1h")));
    }

    @Test
    void shouldDecodeToolsFormatAndSettings() {
        ChatRequest request = everything.canonical();

        assertThat(request.tools()).containsExactly(
                new Tool("get_weather", "Weather",
                        Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))), true,
                        Map.of("type", "ephemeral")),
                new Tool("get_time", null, null, null, null));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("get_weather"));
        assertThat(request.responseFormat()).isEqualTo(
                new ResponseFormat.JsonSchema("answer", null, Map.of("type", "object"), true));
        ChatOptions o = request.options();
        assertThat(o).isEqualTo(new ChatOptions(20, 0.5, 0.9, 40, List.of("END"), 42L, 2, 0.1, 0.2, true, 3,
                Map.of("5", -100), "s-1", Map.of("team", "red"), false, "high", null, "flex", "low", o.extra()));
        assertThat(o.extra()).containsOnlyKeys("tools", "prompt_cache_key", "made_up");
        assertThat(o.extra()).containsEntry("made_up", Map.of("deep", Arrays.asList(1, null)));
        assertThat(o.extra()).containsEntry("tools", List.of(Map.of("type", "web_search", "depth", 2)));
        assertThat(request.includeUsage()).isTrue();
        assertThat(everything.canonical()).isSameAs(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "'reasoning_effort':'low'                                  | low  |",
        "'reasoning':{'effort':'high','max_tokens':2000}           | high | 2000",
        "'reasoning':{'enabled':true}                              |      | -1",
        "'reasoning':{'enabled':false}                             |      | 0",
        "'thinking':{'type':'enabled','budget_tokens':1024}        |      | 1024",
        "'thinking':{'type':'enabled','token_budget':512}          |      | 512",
        "'thinking':{'type':'disabled'}                            |      | 0",
        "'thinking':{'type':'enabled'}                             |      | -1",
        "'thinking':{'type':'adaptive'},'reasoning_effort':'max'   | max  | -1",
    })
    void shouldDecodeEveryWayToAskForThinking(String field, String effort, Integer budget) {
        ChatOptions options = read(field + ",'messages':[{'role':'user','content':'Hi'}]").canonical().options();

        assertThat(options.reasoningEffort()).isEqualTo(effort);
        assertThat(options.reasoningBudget()).isEqualTo(budget);
        assertThat(options.extra()).isEmpty();
    }

    @Test
    void shouldKeepWhatElseThinkingSays() {
        ChatOptions options = read("'thinking':{'type':'adaptive','display':'omitted'},"
                + "'messages':[{'role':'user','content':'Hi'}]").canonical().options();

        assertThat(options.reasoningBudget()).isEqualTo(-1);
        assertThat(options.extra()).isEqualTo(Map.of("thinking", Map.of("type", "adaptive", "display", "omitted")));
    }

    @Test
    void shouldDecodeTogethersNumberOfLogprobsAndLmStudiosLackOfALimit() {
        OpenAiChatRequest request = read("'logprobs':5,'max_tokens':-1,'messages':[{'role':'user','content':'Hi'}]");

        ChatOptions options = request.canonical().options();

        assertThat(options.logprobs()).isTrue();
        assertThat(options.topLogprobs()).isEqualTo(5);
        assertThat(options.maxTokens()).isNull();
        assertThat(request.maxOutputTokens()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "data:audio/mpeg;base64,AAAA | mp3", "data:audio/wav;base64,AAAA | wav", "data:audio/flac;base64,AAAA | flac"})
    void shouldDecodeMistralsAudioWhereItSaysWhatItIs(String audio, String format) {
        assertThat(audioPart(audio)).isEqualTo(new ContentPart.Audio("AAAA", format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "https://example.com/a.mp3"})
    void shouldSayThatOthersCannotBeSentMistralsAudioWhereItDoesNot(String audio) {
        assertThatThrownBy(() -> audioPart(audio)).isInstanceOfSatisfying(InvalidRequestException.class,
                e -> assertThat(e.param()).isEqualTo("messages[0].content[0].input_audio"));
    }

    private static ContentPart audioPart(String audio) {
        return read("'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':'" + audio + "'}]}]")
                .canonical().messages().getFirst().content().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "'auto'                                    | Auto[]",
        "'none'                                    | None[]",
        "'required'                                | Required[]",
        "'any'                                     | Required[]",
        "{'type':'function','function':{'name':'f'}} | Named[name=f]",
        "{'type':'function','name':'f'}            | Named[name=f]",
        "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'f'}}]}} | Allowed[names=[f], required=true]",
        "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]} | Allowed[names=[f], required=false]",
    })
    void shouldDecodeEveryFormOfToolChoice(String choice, String canonical) {
        assertThat(read("'tool_choice':" + choice + ",'messages':[{'role':'user','content':'Hi'}]").canonical().toolChoice())
                .hasToString(canonical);
    }

    @Test
    void shouldDecodeOlderFunctionsAsTools() {
        ChatRequest request = read("'functions':[{'name':'f','parameters':{'type':'object'}}],'function_call':{'name':'f'},"
                + "'messages':[{'role':'user','content':'Hi'},"
                + "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                + "{'role':'function','name':'f','content':'4'}]").canonical();

        assertThat(request.tools()).containsExactly(new Tool("f", null, Map.of("type", "object"), null, null));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(((AssistantMessage) request.messages().get(1)).toolCalls())
                .containsExactly(new ToolCall("call_1", "f", "{}"));
        assertThat(request.messages().get(2))
                .isEqualTo(new ToolMessage(List.of(new ContentPart.Text("4")), "call_1", "f"));
    }

    @Test
    void shouldDecodeSignedThinkingFromReasoningDetails() {
        AssistantMessage message = assistant("'content':'4','reasoning':'ab','reasoning_details':["
                + "{'type':'reasoning.text','text':'a','format':'anthropic-claude-v1','index':0},"
                + "{'type':'reasoning.text','text':'b','signature':'c2ln','format':'anthropic-claude-v1','index':0},"
                + "{'type':'reasoning.encrypted','data':'ZW5j','format':'anthropic-claude-v1','index':1},"
                + "{'type':'reasoning.encrypted','data':'Z3Nn','id':'call_1','format':'google-gemini-v1'}],"
                + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}}]");

        assertThat(message.content()).containsExactly(
                new Reasoning("ab", "c2ln", null, "anthropic"),
                new Reasoning("", null, "ZW5j", "anthropic"),
                new ContentPart.Text("4"));
        assertThat(message.toolCalls()).containsExactly(new ToolCall("call_1", "f", "{}", "Z3Nn", "gemini"));
    }

    @Test
    void shouldDecodeSignedThinkingWhenOnlyTheToolCallsCameBack() {
        AssistantMessage message = assistant("'tool_calls':[{'id':'call_1','type':'function',"
                + "'function':{'name':'f','arguments':'{}'},'extra_content':{'anthropic':{'thinking_blocks':["
                + "{'thinking':'hm','signature':'c2ln'},{'data':'ZW5j'}]}}}]");

        assertThat(message.content()).containsExactly(
                new Reasoning("hm", "c2ln", null, "anthropic"), new Reasoning("", null, "ZW5j", "anthropic"));
    }

    @Test
    void shouldDecodeCallsWhoseArgumentsAreAnObjectOrMissing() {
        AssistantMessage message = assistant("'tool_calls':[{'id':'c1','function':{'name':'f','arguments':{'city':'Oslo'}}},"
                + "{'id':'c2','function':{'name':'now'}}]");

        assertThat(message.toolCalls()).containsExactly(
                new ToolCall("c1", "f", "{\"city\":\"Oslo\"}"), new ToolCall("c2", "now", ""));
    }

    @Test
    void shouldDecodeAFunctionWithoutTypeAndASchemaWithoutName() {
        ChatRequest request = read("'messages':[{'role':'user','content':'Hi'}],'tools':[{'function':{'name':'f'}}],"
                + "'response_format':{'type':'json_schema','json_schema':{'schema':{'type':'object'}}}").canonical();

        assertThat(request.tools()).extracting(Tool::name).containsExactly("f");
        assertThat(request.responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema("", null, Map.of("type", "object"), null));
    }

    @Test
    void shouldDecodeMistralsThinkingPart() {
        AssistantMessage message = assistant("'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]},"
                + "{'type':'text','text':'4'}]");

        assertThat(message.content()).containsExactly(
                new Reasoning("hm", null, null, "openai"), new ContentPart.Text("4"));
    }

    @Test
    void shouldNameThePartWhenOnlyAVendorOfThisDialectCanReadIt() {
        OpenAiChatRequest request = read("'messages':[{'role':'user','content':[{'type':'video_url','video_url':{}}]}]");

        assertThatThrownBy(request::canonical).isInstanceOfSatisfying(InvalidRequestException.class, e ->
                assertThat(e.param()).isEqualTo("messages[0].content[0].type"));
    }

    private static AssistantMessage assistant(String fields) {
        return (AssistantMessage) read("'messages':[{'role':'assistant'," + fields + "}]").canonical().messages().getFirst();
    }

    private static OpenAiChatRequest read(String fields) {
        return OpenAiChatRequest.read(("{'model':'m'," + fields + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
