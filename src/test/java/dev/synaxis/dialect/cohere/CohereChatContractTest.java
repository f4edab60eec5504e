package dev.synaxis.dialect.cohere;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warned;
import static dev.synaxis.dialect.Support.warnedWithout;

import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.ChatTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;

public class CohereChatContractTest extends ChatTranslatorContract {

    @Override
    protected String dialect() {
        return "cohere";
    }

    @Override
    protected ChatTranslator translator() {
        return new CohereDialect().chat();
    }

    @Override
    protected Upstream upstream(ChatFeature feature) {
        return switch (feature) {
            case REASONING_EFFORT, NO_REASONING, REASONING_BUDGET, OWN_REASONING -> Cohere.REASONING;
            default -> Cohere.COMMAND_A;
        };
    }

    @Override
    protected Map<ChatFeature, Support> support() {
        Map<ChatFeature, Support> support = new EnumMap<>(ChatFeature.class);
        messages(support);
        tools(support);
        settings(support);
        return support;
    }

    private static void messages(Map<ChatFeature, Support> support) {
        String system = "{\"role\":\"system\",\"content\":\"Answer in French.\"}";
        support.put(ChatFeature.SYSTEM_MESSAGE, carried("/messages/0", system));
        support.put(ChatFeature.DEVELOPER_MESSAGE, carried("/messages/0", system));
        support.put(ChatFeature.LATE_SYSTEM_MESSAGE, carried("/messages/2/role", "\"system\""));
        support.put(ChatFeature.MULTI_TURN, carried("/messages", """
                [{"role":"user","content":"One"},{"role":"assistant","content":"Two"},{"role":"user","content":"Three"}]"""));
        support.put(ChatFeature.SAME_ROLE_RUN, carried("/messages", """
                [{"role":"user","content":"One"},{"role":"user","content":"Two"}]"""));
        support.put(ChatFeature.EMPTY_TEXT, carried("/messages/0/content", "\"Hi\""));
        support.put(ChatFeature.MESSAGE_NAME, warnedWithout("/messages/0/name"));
        support.put(ChatFeature.REFUSAL_IN_HISTORY, carried("/messages/1/content", "\"I will not.\""));
        support.put(ChatFeature.IMAGE_DATA, carried("/messages/0/content/1", """
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}"""));
        support.put(ChatFeature.IMAGE_URL,
                carried("/messages/0/content/1/image_url/url", "\"https://example.com/cat.png\""));
        support.put(ChatFeature.IMAGE_DETAIL, carried("/messages/0/content/1/image_url/detail", "\"low\""));
        support.put(ChatFeature.PDF_DATA, unsupported());
        support.put(ChatFeature.PDF_URL, unsupported());
        support.put(ChatFeature.TEXT_FILE, unsupported());
        support.put(ChatFeature.FILE_ID, unsupported());
        support.put(ChatFeature.AUDIO, unsupported());
        support.put(ChatFeature.OWN_REASONING, carried("/messages/1/content", """
                [{"type":"thinking","thinking":"Let me look."}]"""));
        support.put(ChatFeature.FOREIGN_REASONING, carried("/messages/1/content", "\"Two\""));
        support.put(ChatFeature.CACHE_MARKER, warnedWithout("/messages/0/content/0/cache_control"));
    }

    private static void tools(Map<ChatFeature, Support> support) {
        support.put(ChatFeature.TOOLS, carried("/tools/0/function/parameters/required", "[\"city\"]"));
        support.put(ChatFeature.TOOL_WITHOUT_PARAMETERS,
                carried("/tools/0/function/parameters", "{\"type\":\"object\",\"properties\":{}}"));
        support.put(ChatFeature.STRICT_TOOL, carried("/strict_tools", "true"));
        support.put(ChatFeature.TOOL_CHOICE_AUTO, carriedWithout("/tool_choice"));
        support.put(ChatFeature.TOOL_CHOICE_NONE, carried("/tool_choice", "\"NONE\""));
        support.put(ChatFeature.TOOL_CHOICE_REQUIRED, carried("/tool_choice", "\"REQUIRED\""));
        support.put(ChatFeature.TOOL_CHOICE_NAMED, carried("/tool_choice", "\"REQUIRED\""));
        support.put(ChatFeature.TOOL_CHOICE_ALLOWED, carried("one tool, required", body ->
                body.at("/tools").size() == 1 && body.at("/tool_choice").asText().equals("REQUIRED")));
        support.put(ChatFeature.ONE_CALL_AT_A_TIME, warnedWithout("/parallel_tool_calls"));
        support.put(ChatFeature.TOOL_CALL_AND_RESULT, carried("/messages/2", """
                {"role":"tool","tool_call_id":"call_1",
                 "content":[{"type":"document","document":{"data":{"output":"4 degrees"}}}]}"""));
        support.put(ChatFeature.PARALLEL_CALLS, carried("/messages/1/tool_calls/1", """
                {"id":"call_2","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"Rome\\"}"}}"""));
        support.put(ChatFeature.EMPTY_ARGUMENTS, carried("/messages/1/tool_calls/0/function/arguments", "\"{}\""));
        support.put(ChatFeature.INVALID_ARGUMENTS,
                carried("/messages/1/tool_calls/0/function/arguments", "\"{\\\"city\\\":\""));
        support.put(ChatFeature.IMAGE_IN_TOOL_RESULT, unsupported());
    }

    private static void settings(Map<ChatFeature, Support> support) {
        support.put(ChatFeature.JSON_SCHEMA, carried("json_schema", body ->
                body.at("/response_format/type").asText().equals("json_object")
                        && body.at("/response_format/json_schema/properties").has("city")));
        support.put(ChatFeature.JSON_OBJECT, carried("/response_format", "{\"type\":\"json_object\"}"));
        support.put(ChatFeature.MAX_TOKENS, carried("/max_tokens", "321"));
        support.put(ChatFeature.TEMPERATURE, carried("/temperature", "0.5"));
        support.put(ChatFeature.HIGH_TEMPERATURE, warned("/temperature", "1.0"));
        support.put(ChatFeature.TOP_P, carried("/p", "0.25"));
        support.put(ChatFeature.TEMPERATURE_AND_TOP_P, carried("/p", "0.25"));
        support.put(ChatFeature.TOP_K, carried("/k", "40"));
        support.put(ChatFeature.STOP, carried("/stop_sequences", "[\"END\",\"###\"]"));
        support.put(ChatFeature.BLANK_STOP, carried("/stop_sequences", "[\"\\n\\n\"]"));
        support.put(ChatFeature.SEED, carried("/seed", "42"));
        support.put(ChatFeature.SEVERAL_CHOICES, unsupported());
        support.put(ChatFeature.PRESENCE_PENALTY, carried("/presence_penalty", "0.5"));
        support.put(ChatFeature.FREQUENCY_PENALTY, carried("/frequency_penalty", "0.5"));
        support.put(ChatFeature.LOGPROBS, carried("/logprobs", "true"));
        support.put(ChatFeature.LOGIT_BIAS, warnedWithout("/logit_bias"));
        support.put(ChatFeature.USER, warnedWithout("/user"));
        support.put(ChatFeature.METADATA, warnedWithout("/metadata"));
        support.put(ChatFeature.SERVICE_TIER, warnedWithout("/service_tier"));
        support.put(ChatFeature.VERBOSITY, warnedWithout("/verbosity"));
        support.put(ChatFeature.REASONING_EFFORT, warned("/thinking", "{\"type\":\"enabled\"}"));
        support.put(ChatFeature.NO_REASONING, carried("/thinking", "{\"type\":\"disabled\"}"));
        support.put(ChatFeature.REASONING_BUDGET,
                carried("/thinking", "{\"type\":\"enabled\",\"token_budget\":2048}"));
        support.put(ChatFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        support.put(ChatFeature.STREAM, carried("/stream", "true"));
    }
}
