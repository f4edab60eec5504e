package dev.synaxis.dialect.gemini;

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

public class GeminiChatContractTest extends ChatTranslatorContract {

    private static final String SCHEMA =
            """
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
             "additionalProperties": false}""";

    @Override
    protected String dialect() {
        return "gemini";
    }

    @Override
    protected ChatTranslator translator() {
        return new GeminiDialect().chat();
    }

    @Override
    protected Upstream upstream(ChatFeature feature) {
        return new Upstream(
                "google",
                "https://generativelanguage.googleapis.com/v1beta",
                "gemini-2.5-flash",
                null,
                Compat.NONE);
    }

    @Override
    protected Map<ChatFeature, Support> support() {
        Map<ChatFeature, Support> map = new EnumMap<>(ChatFeature.class);
        messages(map);
        media(map);
        tools(map);
        toolTurns(map);
        settings(map);
        return map;
    }

    private static void messages(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.SYSTEM_MESSAGE, carried("/systemInstruction", """
                {"parts": [{"text": "Answer in French."}]}"""));
        map.put(ChatFeature.DEVELOPER_MESSAGE, carried("/systemInstruction", """
                {"parts": [{"text": "Answer in French."}]}"""));
        map.put(ChatFeature.LATE_SYSTEM_MESSAGE, warned("/systemInstruction/parts/0/text", "\"Now in French.\""));
        map.put(ChatFeature.MULTI_TURN, carried("/contents", """
                [{"role": "user", "parts": [{"text": "One"}]},
                 {"role": "model", "parts": [{"text": "Two"}]},
                 {"role": "user", "parts": [{"text": "Three"}]}]"""));
        map.put(ChatFeature.SAME_ROLE_RUN, carried("/contents", """
                [{"role": "user", "parts": [{"text": "One"}, {"text": "Two"}]}]"""));
        map.put(ChatFeature.EMPTY_TEXT, carried("/contents/0/parts", "[{\"text\": \"Hi\"}]"));
        map.put(ChatFeature.MESSAGE_NAME, warned("/contents/0", """
                {"role": "user", "parts": [{"text": "Hi"}]}"""));
        map.put(ChatFeature.REFUSAL_IN_HISTORY, carried("/contents/1/parts/0/text", "\"I will not.\""));
        map.put(ChatFeature.OWN_REASONING, carried("/contents/1/parts", """
                [{"text": "Let me look.", "thought": true, "thoughtSignature": "c2lnbmVk"},
                 {"functionCall": {"name": "get_weather", "args": {"city": "Oslo"}},
                  "thoughtSignature": "c2lnbmVk"}]"""));
        map.put(ChatFeature.FOREIGN_REASONING, carried("/contents/1/parts", "[{\"text\": \"Two\"}]"));
        map.put(ChatFeature.CACHE_MARKER, warned("/contents/0/parts/0", "{\"text\": \"A long text\"}"));
    }

    private static void media(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.IMAGE_DATA, carried("/contents/0/parts/1", """
                {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}"""));
        map.put(ChatFeature.IMAGE_URL, carried("/contents/0/parts/1", """
                {"fileData": {"mimeType": "image/png", "fileUri": "https://example.com/cat.png"}}"""));
        map.put(ChatFeature.IMAGE_DETAIL, warned("/contents/0/parts/1/inlineData/mimeType", "\"image/png\""));
        map.put(ChatFeature.PDF_DATA, carried("/contents/0/parts/1", """
                {"inlineData": {"mimeType": "application/pdf", "data": "JVBERi0="}}"""));
        map.put(ChatFeature.PDF_URL, carried("/contents/0/parts/1", """
                {"fileData": {"mimeType": "application/pdf", "fileUri": "https://example.com/report.pdf"}}"""));
        map.put(ChatFeature.TEXT_FILE, carried("/contents/0/parts/1", """
                {"inlineData": {"mimeType": "text/plain", "data": "aGVsbG8="}}"""));
        map.put(ChatFeature.FILE_ID, unsupported());
        map.put(ChatFeature.AUDIO, carried("/contents/0/parts/1", """
                {"inlineData": {"mimeType": "audio/wav", "data": "UklGRg=="}}"""));
    }

    private static void tools(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.TOOLS, carried("/tools", """
                [{"functionDeclarations": [{"name": "get_weather", "description": "Weather of a city",
                  "parametersJsonSchema": %s}]}]""".formatted(SCHEMA)));
        map.put(ChatFeature.TOOL_WITHOUT_PARAMETERS, carried("/tools/0/functionDeclarations/0", """
                {"name": "ping"}"""));
        map.put(ChatFeature.STRICT_TOOL, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "VALIDATED"}}"""));
        map.put(ChatFeature.TOOL_CHOICE_AUTO, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "AUTO"}}"""));
        map.put(ChatFeature.TOOL_CHOICE_NONE, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "NONE"}}"""));
        map.put(ChatFeature.TOOL_CHOICE_REQUIRED, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "ANY"}}"""));
        map.put(ChatFeature.TOOL_CHOICE_NAMED, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["get_weather"]}}"""));
        map.put(ChatFeature.TOOL_CHOICE_ALLOWED, carried("/toolConfig", """
                {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["get_weather"]}}"""));
        map.put(ChatFeature.ONE_CALL_AT_A_TIME, warnedWithout("/toolConfig"));
    }

    private static void toolTurns(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.TOOL_CALL_AND_RESULT, carried("/contents", """
                [{"role": "user", "parts": [{"text": "Weather?"}]},
                 {"role": "model", "parts": [{"functionCall": {"name": "get_weather", "args": {"city": "Oslo"}}}]},
                 {"role": "user", "parts": [
                   {"functionResponse": {"name": "get_weather", "response": {"output": "4 degrees"}}}]}]"""));
        map.put(ChatFeature.PARALLEL_CALLS, carried("both results in one content, the question after it", body ->
                body.at("/contents").size() == 4
                        && body.at("/contents/2/parts").size() == 2
                        && body.at("/contents/2/parts/1/functionResponse/response/output")
                                .asText()
                                .equals("19 degrees")
                        && body.at("/contents/3/parts/0/text").asText().equals("And?")));
        map.put(ChatFeature.EMPTY_ARGUMENTS, carried("/contents/1/parts/0/functionCall/args", "{}"));
        map.put(ChatFeature.INVALID_ARGUMENTS, warned("/contents/1/parts/0/functionCall/args", """
                {"arguments": "{\\"city\\":"}"""));
        map.put(ChatFeature.IMAGE_IN_TOOL_RESULT, carried("/contents/2/parts/1/inlineData/mimeType", "\"image/png\""));
    }

    private static void settings(Map<ChatFeature, Support> map) {
        map.put(ChatFeature.JSON_SCHEMA, carried("/generationConfig", """
                {"responseMimeType": "application/json", "responseJsonSchema": %s}""".formatted(SCHEMA)));
        map.put(ChatFeature.JSON_OBJECT, carried("/generationConfig", """
                {"responseMimeType": "application/json"}"""));
        map.put(ChatFeature.MAX_TOKENS, carried("/generationConfig/maxOutputTokens", "321"));
        map.put(ChatFeature.TEMPERATURE, carried("/generationConfig/temperature", "0.5"));
        map.put(ChatFeature.HIGH_TEMPERATURE, carried("/generationConfig/temperature", "1.5"));
        map.put(ChatFeature.TOP_P, carried("/generationConfig/topP", "0.25"));
        map.put(ChatFeature.TEMPERATURE_AND_TOP_P, carried("/generationConfig/topP", "0.25"));
        map.put(ChatFeature.TOP_K, carried("/generationConfig/topK", "40"));
        map.put(ChatFeature.STOP, carried("/generationConfig/stopSequences", "[\"END\", \"###\"]"));
        map.put(ChatFeature.BLANK_STOP, carried("/generationConfig/stopSequences", "[\"\\n\\n\"]"));
        map.put(ChatFeature.SEED, carried("/generationConfig/seed", "42"));
        map.put(ChatFeature.SEVERAL_CHOICES, carried("/generationConfig/candidateCount", "2"));
        map.put(ChatFeature.PRESENCE_PENALTY, warnedWithout("/generationConfig"));
        map.put(ChatFeature.FREQUENCY_PENALTY, warnedWithout("/generationConfig"));
        map.put(ChatFeature.LOGPROBS, carried("/generationConfig", "{\"responseLogprobs\": true, \"logprobs\": 3}"));
        map.put(ChatFeature.LOGIT_BIAS, warnedWithout("/generationConfig"));
        map.put(ChatFeature.USER, warnedWithout("/labels"));
        map.put(ChatFeature.METADATA, warnedWithout("/labels"));
        map.put(ChatFeature.SERVICE_TIER, carriedWithout("/serviceTier"));
        map.put(ChatFeature.VERBOSITY, warnedWithout("/generationConfig"));
        map.put(ChatFeature.REASONING_EFFORT, carried("/generationConfig/thinkingConfig", """
                {"thinkingBudget": 8192, "includeThoughts": true}"""));
        map.put(ChatFeature.NO_REASONING, carried("/generationConfig/thinkingConfig", "{\"thinkingBudget\": 0}"));
        map.put(ChatFeature.REASONING_BUDGET, carried("/generationConfig/thinkingConfig", """
                {"thinkingBudget": 2048, "includeThoughts": true}"""));
        map.put(ChatFeature.UNKNOWN_FIELD, warnedWithout("/made_up_field"));
        map.put(ChatFeature.STREAM, carriedWithout("/stream"));
    }
}
