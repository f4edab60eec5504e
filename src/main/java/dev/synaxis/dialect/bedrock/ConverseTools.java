package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tool definitions and the choice among them: {@code toolConfig.tools[].toolSpec} with {@code inputSchema.json}, and
 * {@code toolChoice} auto, any or tool. There is no none, and a conversation with calls in it needs definitions. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html (read 2026-11-22).
 */
final class ConverseTools {

    private ConverseTools() {}

    static void write(ObjectNode body, ChatRequest request, String model, Warnings warnings) {
        Set<String> called = called(body.path("messages"));
        ToolChoice choice = request.toolChoice();
        List<Tool> tools = choice instanceof ToolChoice.Allowed allowed
                ? request.tools().stream().filter(tool -> allowed.names().contains(tool.name())).toList()
                : request.tools();
        boolean none = choice instanceof ToolChoice.None;
        if (none && called.isEmpty() || tools.isEmpty() && called.isEmpty()) {
            return;
        }
        ObjectNode config = body.putObject("toolConfig");
        ArrayNode definitions = config.putArray("tools");
        if (tools.isEmpty()) {
            called.forEach(name -> specify(definitions, new Tool(name, null, null, null, null)));
        } else {
            tools.forEach(tool -> specify(definitions, tool));
        }
        if (none && !tools.isEmpty()) {
            warnings.add("tool_choice", "tools may be called: Converse has no none once the conversation holds calls");
        } else if (!tools.isEmpty()) {
            choose(config, choice, ClaudeModel.of(model), warnings);
        }
        if (Boolean.FALSE.equals(request.options().parallelToolCalls()) && !tools.isEmpty()) {
            warnings.add("parallel_tool_calls", "not sent: several tools may be called at once");
        }
    }

    private static Set<String> called(JsonNode messages) {
        Set<String> names = new LinkedHashSet<>();
        messages.forEach(message -> message.path("content").forEach(block -> {
            if (block.has("toolUse")) {
                names.add(block.get("toolUse").path("name").asText());
            }
        }));
        return names;
    }

    private static void specify(ArrayNode definitions, Tool tool) {
        ObjectNode spec = definitions.addObject().putObject("toolSpec").put("name", tool.name());
        if (tool.description() != null && !tool.description().isBlank()) {
            spec.put("description", tool.description());
        }
        ObjectNode schema = spec.putObject("inputSchema");
        if (tool.parameters() == null || tool.parameters().isEmpty()) {
            schema.putObject("json").put("type", "object").putObject("properties");
        } else {
            schema.set("json", Json.fromJava(tool.parameters()));
        }
        if (tool.strict() != null) {
            spec.put("strict", tool.strict());
        }
        Blocks.mark(definitions, tool.cache());
    }

    /** Whether the body makes the model call a tool. */
    static boolean forced(ObjectNode body) {
        JsonNode choice = body.at("/toolConfig/toolChoice");
        return choice.has("any") || choice.has("tool");
    }

    private static void choose(ObjectNode config, @Nullable ToolChoice choice, ClaudeModel claude, Warnings warnings) {
        switch (choice) {
            case null -> {}
            case ToolChoice.None _ -> {}
            case ToolChoice.Auto _ -> config.putObject("toolChoice").putObject("auto");
            case ToolChoice.Required _ -> required(config, claude, warnings);
            case ToolChoice.Named(String name) -> {
                if (claude.takesForcedTools()) {
                    config.putObject("toolChoice").putObject("tool").put("name", name);
                } else {
                    required(config, claude, warnings);
                }
            }
            case ToolChoice.Allowed(var _, boolean required) -> {
                if (required) {
                    required(config, claude, warnings);
                } else {
                    config.putObject("toolChoice").putObject("auto");
                }
            }
        }
    }

    private static void required(ObjectNode config, ClaudeModel claude, Warnings warnings) {
        if (!claude.takesForcedTools()) {
            warnings.add("tool_choice", "this model cannot be made to call a tool; auto is sent");
        }
        config.putObject("toolChoice").putObject(claude.takesForcedTools() ? "any" : "auto");
    }
}
