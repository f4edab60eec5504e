package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A canonical request as OpenAI's request body. What the client did not set is not sent. */
final class RequestEncoder {

    private final ChatRequest request;
    private final Upstream upstream;
    private final ObjectNode body = Json.object();
    private final List<Warning> warnings = new ArrayList<>(0);

    RequestEncoder(ChatRequest request, Upstream upstream) {
        this.request = request;
        this.upstream = upstream;
    }

    ObjectNode encode() {
        Compat compat = upstream.compat();
        body.put("model", upstream.model());
        body.set("messages", new MessageEncoder(compat.developerRole(), warnings).encode(request.messages()));
        if (request.stream()) {
            body.put("stream", true);
            if (compat.streamUsage()) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        tools();
        responseFormat();
        options(request.options());
        compat.drop().forEach(body::remove);
        return compat.rename().isEmpty() ? body : renamed(compat.rename());
    }

    private void tools() {
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            for (Tool tool : request.tools()) {
                ObjectNode node = tools.addObject();
                node.put("type", "function");
                ObjectNode function = node.putObject("function");
                function.put("name", tool.name());
                set(function, "description", tool.description());
                set(function, "parameters", tool.parameters());
                set(function, "strict", tool.strict());
                set(node, "cache_control", tool.cache());
            }
        }
        if (request.toolChoice() != null) {
            switch (request.toolChoice()) {
                case ToolChoice.Auto auto -> body.put("tool_choice", "auto");
                case ToolChoice.None none -> body.put("tool_choice", "none");
                case ToolChoice.Required required -> body.put("tool_choice", "required");
                case ToolChoice.Named named ->
                    body.putObject("tool_choice").put("type", "function").putObject("function").put("name", named.name());
                case ToolChoice.Allowed allowed -> allowed(allowed);
            }
        }
    }

    private void allowed(ToolChoice.Allowed allowed) {
        ObjectNode list = body.putObject("tool_choice").put("type", "allowed_tools").putObject("allowed_tools");
        list.put("mode", allowed.required() ? "required" : "auto");
        ArrayNode tools = list.putArray("tools");
        for (String name : allowed.names()) {
            tools.addObject().put("type", "function").putObject("function").put("name", name);
        }
    }

    private void responseFormat() {
        if (request.responseFormat() == null) {
            return;
        }
        ObjectNode format = body.putObject("response_format");
        switch (request.responseFormat()) {
            case ResponseFormat.Text text -> format.put("type", "text");
            case ResponseFormat.JsonObject object -> format.put("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode node = format.put("type", "json_schema").putObject("json_schema");
                node.put("name", schema.name());
                set(node, "description", schema.description());
                set(node, "schema", schema.schema());
                set(node, "strict", schema.strict());
            }
        }
    }

    private void options(ChatOptions o) {
        set(body, "max_completion_tokens", o.maxTokens());
        set(body, "temperature", o.temperature());
        set(body, "top_p", o.topP());
        set(body, "top_k", o.topK());
        set(body, "stop", o.stop().isEmpty() ? null : o.stop());
        set(body, "seed", o.seed());
        set(body, "n", o.n());
        set(body, "presence_penalty", o.presencePenalty());
        set(body, "frequency_penalty", o.frequencyPenalty());
        set(body, "logprobs", o.logprobs());
        set(body, "top_logprobs", o.topLogprobs());
        set(body, "logit_bias", o.logitBias());
        set(body, "user", o.user());
        set(body, "metadata", o.metadata());
        set(body, "parallel_tool_calls", o.parallelToolCalls());
        set(body, "reasoning_effort", effort(o));
        set(body, "service_tier", o.serviceTier());
        set(body, "verbosity", o.verbosity());
        o.extra().forEach((name, value) -> {
            if (name.equals("tools") && value instanceof Iterable<?> others) {
                ArrayNode tools = body.withArrayProperty("tools");
                others.forEach(tool -> tools.add(Json.fromJava(tool)));
            } else if (!body.has(name)) {
                body.set(name, Json.fromJava(value));
            }
        });
    }

    /** OpenAI knows no budget: it becomes the effort that comes closest. */
    private @Nullable String effort(ChatOptions o) {
        Integer budget = o.reasoningBudget();
        if (o.reasoningEffort() != null || budget == null || budget < 0) {
            return o.reasoningEffort();
        }
        String effort = budget == 0 ? "none" : budget <= 2048 ? "low" : budget <= 8192 ? "medium" : "high";
        warnings.add(new Warning("reasoning_budget", "sent as reasoning_effort " + effort));
        return effort;
    }

    /** What became different of what the client asked for; complete once the request is encoded. */
    List<Warning> warnings() {
        return warnings;
    }

    private ObjectNode renamed(Map<String, String> names) {
        Map<String, JsonNode> fields = LinkedHashMap.newLinkedHashMap(body.size());
        body.properties().forEach(field ->
                fields.put(names.getOrDefault(field.getKey(), field.getKey()), field.getValue()));
        ObjectNode renamed = Json.object();
        renamed.setAll(fields);
        return renamed;
    }

    private static void set(ObjectNode node, String field, @Nullable Object value) {
        if (value != null) {
            node.set(field, Json.fromJava(value));
        }
    }
}
