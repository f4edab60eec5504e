package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a request's bytes: checks what OpenAI defines, leaves alone what vendors add, and notes where the
 * things stand that forwarding must patch. Source: https://platform.openai.com/docs/api-reference/chat/create.
 */
final class RequestScan {

    /** A top-level field: byte offsets of its name's quote, of its value, and of the byte after the value. */
    record Member(String name, int nameStart, int valueStart, int valueEnd) {}

    /** A stretch of bytes. */
    record Span(int start, int end) {}

    final List<Member> members = new ArrayList<>(12);
    final MessageScan messages;
    String model = "";
    boolean stream;
    /** Where the value of {@code stream_options.include_usage} stands; null where there is none. */
    @Nullable Span includeUsageAt;
    boolean includeUsage;
    boolean streamOptionsEmpty = true;
    boolean tools;
    boolean jsonSchema;
    int choices = 1;
    @Nullable Integer maxTokens;
    @Nullable Integer maxCompletionTokens;
    private final JsonParser p;
    private long promptBytes;
    private boolean hasModel;
    private boolean hasMessages;

    RequestScan(JsonParser parser) {
        p = parser;
        messages = new MessageScan(parser);
    }

    /** @throws dev.synaxis.failure.InvalidRequestException for bytes that are not a chat request */
    static RequestScan of(byte[] body) {
        Faults.requireUtf8(body);
        try (JsonParser parser = Json.factory().createParser(body)) {
            RequestScan scan = new RequestScan(parser);
            scan.read();
            return scan;
        } catch (IOException e) {
            throw Faults.malformed(e);
        }
    }

    /** See {@link OpenAiChatRequest#estimatedInputTokens}. */
    long estimatedInputTokens() {
        return Math.max(1, (promptBytes - messages.mediaBytes) / 4 + messages.mediaTokens);
    }

    private void read() throws IOException {
        JsonToken token = p.nextToken();
        if (token == null) {
            throw Faults.body("The request body is empty: expected a JSON object.");
        }
        if (token != JsonToken.START_OBJECT) {
            throw Faults.body("The request body must be a JSON object.");
        }
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            int nameStart = (int) p.currentTokenLocation().getByteOffset();
            JsonToken value = p.nextToken();
            int valueStart = (int) p.currentTokenLocation().getByteOffset();
            field(name, value);
            p.finishToken();
            int valueEnd = (int) p.currentLocation().getByteOffset();
            members.add(new Member(name, nameStart, valueStart, valueEnd));
            if (name.equals("messages") || name.equals("tools") || name.equals("functions")) {
                promptBytes += valueEnd - valueStart;
            }
        }
        if (p.nextToken() != null) {
            throw Faults.body("The request body has something after its JSON object.");
        }
        if (!hasModel) {
            throw Faults.missing("model");
        }
        if (!hasMessages) {
            throw Faults.missing("messages");
        }
    }

    private void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "model" -> {
                if (value != JsonToken.VALUE_STRING) {
                    throw Faults.type(name, "a string", value);
                }
                model = Values.modelName(p.getText());
                hasModel = true;
            }
            case "messages" -> {
                messages.read(value);
                hasMessages = true;
            }
            case "stream" -> stream = Values.bool(p, name, value);
            case "stream_options" -> streamOptions(value);
            case "n" -> {
                Integer n = Values.integer(p, name, value, 1);
                choices = n == null ? 1 : n;
            }
            case "max_tokens" -> maxTokens = Values.limit(p, name, value);
            case "max_completion_tokens" -> maxCompletionTokens = Values.limit(p, name, value);
            case "top_logprobs" -> Values.integer(p, name, value, 0);
            case "temperature", "top_p", "presence_penalty", "frequency_penalty" -> Values.number(name, value);
            case "seed" -> Values.whole(p, name, value);
            case "parallel_tool_calls", "store" -> Values.bool(p, name, value);
            case "logprobs" -> Values.boolOrCount(p, name, value);
            case "user", "safety_identifier", "prompt_cache_key", "reasoning_effort", "service_tier", "verbosity" ->
                Values.string(name, value);
            case "metadata", "logit_bias" -> Values.object(p, name, value);
            case "stop" -> Values.stringOrStrings(p, name, value);
            case "modalities" -> Values.strings(p, name, value);
            case "tools" -> tools |= ToolScan.tools(p, value);
            case "functions" -> tools |= ToolScan.functions(p, value);
            case "tool_choice" -> ToolScan.toolChoice(p, value);
            case "function_call" -> ToolScan.functionCall(p, value);
            case "response_format" -> jsonSchema = ToolScan.responseFormat(p, value);
            default -> p.skipChildren();
        }
    }

    private void streamOptions(JsonToken value) throws IOException {
        includeUsage = false;
        includeUsageAt = null;
        streamOptionsEmpty = true;
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw Faults.type("stream_options", "an object", value);
        }
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            streamOptionsEmpty = false;
            boolean usage = p.currentName().equals("include_usage");
            JsonToken option = p.nextToken();
            if (usage) {
                int start = (int) p.currentTokenLocation().getByteOffset();
                includeUsage = Values.bool(p, "stream_options.include_usage", option);
                includeUsageAt = new Span(start, (int) p.currentLocation().getByteOffset());
            } else {
                p.skipChildren();
            }
        }
    }
}
