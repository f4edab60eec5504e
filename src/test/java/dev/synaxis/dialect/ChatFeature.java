package dev.synaxis.dialect;

import static dev.synaxis.dialect.ChatRequestBuilder.chat;

import dev.synaxis.model.ChatMessage;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.MediaSource;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolCall;
import dev.synaxis.model.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that a client can ask for in a chat request, each with the canonical request that asks for it. */
public enum ChatFeature implements Feature {
    SYSTEM_MESSAGE("system message", "messages", d -> chat().system("Answer in French.").user("Hi").build()),
    DEVELOPER_MESSAGE("developer message", "messages", d -> chat().developer("Answer in French.").user("Hi").build()),
    LATE_SYSTEM_MESSAGE("system message in mid-conversation", "messages", d -> chat("One")
            .assistant("Two").system("Now in French.").user("Three").build()),
    MULTI_TURN("several turns", "messages", d -> chat("One").assistant("Two").user("Three").build()),
    SAME_ROLE_RUN("two messages of a role in a row", "messages", d -> chat("One").user("Two").build()),
    EMPTY_TEXT("empty text part", "messages", d -> chat()
            .user(new ContentPart.Text(""), new ContentPart.Text("Hi")).build()),
    MESSAGE_NAME("name of a message's author", "messages.name", d -> chat()
            .message(new ChatMessage.UserMessage(List.of(new ContentPart.Text("Hi")), "ada")).build()),
    REFUSAL_IN_HISTORY("refusal in the history", "messages", d -> chat("One")
            .assistant(List.of(new ContentPart.Refusal("I will not."))).user("Two").build()),
    IMAGE_DATA("image as data", "messages", d -> chat().user(text(), image(null)).build()),
    IMAGE_URL("image by URL", "messages", d -> chat().user(text(), new ContentPart.Image(
            new MediaSource.Url("https://example.com/cat.png"), null, null)).build()),
    IMAGE_DETAIL("image detail", "image_url.detail", d -> chat().user(text(), image("low")).build()),
    PDF_DATA("PDF as data", "messages", d -> chat().user(text(), new ContentPart.FilePart(
            new MediaSource.Data("application/pdf", "JVBERi0="), "report.pdf", null)).build()),
    PDF_URL("PDF by URL", "messages", d -> chat().user(text(), new ContentPart.FilePart(
            new MediaSource.Url("https://example.com/report.pdf"), "report.pdf", null)).build()),
    TEXT_FILE("text file as data", "messages", d -> chat().user(text(), new ContentPart.FilePart(
            new MediaSource.Data("text/plain", "aGVsbG8="), "notes.txt", null)).build()),
    FILE_ID("file by the vendor's id", "messages", d -> chat().user(text(), new ContentPart.FilePart(
            new MediaSource.FileId("file-123"), null, null)).build()),
    AUDIO("audio", "messages", d -> chat().user(text(), new ContentPart.Audio("UklGRg==", "wav")).build()),
    TOOLS("tool definitions", "tools", d -> withTools().build()),
    TOOL_WITHOUT_PARAMETERS("tool without parameters", "tools", d -> chat("Hi")
            .tool("ping", null, null).build()),
    STRICT_TOOL("strict tool", "tools.function.strict", d -> chat("Hi")
            .tool(new Tool("get_weather", "Weather", closed(), true, null)).build()),
    TOOL_CHOICE_AUTO("tool_choice auto", "tool_choice", d -> withTools()
            .toolChoice(new ToolChoice.Auto()).build()),
    TOOL_CHOICE_NONE("tool_choice none", "tool_choice", d -> withTools().toolChoice(new ToolChoice.None()).build()),
    TOOL_CHOICE_REQUIRED("tool_choice required", "tool_choice", d -> withTools()
            .toolChoice(new ToolChoice.Required()).build()),
    TOOL_CHOICE_NAMED("tool_choice a function", "tool_choice", d -> withTools()
            .toolChoice(new ToolChoice.Named("get_weather")).build()),
    TOOL_CHOICE_ALLOWED("tool_choice allowed_tools", "tool_choice", d -> withTools()
            .tool("other", "Another", object()).toolChoice(new ToolChoice.Allowed(List.of("get_weather"), true)).build()),
    ONE_CALL_AT_A_TIME("parallel_tool_calls false", "parallel_tool_calls", d -> withTools()
            .parallelToolCalls(false).build()),
    TOOL_CALL_AND_RESULT("tool call and result", "messages", d -> withTools()
            .assistant(List.of(), call("call_1", "{\"city\":\"Oslo\"}"))
            .toolResult("call_1", "get_weather", "4 degrees").build()),
    PARALLEL_CALLS("parallel tool calls and results", "messages", d -> withTools()
            .assistant(List.of(), call("call_1", "{\"city\":\"Oslo\"}"), call("call_2", "{\"city\":\"Rome\"}"))
            .toolResult("call_1", "get_weather", "4 degrees")
            .toolResult("call_2", "get_weather", "19 degrees").user("And?").build()),
    EMPTY_ARGUMENTS("tool call with empty arguments", "messages", d -> withTools()
            .assistant(List.of(), call("call_1", "")).toolResult("call_1", "get_weather", "4 degrees").build()),
    INVALID_ARGUMENTS("tool call with arguments that are no JSON", "messages.tool_calls", d -> withTools()
            .assistant(List.of(), call("call_1", "{\"city\":")).toolResult("call_1", "get_weather", "?").build()),
    IMAGE_IN_TOOL_RESULT("image in a tool result", "messages", d -> withTools()
            .assistant(List.of(), call("call_1", "{}")).toolResult("call_1", "get_weather", image(null)).build()),
    JSON_SCHEMA("response_format json_schema", "response_format", d -> chat("Hi")
            .format(new ResponseFormat.JsonSchema("answer", null, closed(), true)).build()),
    JSON_OBJECT("response_format json_object", "response_format", d -> chat("Give JSON")
            .format(new ResponseFormat.JsonObject()).build()),
    MAX_TOKENS("max_tokens", "max_tokens", d -> chat("Hi").maxTokens(321).build()),
    TEMPERATURE("temperature", "temperature", d -> chat("Hi").temperature(0.5).build()),
    HIGH_TEMPERATURE("temperature above 1", "temperature", d -> chat("Hi").temperature(1.5).build()),
    TOP_P("top_p", "top_p", d -> chat("Hi").topP(0.25).build()),
    TEMPERATURE_AND_TOP_P("temperature with top_p", "top_p", d -> chat("Hi").temperature(0.5).topP(0.25).build()),
    TOP_K("top_k", "top_k", d -> chat("Hi").topK(40).build()),
    STOP("stop", "stop", d -> chat("Hi").stop("END", "###").build()),
    BLANK_STOP("stop of white space only", "stop", d -> chat("Hi").stop("\n\n").build()),
    SEED("seed", "seed", d -> chat("Hi").seed(42).build()),
    SEVERAL_CHOICES("n above 1", "n", d -> chat("Hi").n(2).build()),
    PRESENCE_PENALTY("presence_penalty", "presence_penalty", d -> chat("Hi").presencePenalty(0.5).build()),
    FREQUENCY_PENALTY("frequency_penalty", "frequency_penalty", d -> chat("Hi").frequencyPenalty(0.5).build()),
    LOGPROBS("logprobs", "logprobs", d -> chat("Hi").logprobs(3).build()),
    LOGIT_BIAS("logit_bias", "logit_bias", d -> chat("Hi").logitBias(Map.of("50256", -100)).build()),
    USER("user", "user", d -> chat("Hi").endUser("user-7").build()),
    METADATA("metadata", "metadata", d -> chat("Hi").metadata(Map.of("team", "red")).build()),
    SERVICE_TIER("service_tier", "service_tier", d -> chat("Hi").serviceTier("default").build()),
    VERBOSITY("verbosity", "verbosity", d -> chat("Hi").verbosity("low").build()),
    REASONING_EFFORT("reasoning_effort", "reasoning_effort", d -> chat("Hi").maxTokens(16_000)
            .reasoningEffort("medium").build()),
    NO_REASONING("reasoning_effort none", "reasoning_effort", d -> chat("Hi").reasoningEffort("none").build()),
    REASONING_BUDGET("reasoning budget", "reasoning_budget", d -> chat("Hi").maxTokens(16_000)
            .reasoningBudget(2048).build()),
    OWN_REASONING("own reasoning sent back", "messages", d -> withTools().maxTokens(16_000).reasoningEffort("medium")
            .assistant(List.of(new ContentPart.Reasoning("Let me look.", "c2lnbmVk", null, d)),
                    new ToolCall("call_1", "get_weather", "{\"city\":\"Oslo\"}", "c2lnbmVk", d))
            .toolResult("call_1", "get_weather", "4 degrees").build()),
    FOREIGN_REASONING("reasoning of another dialect left out", "messages", d -> chat("One")
            .assistant(List.of(new ContentPart.Reasoning("Hmm.", "Zm9yZWlnbg==", null, "elsewhere"),
                    new ContentPart.Text("Two"))).user("Three").build()),
    CACHE_MARKER("prompt-cache marker", "cache_control", d -> chat().user(
            new ContentPart.Text("A long text", Map.of("type", "ephemeral")), new ContentPart.Text("Hi")).build()),
    UNKNOWN_FIELD("field that no dialect names", "made_up_field", d -> chat("Hi")
            .extra(Map.of("made_up_field", true)).build()),
    STREAM("stream", "stream", d -> chat("Hi").stream().build());

    private final String label;
    private final String field;
    private final Function<String, ChatRequest> request;

    ChatFeature(String label, String field, Function<String, ChatRequest> request) {
        this.label = label;
        this.field = field;
        this.request = request;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String field() {
        return field;
    }

    /** @param dialect the dialect under test: what reasoning of its own is marked with */
    public ChatRequest request(String dialect) {
        return request.apply(dialect);
    }

    /** The schema of the common tool and of the structured answer: {@code {"city": string}}, closed. */
    public static Map<String, Object> closed() {
        return Map.of(
                "type", "object",
                "properties", Map.of("city", Map.of("type", "string")),
                "required", List.of("city"),
                "additionalProperties", false);
    }

    private static Map<String, Object> object() {
        return Map.of("type", "object", "properties", Map.of());
    }

    private static ChatRequestBuilder withTools() {
        return chat("Weather?").tool("get_weather", "Weather of a city", closed());
    }

    private static ToolCall call(String id, String arguments) {
        return new ToolCall(id, "get_weather", arguments);
    }

    private static ContentPart text() {
        return new ContentPart.Text("What is this?");
    }

    private static ContentPart image(@Nullable String detail) {
        return new ContentPart.Image(new MediaSource.Data("image/png", "iVBORw0KGgo="), detail, null);
    }
}
