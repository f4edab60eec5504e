package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code tools} and {@code tool_choice}, and their older forms {@code functions} and {@code function_call}. Tools that
 * are not functions, and choices of an unknown form, have no canonical place: they go to the extra fields.
 */
final class ToolDecoder {

    private final ObjectNode body;

    ToolDecoder(ObjectNode body) {
        this.body = body;
    }

    List<Tool> tools(Map<String, Object> extra) {
        List<Tool> tools = new ArrayList<>();
        List<Object> others = new ArrayList<>(0);
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            String type = Json.text(tool, "type");
            if ((type == null || type.equals("function")) && function.isObject()) {
                Map<String, Object> cache = cache(tool);
                tools.add(function(function, cache != null ? cache : cache(function)));
            } else {
                others.add(Json.toMap(tool));
            }
        }
        for (JsonNode function : body.path("functions")) {
            tools.add(function(function, null));
        }
        if (!others.isEmpty()) {
            extra.put("tools", others);
        }
        return tools;
    }

    private static Tool function(JsonNode function, @Nullable Map<String, Object> cache) {
        JsonNode parameters = function.path("parameters");
        JsonNode strict = function.path("strict");
        return new Tool(
                Json.textOrEmpty(function, "name"),
                Json.text(function, "description"),
                parameters.isObject() ? Json.toMap(parameters) : null,
                strict.isBoolean() ? strict.booleanValue() : null,
                cache);
    }

    /** The prompt-cache marker of a part, a tool or a message; null where it has none. */
    static @Nullable Map<String, Object> cache(JsonNode node) {
        JsonNode cache = node.path("cache_control");
        return cache.isObject() ? Json.toMap(cache) : null;
    }

    /** A call's arguments as JSON text; some vendors write the object itself. */
    static String arguments(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return arguments.isObject() ? arguments.toString() : Json.textOrEmpty(function, "arguments");
    }

    @Nullable ToolChoice choice(Map<String, Object> extra) {
        boolean newer = Json.has(body, "tool_choice");
        JsonNode choice = body.path(newer ? "tool_choice" : "function_call");
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required", "any" -> new ToolChoice.Required();
                default -> null;
            };
        }
        if (!choice.isObject()) {
            return null;
        }
        String name = Json.text(choice, "name");
        if (name == null) {
            name = Json.text(choice.path("function"), "name");
        }
        if (Json.textOrEmpty(choice, "type").equals("allowed_tools")) {
            return allowed(choice.path("allowed_tools").isObject() ? choice.get("allowed_tools") : choice);
        }
        if (name != null) {
            return new ToolChoice.Named(name);
        }
        extra.put("tool_choice", RequestDecoder.value(choice));
        return null;
    }

    private static ToolChoice allowed(JsonNode allowed) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : allowed.path("tools")) {
            String name = Json.text(tool.path("function"), "name");
            if (name == null) {
                name = Json.text(tool, "name");
            }
            if (name != null) {
                names.add(name);
            }
        }
        return new ToolChoice.Allowed(names, Json.textOrEmpty(allowed, "mode").equals("required"));
    }
}
