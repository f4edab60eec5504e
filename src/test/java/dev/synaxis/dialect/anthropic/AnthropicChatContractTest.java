package dev.synaxis.dialect.anthropic;

import static dev.synaxis.dialect.Support.carried;
import static dev.synaxis.dialect.Support.carriedWithout;
import static dev.synaxis.dialect.Support.unsupported;
import static dev.synaxis.dialect.Support.warned;
import static dev.synaxis.dialect.Support.warnedWithout;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.ChatFeature;
import dev.synaxis.dialect.ChatTranslator;
import dev.synaxis.dialect.ChatTranslatorContract;
import dev.synaxis.dialect.Support;
import dev.synaxis.dialect.Upstream;
import java.util.EnumMap;
import java.util.Map;

public class AnthropicChatContractTest extends ChatTranslatorContract {

    private static final String SCHEMA =
            """
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
             "additionalProperties": false}""";

    @Override
    protected String dialect() {
        return "anthropic";
    }

    @Override
    protected ChatTranslator translator() {
        return new AnthropicDialect().chat();
    }

    @Override
    protected Upstream upstream(ChatFeature feature) {
        return new Upstream(
                "anthropic", "https://api.anthropic.com/v1", "claude-sonnet-4-5", null, Compat.NONE);
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
        map.put(ChatFeature.SYSTEM_MESSAGE, carried("/system", "\"Answer in French.\""));
        map.put(ChatFeature.DEVELOPER_MESSAGE, carried("/system", "\"Answer in French.\""));
        map.put(ChatFeature.LATE_SYSTEM_MESSAGE, warned(
                "/messages/2/content/0/text", "\"<system>\\nNow in French.\\n</system>\""));
        map.put(ChatFeature.MULTI_TURN, carried("/messages", """
                [{"role": "user", "content": [{"type": "text", "text": "One"}]},
                 {"role": "assistant", "content": [{"type": "text", "text": "Two"}]},
                 {"role": "user", "content": [{"type": "text", "text": "Three"}]}]"""));
        map.put(ChatFeature.SAME_ROLE_RUN, carried("/messages", """
                [{"role": "user", "content": [{"type": "text", "text": "One"}, {"type": "text", "text": "Two"}]}]"""));
        map.put(ChatFeature.EMPTY_TEXT, carried("/messages/0/content", """
                [{"type": "text", "text": "Hi"}]"""));
        map.put(ChatFeature.MESSAGE_NAME, warned());
        map.put(ChatFeature.REFUSAL_IN_HISTORY, carried("/messages/1/content/0/text", "\"I will not.\""));
        map.put(ChatFeature.IMAGE_DATA, carried("/messages/0/content/1", """
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}"""));
        map.put(ChatFeature.IMAGE_URL, carried("/messages/0/content/1", """
                {"type": "image", "source": {"type": "url", "url": "https://example.com/cat.png"}}"""));
        map.put(ChatFeature.IMAGE_DETAIL, warned("/messages/0/content/1/type", "\"image\""));
        map.put(ChatFeature.PDF_DATA, carried("/messages/0/content/1", """
                {"type": "document", "title": "report.pdf",
                 "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}}"""));
        map.put(ChatFeature.PDF_URL, carried("/messages/0/content/1/source", """
                {"type": "url", "url": "https://example.com/report.pdf"}"""));
        map.put(ChatFeature.TEXT_FILE, carried("/messages/0/content/1/source", """
                {"type": "text", "media_type": "text/plain", "data": "hello"}"""));
        map.put(ChatFeature.FILE_ID, carried("/messages/0/content/1/source", """
                {"type": "file", "file_id": "file-123"}"""));
        map.put(ChatFeature.AUDIO, unsupported());
        map.put(ChatFeature.OWN_REASONING, carried("/messages/1/content", """
                [{"type": "thinking", "thinking": "Let me look.", "signature": "c2lnbmVk"},
                 {"type": "tool_use", "id": "call_1", "name": "get_weather", "input": {"city": "Oslo"}}]"""));
        map.put(ChatFeature.FOREIGN_REASONING, carried("/messages/1/content", """
                [{"type": "text", "text": "Two"}]"""));
        map.put(ChatFeature.CACHE_MARKER, carried("/messages/0/content/0/cache_control", "{\"type\": \"ephemeral\"}"));
    }

    private static void tools(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.TOOLS, carried("/tools", """
                [{"name": "get_weather", "description": "Weather of a city", "input_schema": %s}]"""
                .formatted(SCHEMA)));
        map.put(ChatFeature.TOOL_WITHOUT_PARAMETERS, carried("/tools/0", """
                {"name": "ping", "input_schema": {"type": "object", "properties": {}}}"""));
        map.put(ChatFeature.STRICT_TOOL, carried("/tools/0/strict", "true"));
        map.put(ChatFeature.TOOL_CHOICE_AUTO, carried("/tool_choice", "{\"type\": \"auto\"}"));
        map.put(ChatFeature.TOOL_CHOICE_NONE, carried("/tool_choice", "{\"type\": \"none\"}"));
        map.put(ChatFeature.TOOL_CHOICE_REQUIRED, carried("/tool_choice", "{\"type\": \"any\"}"));
        map.put(ChatFeature.TOOL_CHOICE_NAMED, carried("/tool_choice", """
                {"type": "tool", "name": "get_weather"}"""));
        map.put(ChatFeature.TOOL_CHOICE_ALLOWED, carried("any of the one tool", body ->
                body.at("/tools").size() == 1
                        && body.at("/tools/0/name").textValue().equals("get_weather")
                        && body.at("/tool_choice/type").textValue().equals("any")));
        map.put(ChatFeature.ONE_CALL_AT_A_TIME, carried("/tool_choice", """
                {"type": "auto", "disable_parallel_tool_use": true}"""));
        map.put(ChatFeature.TOOL_CALL_AND_RESULT, carried("/messages/2", """
                {"role": "user", "content": [
                  {"type": "tool_result", "tool_use_id": "call_1", "content": "4 degrees"}]}"""));
        map.put(ChatFeature.PARALLEL_CALLS, carried("/messages/2/content", """
                [{"type": "tool_result", "tool_use_id": "call_1", "content": "4 degrees"},
                 {"type": "tool_result", "tool_use_id": "call_2", "content": "19 degrees"},
                 {"type": "text", "text": "And?"}]"""));
        map.put(ChatFeature.EMPTY_ARGUMENTS, carried("/messages/1/content/0/input", "{}"));
        map.put(ChatFeature.INVALID_ARGUMENTS, warned("/messages/1/content/0/input", """
                {"arguments": "{\\"city\\":"}"""));
        map.put(ChatFeature.IMAGE_IN_TOOL_RESULT, carried("/messages/2/content/0/content/0/type", "\"image\""));
    }

    private static void settings(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.JSON_SCHEMA, carried("/output_config/format", """
                {"type": "json_schema", "schema": %s}""".formatted(SCHEMA)));
        map.put(ChatFeature.JSON_OBJECT, warned(
                "/system", "\"Answer with one JSON object and nothing else.\""));
        map.put(ChatFeature.MAX_TOKENS, carried("/max_tokens", "321"));
        map.put(ChatFeature.TEMPERATURE, carried("/temperature", "0.5"));
        map.put(ChatFeature.HIGH_TEMPERATURE, warned("/temperature", "1.0"));
        map.put(ChatFeature.TOP_P, carried("/top_p", "0.25"));
        map.put(ChatFeature.TEMPERATURE_AND_TOP_P, warnedWithout("/top_p"));
        map.put(ChatFeature.TOP_K, carried("/top_k", "40"));
        map.put(ChatFeature.STOP, carried("/stop_sequences", "[\"END\", \"###\"]"));
        map.put(ChatFeature.BLANK_STOP, warnedWithout("/stop_sequences"));
        map.put(ChatFeature.SEED, warnedWithout("/seed"));
        map.put(ChatFeature.SEVERAL_CHOICES, unsupported());
        map.put(ChatFeature.PRESENCE_PENALTY, warnedWithout("/presence_penalty"));
        map.put(ChatFeature.FREQUENCY_PENALTY, warnedWithout("/frequency_penalty"));
        map.put(ChatFeature.LOGPROBS, warnedWithout("/logprobs"));
        map.put(ChatFeature.LOGIT_BIAS, warnedWithout("/logit_bias"));
        map.put(ChatFeature.USER, carried("/metadata", "{\"user_id\": \"user-7\"}"));
        map.put(ChatFeature.METADATA, warnedWithout("/metadata"));
        map.put(ChatFeature.SERVICE_TIER, carried("/service_tier", "\"standard_only\""));
        map.put(ChatFeature.VERBOSITY, warnedWithout("/verbosity"));
        map.put(ChatFeature.REASONING_EFFORT, carried("/thinking", """
                {"type": "enabled", "budget_tokens": 12000}"""));
        map.put(ChatFeature.NO_REASONING, carriedWithout("/thinking"));
        map.put(ChatFeature.REASONING_BUDGET, carried("/thinking", """
                {"type": "enabled", "budget_tokens": 2048}"""));
        map.put(ChatFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        map.put(ChatFeature.STREAM, carried("/stream", "true"));
    }
}
