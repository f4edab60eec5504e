package dev.synaxis.dialect.bedrock;

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

public class BedrockChatContractTest extends ChatTranslatorContract {

    private static final Upstream CLAUDE = new Upstream(
            "bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com", "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            null, Compat.NONE);

    @Override
    protected String dialect() {
        return "bedrock";
    }

    @Override
    protected ChatTranslator translator() {
        return new BedrockDialect().chat();
    }

    @Override
    protected Upstream upstream(ChatFeature feature) {
        return CLAUDE;
    }

    @Override
    protected Map<ChatFeature, Support> support() {
        Map<ChatFeature, Support> support = new EnumMap<>(ChatFeature.class);
        messages(support);
        media(support);
        tools(support);
        settings(support);
        return support;
    }

    private static void messages(Map<ChatFeature, Support> support) {
        support.put(ChatFeature.SYSTEM_MESSAGE, carried("/system", "[{\"text\":\"Answer in French.\"}]"));
        support.put(ChatFeature.DEVELOPER_MESSAGE, carried("/system", "[{\"text\":\"Answer in French.\"}]"));
        support.put(ChatFeature.LATE_SYSTEM_MESSAGE, warned("/messages/2/content", """
                [{"text":"<system>\\nNow in French.\\n</system>"},{"text":"Three"}]"""));
        support.put(ChatFeature.MULTI_TURN, carried("/messages", """
                [{"role":"user","content":[{"text":"One"}]},{"role":"assistant","content":[{"text":"Two"}]},\
                {"role":"user","content":[{"text":"Three"}]}]"""));
        support.put(ChatFeature.SAME_ROLE_RUN, carried("/messages", """
                [{"role":"user","content":[{"text":"One"},{"text":"Two"}]}]"""));
        support.put(ChatFeature.EMPTY_TEXT, carried("/messages/0/content", "[{\"text\":\"Hi\"}]"));
        support.put(ChatFeature.MESSAGE_NAME, warnedWithout("/messages/0/name"));
        support.put(ChatFeature.REFUSAL_IN_HISTORY, carried("/messages/1/content", "[{\"text\":\"I will not.\"}]"));
        support.put(ChatFeature.OWN_REASONING, carried("/messages/1/content/0", """
                {"reasoningContent":{"reasoningText":{"text":"Let me look.","signature":"c2lnbmVk"}}}"""));
        support.put(ChatFeature.FOREIGN_REASONING, carried("/messages/1/content", "[{\"text\":\"Two\"}]"));
        support.put(ChatFeature.CACHE_MARKER, carried("/messages/0/content/1", "{\"cachePoint\":{\"type\":\"default\"}}"));
    }

    private static void media(Map<ChatFeature, Support> support) {
        String image = "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"iVBORw0KGgo=\"}}}";
        support.put(ChatFeature.IMAGE_DATA, carried("/messages/0/content/1", image));
        support.put(ChatFeature.IMAGE_URL, unsupported());
        support.put(ChatFeature.IMAGE_DETAIL, warned("/messages/0/content/1", image));
        support.put(ChatFeature.PDF_DATA, carried("/messages/0/content/1", """
                {"document":{"format":"pdf","source":{"bytes":"JVBERi0="},"name":"report pdf"}}"""));
        support.put(ChatFeature.PDF_URL, unsupported());
        support.put(ChatFeature.TEXT_FILE, carried("/messages/0/content/1/document/format", "\"txt\""));
        support.put(ChatFeature.FILE_ID, unsupported());
        support.put(ChatFeature.AUDIO, unsupported());
    }

    private static void tools(Map<ChatFeature, Support> support) {
        support.put(ChatFeature.TOOLS, carried("/toolConfig/tools/0/toolSpec/inputSchema/json/required", "[\"city\"]"));
        support.put(ChatFeature.TOOL_WITHOUT_PARAMETERS, carried("/toolConfig/tools/0/toolSpec", """
                {"name":"ping","inputSchema":{"json":{"type":"object","properties":{}}}}"""));
        support.put(ChatFeature.STRICT_TOOL, carried("/toolConfig/tools/0/toolSpec/strict", "true"));
        support.put(ChatFeature.TOOL_CHOICE_AUTO, carried("/toolConfig/toolChoice", "{\"auto\":{}}"));
        support.put(ChatFeature.TOOL_CHOICE_NONE, carriedWithout("/toolConfig"));
        support.put(ChatFeature.TOOL_CHOICE_REQUIRED, carried("/toolConfig/toolChoice", "{\"any\":{}}"));
        support.put(ChatFeature.TOOL_CHOICE_NAMED,
                carried("/toolConfig/toolChoice", "{\"tool\":{\"name\":\"get_weather\"}}"));
        support.put(ChatFeature.TOOL_CHOICE_ALLOWED, carried("only that tool, and one at least", body ->
                body.at("/toolConfig/tools").size() == 1 && body.at("/toolConfig/toolChoice").has("any")));
        support.put(ChatFeature.ONE_CALL_AT_A_TIME, warned());
        support.put(ChatFeature.TOOL_CALL_AND_RESULT, carried("/messages/2/content", """
                [{"toolResult":{"toolUseId":"call_1","content":[{"text":"4 degrees"}]}}]"""));
        support.put(ChatFeature.PARALLEL_CALLS, carried("both results in one message", body ->
                body.at("/messages/1/content").size() == 2 && body.at("/messages/2/content").size() == 3));
        support.put(ChatFeature.EMPTY_ARGUMENTS, carried("/messages/1/content/0/toolUse/input", "{}"));
        support.put(ChatFeature.INVALID_ARGUMENTS,
                warned("/messages/1/content/0/toolUse/input", "{\"arguments\":\"{\\\"city\\\":\"}"));
        support.put(ChatFeature.IMAGE_IN_TOOL_RESULT,
                carried("/messages/2/content/0/toolResult/content/0/image/format", "\"png\""));
    }

    private static void settings(Map<ChatFeature, Support> support) {
        support.put(ChatFeature.JSON_SCHEMA, carried("the schema as text", body -> {
            var wanted = body.at("/outputConfig/textFormat");
            return wanted.path("type").asText().equals("json_schema")
                    && wanted.at("/structure/jsonSchema/name").asText().equals("answer")
                    && wanted.at("/structure/jsonSchema/schema").asText().contains("\"city\"");
        }));
        support.put(ChatFeature.JSON_OBJECT, warnedWithout("/outputConfig"));
        support.put(ChatFeature.MAX_TOKENS, carried("/inferenceConfig/maxTokens", "321"));
        support.put(ChatFeature.TEMPERATURE, carried("/inferenceConfig/temperature", "0.5"));
        support.put(ChatFeature.HIGH_TEMPERATURE, warned("/inferenceConfig/temperature", "1.0"));
        support.put(ChatFeature.TOP_P, carried("/inferenceConfig/topP", "0.25"));
        support.put(ChatFeature.TEMPERATURE_AND_TOP_P, warnedWithout("/inferenceConfig/topP"));
        support.put(ChatFeature.TOP_K, carried("/additionalModelRequestFields", "{\"top_k\":40}"));
        support.put(ChatFeature.STOP, carried("/inferenceConfig/stopSequences", "[\"END\",\"###\"]"));
        support.put(ChatFeature.BLANK_STOP, carried("/inferenceConfig/stopSequences", "[\"\\n\\n\"]"));
        support.put(ChatFeature.SEED, warnedWithout("/seed"));
        support.put(ChatFeature.SEVERAL_CHOICES, unsupported());
        support.put(ChatFeature.PRESENCE_PENALTY, warnedWithout("/presence_penalty"));
        support.put(ChatFeature.FREQUENCY_PENALTY, warnedWithout("/frequency_penalty"));
        support.put(ChatFeature.LOGPROBS, warnedWithout("/logprobs"));
        support.put(ChatFeature.LOGIT_BIAS, warnedWithout("/logit_bias"));
        support.put(ChatFeature.USER, warnedWithout("/user"));
        support.put(ChatFeature.METADATA, carried("/requestMetadata", "{\"team\":\"red\"}"));
        support.put(ChatFeature.SERVICE_TIER, carried("/serviceTier", "{\"type\":\"default\"}"));
        support.put(ChatFeature.VERBOSITY, warnedWithout("/verbosity"));
        support.put(ChatFeature.REASONING_EFFORT, carried("/additionalModelRequestFields/thinking", """
                {"type":"enabled","budget_tokens":12000}"""));
        support.put(ChatFeature.NO_REASONING, carriedWithout("/additionalModelRequestFields"));
        support.put(ChatFeature.REASONING_BUDGET, carried("/additionalModelRequestFields/thinking", """
                {"type":"enabled","budget_tokens":2048}"""));
        support.put(ChatFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        support.put(ChatFeature.STREAM, carriedWithout("/stream"));
    }
}
