package dev.synaxis.dialect;

import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds canonical chat requests for tests: whatever is not named is absent. */
public final class ChatRequestBuilder {

    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private @Nullable ToolChoice toolChoice;
    private @Nullable ResponseFormat format;
    private boolean stream;
    private @Nullable Integer maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Integer topK;
    private List<String> stop = List.of();
    private @Nullable Long seed;
    private @Nullable Integer n;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable Boolean logprobs;
    private @Nullable Integer topLogprobs;
    private @Nullable Map<String, Object> logitBias;
    private @Nullable String user;
    private @Nullable Map<String, Object> metadata;
    private @Nullable Boolean parallelToolCalls;
    private @Nullable String reasoningEffort;
    private @Nullable Integer reasoningBudget;
    private @Nullable String serviceTier;
    private @Nullable String verbosity;
    private Map<String, Object> extra = Map.of();

    private ChatRequestBuilder() {}

    /** A request without messages. */
    public static ChatRequestBuilder chat() {
        return new ChatRequestBuilder();
    }

    /** A request with one user message. */
    public static ChatRequestBuilder chat(String text) {
        return chat().user(text);
    }

    public ChatRequestBuilder message(ChatMessage message) {
        messages.add(message);
        return this;
    }

    public ChatRequestBuilder system(String text) {
        return message(new ChatMessage.SystemMessage(List.of(new ContentPart.Text(text)), false, null));
    }

    public ChatRequestBuilder developer(String text) {
        return message(new ChatMessage.SystemMessage(List.of(new ContentPart.Text(text)), true, null));
    }

    public ChatRequestBuilder user(String text) {
        return user(new ContentPart.Text(text));
    }

    public ChatRequestBuilder user(ContentPart... parts) {
        return message(new ChatMessage.UserMessage(List.of(parts), null));
    }

    public ChatRequestBuilder assistant(String text) {
        return assistant(List.of(new ContentPart.Text(text)));
    }

    public ChatRequestBuilder assistant(List<ContentPart> parts, ToolCall... calls) {
        return message(new ChatMessage.AssistantMessage(parts, List.of(calls), null));
    }

    public ChatRequestBuilder toolResult(String callId, String toolName, String text) {
        return toolResult(callId, toolName, new ContentPart.Text(text));
    }

    public ChatRequestBuilder toolResult(String callId, String toolName, ContentPart... parts) {
        return message(new ChatMessage.ToolMessage(List.of(parts), callId, toolName));
    }

    public ChatRequestBuilder tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    public ChatRequestBuilder tool(String name, @Nullable String description, @Nullable Map<String, Object> parameters) {
        return tool(new Tool(name, description, parameters, null, null));
    }

    public ChatRequestBuilder toolChoice(ToolChoice value) {
        toolChoice = value;
        return this;
    }

    public ChatRequestBuilder format(ResponseFormat value) {
        format = value;
        return this;
    }

    public ChatRequestBuilder stream() {
        stream = true;
        return this;
    }

    public ChatRequestBuilder maxTokens(int value) {
        maxTokens = value;
        return this;
    }

    public ChatRequestBuilder temperature(double value) {
        temperature = value;
        return this;
    }

    public ChatRequestBuilder topP(double value) {
        topP = value;
        return this;
    }

    public ChatRequestBuilder topK(int value) {
        topK = value;
        return this;
    }

    public ChatRequestBuilder stop(String... values) {
        stop = List.of(values);
        return this;
    }

    public ChatRequestBuilder seed(long value) {
        seed = value;
        return this;
    }

    public ChatRequestBuilder n(int value) {
        n = value;
        return this;
    }

    public ChatRequestBuilder presencePenalty(double value) {
        presencePenalty = value;
        return this;
    }

    public ChatRequestBuilder frequencyPenalty(double value) {
        frequencyPenalty = value;
        return this;
    }

    public ChatRequestBuilder logprobs(int top) {
        logprobs = true;
        topLogprobs = top;
        return this;
    }

    public ChatRequestBuilder logitBias(Map<String, Object> value) {
        logitBias = value;
        return this;
    }

    /** The end user's id. */
    public ChatRequestBuilder endUser(String value) {
        user = value;
        return this;
    }

    public ChatRequestBuilder metadata(Map<String, Object> value) {
        metadata = value;
        return this;
    }

    public ChatRequestBuilder parallelToolCalls(boolean value) {
        parallelToolCalls = value;
        return this;
    }

    public ChatRequestBuilder reasoningEffort(String value) {
        reasoningEffort = value;
        return this;
    }

    public ChatRequestBuilder reasoningBudget(int value) {
        reasoningBudget = value;
        return this;
    }

    public ChatRequestBuilder serviceTier(String value) {
        serviceTier = value;
        return this;
    }

    public ChatRequestBuilder verbosity(String value) {
        verbosity = value;
        return this;
    }

    public ChatRequestBuilder extra(Map<String, Object> value) {
        extra = value;
        return this;
    }

    public ChatRequest build() {
        ChatOptions options = new ChatOptions(
                maxTokens, temperature, topP, topK, stop, seed, n, presencePenalty, frequencyPenalty, logprobs,
                topLogprobs, logitBias, user, metadata, parallelToolCalls, reasoningEffort, reasoningBudget,
                serviceTier, verbosity, extra);
        return new ChatRequest("the-model", messages, tools, toolChoice, format, options, stream, stream);
    }
}
