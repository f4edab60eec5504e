package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tool definitions and the choice among them. Cohere requires {@code parameters}, knows REQUIRED and NONE but no choice
 * by name, so that a tool chosen by name is the only one offered, and has one {@code strict_tools} for all tools, each of
 * which then needs a required parameter. Sources: docs.cohere.com/reference/chat and /docs/tool-use-parameter-types, read
 * 2026-11-22.
 */
final class CohereTools {

    private CohereTools() {}

    static void put(ChatRequest request, CohereBody body) {
        List<Tool> tools = offered(request);
        if (!tools.isEmpty()) {
            ArrayNode array = body.json.putArray("tools");
            tools.forEach(tool -> tool(array, tool));
            strict(tools, body);
            if (tools.stream().anyMatch(tool -> tool.cache() != null)) {
                body.warn("cache_control", "not sent: Cohere caches prompts by itself");
            }
        }
        choice(request.toolChoice(), tools, body);
        if (Boolean.FALSE.equals(request.options().parallelToolCalls()) && !tools.isEmpty()) {
            body.warn("parallel_tool_calls", "not sent: Cohere may call several tools at once");
        }
    }

    /** The tools that may be called: those of an allowed_tools choice, the one chosen by name, else all. */
    private static List<Tool> offered(ChatRequest request) {
        return switch (request.toolChoice()) {
            case ToolChoice.Allowed(List<String> names, boolean _) ->
                request.tools().stream().filter(tool -> names.contains(tool.name())).toList();
            case ToolChoice.Named(String name) when request.tools().stream().anyMatch(t -> t.name().equals(name)) ->
                request.tools().stream().filter(tool -> tool.name().equals(name)).toList();
            case null, default -> request.tools();
        };
    }

    private static void tool(ArrayNode array, Tool tool) {
        ObjectNode function = array.addObject().put("type", "function").putObject("function");
        function.put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        Map<String, Object> parameters = tool.parameters();
        if (parameters == null || parameters.isEmpty()) {
            function.putObject("parameters").put("type", "object").putObject("properties");
        } else {
            function.set("parameters", Json.fromJava(parameters));
        }
    }

    private static void strict(List<Tool> tools, CohereBody body) {
        if (tools.stream().noneMatch(tool -> Boolean.TRUE.equals(tool.strict()))) {
            return;
        }
        if (!tools.stream().allMatch(CohereTools::hasRequiredParameter)) {
            body.warn("tools.function.strict", "not sent: Cohere is strict only where every tool has a required parameter");
            return;
        }
        body.json.put("strict_tools", true);
        if (!tools.stream().allMatch(tool -> Boolean.TRUE.equals(tool.strict()))) {
            body.warn("tools.function.strict", "holds for all tools: Cohere has one switch for them");
        }
    }

    private static boolean hasRequiredParameter(Tool tool) {
        return tool.parameters() != null
                && tool.parameters().get("required") instanceof List<?> required
                && !required.isEmpty();
    }

    private static void choice(@Nullable ToolChoice choice, List<Tool> tools, CohereBody body) {
        switch (choice) {
            case null -> {}
            case ToolChoice.Auto auto -> {}
            case ToolChoice.None none -> {
                if (!tools.isEmpty()) {
                    body.json.put("tool_choice", "NONE");
                }
            }
            case ToolChoice.Required required -> body.json.put("tool_choice", "REQUIRED");
            case ToolChoice.Named named -> {
                body.json.put("tool_choice", "REQUIRED");
                if (tools.size() != 1 || !tools.get(0).name().equals(named.name())) {
                    body.warn("tool_choice", "any tool is required: Cohere cannot be held to one by name");
                }
            }
            case ToolChoice.Allowed allowed -> {
                if (allowed.required()) {
                    body.json.put("tool_choice", "REQUIRED");
                }
            }
        }
    }
}
