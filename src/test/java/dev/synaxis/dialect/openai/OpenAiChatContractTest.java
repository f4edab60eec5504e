package dev.synaxis.dialect.openai;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.warned;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.ChatTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

public class OpenAiChatContractTest extends ChatTranslatorContract {

    @Override
    protected String dialect() {
        return "openai";
    }

    @Override
    protected ChatTranslator translator() {
        return new OpenAiDialect().chat();
    }

    @Override
    protected Upstream upstream(ChatFeature feature) {
        Compat compat = new Compat(true, true, Map.of(), Set.of());
        return new Upstream("openai", "https://api.openai.com/v1", "gpt-5.1", null, compat);
    }

    @Override
    protected Map<ChatFeature, Support> support() {
        Map<ChatFeature, Support> map = new EnumMap<>(ChatFeature.class);
        messages(map);
        tools(map);
        settings(map);
        return map;
    }

    private static void messages(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.SYSTEM_MESSAGE, carried("/messages/0", """
                {"role": "system", "content": "Answer in French."}"""));
        map.put(ChatFeature.DEVELOPER_MESSAGE, carried("/messages/0/role", "\"developer\""));
        map.put(ChatFeature.LATE_SYSTEM_MESSAGE, carried("/messages/2/role", "\"system\""));
        map.put(ChatFeature.MULTI_TURN, carried("/messages", """
                [{"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"},
                 {"role": "user", "content": "Three"}]"""));
        map.put(ChatFeature.SAME_ROLE_RUN, carried("/messages/1/content", "\"Two\""));
        map.put(ChatFeature.EMPTY_TEXT, carried("/messages/0/content/1/text", "\"Hi\""));
        map.put(ChatFeature.MESSAGE_NAME, carried("/messages/0/name", "\"ada\""));
        map.put(ChatFeature.REFUSAL_IN_HISTORY, carried("/messages/1/refusal", "\"I will not.\""));
        map.put(ChatFeature.IMAGE_DATA, carried("/messages/0/content/1", """
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}"""));
        map.put(ChatFeature.IMAGE_URL, carried("/messages/0/content/1/image_url/url", "\"https://example.com/cat.png\""));
        map.put(ChatFeature.IMAGE_DETAIL, carried("/messages/0/content/1/image_url/detail", "\"low\""));
        map.put(ChatFeature.PDF_DATA, carried("/messages/0/content/1", """
                {"type": "file",
                 "file": {"filename": "report.pdf", "file_data": "data:application/pdf;base64,JVBERi0="}}"""));
        map.put(ChatFeature.PDF_URL, carried("/messages/0/content/1/file/file_data", "\"https://example.com/report.pdf\""));
        map.put(ChatFeature.TEXT_FILE, carried("/messages/0/content/1/file/file_data",
                "\"data:text/plain;base64,aGVsbG8=\""));
        map.put(ChatFeature.FILE_ID, carried("/messages/0/content/1/file", "{\"file_id\": \"file-123\"}"));
        map.put(ChatFeature.AUDIO, carried("/messages/0/content/1", """
                {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}"""));
        map.put(ChatFeature.OWN_REASONING, carried("/messages/1/reasoning_details/0/signature", "\"c2lnbmVk\""));
        map.put(ChatFeature.FOREIGN_REASONING, carried("/messages/1", """
                {"role": "assistant", "content": "Two"}"""));
        map.put(ChatFeature.CACHE_MARKER, carried("/messages/0/content/0/cache_control", "{\"type\": \"ephemeral\"}"));
    }

    private static void tools(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.TOOLS, carried("/tools/0/function/description", "\"Weather of a city\""));
        map.put(ChatFeature.TOOL_WITHOUT_PARAMETERS, carried("/tools/0", """
                {"type": "function", "function": {"name": "ping"}}"""));
        map.put(ChatFeature.STRICT_TOOL, carried("/tools/0/function/strict", "true"));
        map.put(ChatFeature.TOOL_CHOICE_AUTO, carried("/tool_choice", "\"auto\""));
        map.put(ChatFeature.TOOL_CHOICE_NONE, carried("/tool_choice", "\"none\""));
        map.put(ChatFeature.TOOL_CHOICE_REQUIRED, carried("/tool_choice", "\"required\""));
        map.put(ChatFeature.TOOL_CHOICE_NAMED, carried("/tool_choice", """
                {"type": "function", "function": {"name": "get_weather"}}"""));
        map.put(ChatFeature.TOOL_CHOICE_ALLOWED, carried("/tool_choice", """
                {"type": "allowed_tools", "allowed_tools": {"mode": "required",
                 "tools": [{"type": "function", "function": {"name": "get_weather"}}]}}"""));
        map.put(ChatFeature.ONE_CALL_AT_A_TIME, carried("/parallel_tool_calls", "false"));
        map.put(ChatFeature.TOOL_CALL_AND_RESULT, carried("/messages/2", """
                {"role": "tool", "tool_call_id": "call_1", "content": "4 degrees"}"""));
        map.put(ChatFeature.PARALLEL_CALLS, carried("/messages/1/tool_calls/1", """
                {"id": "call_2", "type": "function",
                 "function": {"name": "get_weather", "arguments": "{\\"city\\":\\"Rome\\"}"}}"""));
        map.put(ChatFeature.EMPTY_ARGUMENTS, carried("/messages/1/tool_calls/0/function/arguments", "\"{}\""));
        map.put(ChatFeature.INVALID_ARGUMENTS, carried("/messages/1/tool_calls/0/function/arguments", "\"{\\\"city\\\":\""));
        map.put(ChatFeature.IMAGE_IN_TOOL_RESULT, warned("/messages/3", """
                {"role": "user", "content": [
                  {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}"""));
    }

    private static void settings(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.JSON_SCHEMA, carried("/response_format/json_schema/strict", "true"));
        map.put(ChatFeature.JSON_OBJECT, carried("/response_format", "{\"type\": \"json_object\"}"));
        map.put(ChatFeature.MAX_TOKENS, carried("/max_completion_tokens", "321"));
        map.put(ChatFeature.TEMPERATURE, carried("/temperature", "0.5"));
        map.put(ChatFeature.HIGH_TEMPERATURE, carried("/temperature", "1.5"));
        map.put(ChatFeature.TOP_P, carried("/top_p", "0.25"));
        map.put(ChatFeature.TEMPERATURE_AND_TOP_P, carried("/top_p", "0.25"));
        map.put(ChatFeature.TOP_K, carried("/top_k", "40"));
        map.put(ChatFeature.STOP, carried("/stop", "[\"END\", \"###\"]"));
        map.put(ChatFeature.BLANK_STOP, carried("/stop", "[\"\\n\\n\"]"));
        map.put(ChatFeature.SEED, carried("the seed", body -> body.at("/seed").asLong() == 42));
        map.put(ChatFeature.SEVERAL_CHOICES, carried("/n", "2"));
        map.put(ChatFeature.PRESENCE_PENALTY, carried("/presence_penalty", "0.5"));
        map.put(ChatFeature.FREQUENCY_PENALTY, carried("/frequency_penalty", "0.5"));
        map.put(ChatFeature.LOGPROBS, carried("/top_logprobs", "3"));
        map.put(ChatFeature.LOGIT_BIAS, carried("/logit_bias", "{\"50256\": -100}"));
        map.put(ChatFeature.USER, carried("/user", "\"user-7\""));
        map.put(ChatFeature.METADATA, carried("/metadata", "{\"team\": \"red\"}"));
        map.put(ChatFeature.SERVICE_TIER, carried("/service_tier", "\"default\""));
        map.put(ChatFeature.VERBOSITY, carried("/verbosity", "\"low\""));
        map.put(ChatFeature.REASONING_EFFORT, carried("/reasoning_effort", "\"medium\""));
        map.put(ChatFeature.NO_REASONING, carried("/reasoning_effort", "\"none\""));
        map.put(ChatFeature.REASONING_BUDGET, warned("/reasoning_effort", "\"low\""));
        map.put(ChatFeature.UNKNOWN_FIELD, carried("/made_up_field", "true"));
        map.put(ChatFeature.STREAM, carried("/stream_options", "{\"include_usage\": true}"));
    }
}
