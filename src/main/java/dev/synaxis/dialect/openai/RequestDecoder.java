package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checked request's tree as a canonical request. What has no canonical place goes to {@code options.extra}. */
final class RequestDecoder {

    private static final Set<String> NAMED = Set.of(
            "model", "messages", "tools", "tool_choice", "functions", "function_call", "response_format", "stream",
            "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "stop", "seed",
            "n", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias", "user",
            "safety_identifier", "metadata", "parallel_tool_calls", "reasoning_effort", "reasoning", "thinking",
            "service_tier", "verbosity");
    private static final Set<String> THINKING = Set.of("type", "budget_tokens", "token_budget");

    private final ObjectNode body;
    private final Map<String, Object> extra = new LinkedHashMap<>();

    RequestDecoder(ObjectNode body) {
        this.body = body;
    }

    ChatRequest decode() {
        boolean stream = body.path("stream").asBoolean();
        ToolDecoder tools = new ToolDecoder(body);
        List<Tool> functions = tools.tools(extra);
        @Nullable ResponseFormat format = responseFormat();
        body.properties().forEach(field -> {
            if (!NAMED.contains(field.getKey()) && !field.getValue().isNull()) {
                extra.put(field.getKey(), value(field.getValue()));
            }
        });
        return new ChatRequest(
                Json.textOrEmpty(body, "model"),
                new MessageDecoder().decode(body.path("messages")),
                functions,
                tools.choice(extra),
                format,
                options(),
                stream,
                body.path("stream_options").path("include_usage").asBoolean());
    }

    private ChatOptions options() {
        Reasoning reasoning = reasoning();
        Integer maxCompletion = limit("max_completion_tokens");
        Integer alternatives = integer("top_logprobs");
        Integer logprobs = integer("logprobs");
        String user = Json.text(body, "safety_identifier");
        return new ChatOptions(
                maxCompletion != null ? maxCompletion : limit("max_tokens"),
                decimal("temperature"),
                decimal("top_p"),
                integer("top_k"),
                stop(),
                Json.has(body, "seed") ? Long.valueOf(body.get("seed").longValue()) : null,
                integer("n"),
                decimal("presence_penalty"),
                decimal("frequency_penalty"),
                logprobs == null ? bool("logprobs") : Boolean.valueOf(logprobs > 0),
                alternatives == null && logprobs != null && logprobs > 0 ? logprobs : alternatives,
                map("logit_bias"),
                user != null ? user : Json.text(body, "user"),
                map("metadata"),
                bool("parallel_tool_calls"),
                reasoning.effort,
                reasoning.budget,
                Json.text(body, "service_tier"),
                Json.text(body, "verbosity"),
                extra);
    }

    private record Reasoning(@Nullable String effort, @Nullable Integer budget) {}

    /**
     * OpenAI's {@code reasoning_effort}; OpenRouter's {@code reasoning: {effort, max_tokens, enabled}}; the
     * {@code thinking: {type, budget_tokens}} of Anthropic, z.ai and others, {@code token_budget} with Cohere. A
     * {@code thinking} with more in it stays among the extra fields too.
     */
    private Reasoning reasoning() {
        String effort = Json.text(body, "reasoning_effort");
        Integer budget = null;
        JsonNode reasoning = body.path("reasoning");
        if (reasoning.isObject()) {
            effort = effort != null ? effort : Json.text(reasoning, "effort");
            budget = reasoning.path("max_tokens").isNumber() ? Integer.valueOf(reasoning.get("max_tokens").intValue()) : null;
            if (effort == null && budget == null && reasoning.path("enabled").isBoolean()) {
                budget = reasoning.get("enabled").booleanValue() ? -1 : 0;
            }
        } else if (Json.has(body, "reasoning")) {
            extra.put("reasoning", value(reasoning));
        }
        JsonNode thinking = body.path("thinking");
        if (thinking.isObject()) {
            budget = switch (Json.textOrEmpty(thinking, "type")) {
                case "disabled" -> 0;
                case "enabled", "adaptive" -> {
                    JsonNode tokens = thinking.path(thinking.has("token_budget") ? "token_budget" : "budget_tokens");
                    yield tokens.isNumber() ? tokens.intValue() : -1;
                }
                default -> budget;
            };
            if (!THINKING.containsAll(Json.toMap(thinking).keySet())) {
                extra.put("thinking", value(thinking));
            }
        } else if (Json.has(body, "thinking")) {
            extra.put("thinking", value(thinking));
        }
        return new Reasoning(effort, budget);
    }

    /** Together and Fireworks also take the schema beside the type, without a wrapper. */
    private @Nullable ResponseFormat responseFormat() {
        JsonNode format = body.path("response_format");
        JsonNode inline = format.path("schema");
        switch (Json.textOrEmpty(format, "type")) {
            case "" -> {
                return null;
            }
            case "text" -> {
                return new ResponseFormat.Text();
            }
            case "json_object" -> {
                return inline.isObject() ? inlineSchema(inline) : new ResponseFormat.JsonObject();
            }
            case "json_schema" -> {
                JsonNode wrapper = format.path("json_schema");
                if (!wrapper.isObject()) {
                    return inlineSchema(inline);
                }
                JsonNode strict = wrapper.path("strict");
                return new ResponseFormat.JsonSchema(
                        Json.textOrEmpty(wrapper, "name"),
                        Json.text(wrapper, "description"),
                        Json.toMap(wrapper.path("schema")),
                        strict.isBoolean() ? strict.booleanValue() : null);
            }
            default -> {
                extra.put("response_format", value(format));
                return null;
            }
        }
    }

    private static ResponseFormat inlineSchema(JsonNode schema) {
        return new ResponseFormat.JsonSchema("response", null, Json.toMap(schema), null);
    }

    private List<String> stop() {
        JsonNode stop = body.path("stop");
        List<String> texts = new ArrayList<>(4);
        if (stop.isTextual()) {
            texts.add(stop.textValue());
        }
        stop.elements().forEachRemaining(text -> texts.add(text.asText()));
        return texts;
    }

    private @Nullable Integer integer(String field) {
        JsonNode value = body.path(field);
        return value.isNumber() ? value.intValue() : null;
    }

    private @Nullable Integer limit(String field) {
        Integer limit = integer(field);
        return limit == null || limit < 0 ? null : limit;
    }

    private @Nullable Double decimal(String field) {
        JsonNode value = body.path(field);
        return value.isNumber() ? value.doubleValue() : null;
    }

    private @Nullable Boolean bool(String field) {
        JsonNode value = body.path(field);
        return value.isBoolean() ? value.booleanValue() : null;
    }

    private @Nullable Map<String, Object> map(String field) {
        JsonNode value = body.path(field);
        return value.isObject() ? Json.toMap(value) : null;
    }

    /** Of a field that is not null. */
    static Object value(JsonNode node) {
        Object value = Json.toJava(node);
        return value == null ? "" : value;
    }
}
