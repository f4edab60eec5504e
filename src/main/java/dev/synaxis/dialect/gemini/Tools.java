package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tool definitions as {@code tools[].functionDeclarations} and the choice among them as
 * {@code toolConfig.functionCallingConfig}: AUTO, or VALIDATED where a schema is to be followed strictly. Source:
 * https://ai.google.dev/api/caching#FunctionDeclaration,
 * https://ai.google.dev/gemini-api/docs/function-calling#function_calling_modes (read 2026-11-22);
 * https://ai.google.dev/gemini-api/docs/tool-combination for Google's own tools beside functions (read 2026-11-29).
 */
final class Tools {

    private Tools() {}

    /** Whether the model must call a function. */
    static boolean forced(@Nullable ToolChoice choice) {
        return choice instanceof ToolChoice.Required
                || choice instanceof ToolChoice.Named
                || choice instanceof ToolChoice.Allowed(var names, boolean required) && required;
    }

    static void write(ChatRequest request, GeminiModel model, ObjectNode body, Warnings warnings) {
        List<Tool> tools = offered(request);
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode declarations = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : tools) {
            declarations.add(declaration(tool, warnings));
        }
        boolean strict = tools.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
        choice(request.toolChoice(), strict && model.validatesCalls(), body);
        if (Boolean.FALSE.equals(request.options().parallelToolCalls())) {
            warnings.add("parallel_tool_calls", "Gemini may call several tools at once; not sent");
        }
        if (strict && !model.validatesCalls() && !forced(request.toolChoice())) {
            warnings.add("tools.function.strict", "this model follows a schema strictly only where a call is required");
        }
    }

    /** The tools that the model may call: a mere permission (allowed_tools, auto) leaves the others out. */
    private static List<Tool> offered(ChatRequest request) {
        if (request.toolChoice() instanceof ToolChoice.Allowed(List<String> names, boolean required) && !required) {
            return request.tools().stream().filter(tool -> names.contains(tool.name())).toList();
        }
        return request.tools();
    }

    private static ObjectNode declaration(Tool tool, Warnings warnings) {
        ObjectNode declaration = Json.object().put("name", tool.name());
        if (tool.description() != null) {
            declaration.put("description", tool.description());
        }
        Map<String, Object> parameters = tool.parameters();
        if (parameters != null) {
            JsonNode schema = Schemas.of(parameters);
            if (!Schemas.saysNothing(schema)) {
                declaration.set("parametersJsonSchema", schema);
            }
        }
        if (tool.cache() != null) {
            warnings.add("cache_control", "Gemini caches prompts by itself; the marker was not sent");
        }
        return declaration;
    }

    /**
     * Settles what stands beside functions: tools that Google runs itself want the mode VALIDATED instead of AUTO and,
     * but for Vertex AI, to be asked for what they did.
     */
    static void combine(ObjectNode body, boolean vertex) {
        JsonNode tools = body.path("tools");
        if (!hasFunctions(body) || tools.valueStream().allMatch(tool -> tool.has("functionDeclarations"))) {
            return;
        }
        ObjectNode config = body.withObjectProperty("toolConfig");
        ObjectNode calling = config.withObjectProperty("functionCallingConfig");
        if (calling.path("mode").asText("AUTO").equals("AUTO")) {
            calling.put("mode", "VALIDATED");
        }
        if (!vertex) {
            config.put("includeServerSideToolInvocations", true);
        }
    }

    static boolean hasFunctions(ObjectNode body) {
        return body.path("tools").path(0).has("functionDeclarations");
    }

    private static void choice(@Nullable ToolChoice choice, boolean strict, ObjectNode body) {
        if (choice == null && !strict) {
            return;
        }
        String free = strict ? "VALIDATED" : "AUTO";
        ObjectNode config = Json.object();
        switch (choice == null ? new ToolChoice.Auto() : choice) {
            case ToolChoice.Auto() -> config.put("mode", free);
            case ToolChoice.None() -> config.put("mode", "NONE");
            case ToolChoice.Required() -> config.put("mode", "ANY");
            case ToolChoice.Named(String name) -> config.put("mode", "ANY").putArray("allowedFunctionNames").add(name);
            case ToolChoice.Allowed(List<String> names, boolean required) -> {
                config.put("mode", required ? "ANY" : free);
                if (required) {
                    ArrayNode allowed = config.putArray("allowedFunctionNames");
                    names.forEach(allowed::add);
                }
            }
        }
        body.putObject("toolConfig").set("functionCallingConfig", config);
    }
}
