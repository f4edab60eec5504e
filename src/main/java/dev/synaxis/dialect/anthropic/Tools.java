package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.model.Tool;
import dev.synaxis.model.ToolChoice;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tool definitions and {@code tool_choice} ({@code auto}, {@code any}, {@code tool}, {@code none}). For a model that knows
 * no {@code output_config.format} a schema for the answer becomes one more tool, which {@link AnswerTool} turns back to
 * text. Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use (read 2026-11-22).
 *
 * @param tools  empty where none is sent
 * @param choice null where nothing is said
 */
record Tools(ArrayNode tools, @Nullable ObjectNode choice) {

    static Tools of(ChatRequest request, ClaudeModel model, boolean nativeSchema, Blocks blocks, Warnings warnings) {
        List<Tool> offered = new ArrayList<>(request.tools());
        ToolChoice wanted = request.toolChoice();
        if (wanted instanceof ToolChoice.Allowed(List<String> names, boolean required)) {
            offered.removeIf(tool -> !names.contains(tool.name()));
            wanted = required ? new ToolChoice.Required() : new ToolChoice.Auto();
        }
        if (wanted instanceof ToolChoice.Required && !model.takesForcedTools() && !offered.isEmpty()) {
            warnings.add("tool_choice", "this model cannot be made to call a tool; auto is sent");
            wanted = new ToolChoice.Auto();
        }
        if (wanted instanceof ToolChoice.Named(String name) && !model.takesForcedTools()) {
            warnings.add("tool_choice", "this model cannot be made to call a tool; only that tool is offered");
            offered.removeIf(tool -> !name.equals(tool.name()));
            wanted = new ToolChoice.Auto();
        }

        ArrayNode tools = Json.array();
        offered.forEach(tool -> tools.add(tool(tool, model, blocks, warnings)));
        ObjectNode choice = choice(wanted, tools, warnings);
        if (!nativeSchema && request.responseFormat() instanceof ResponseFormat.JsonSchema schema) {
            choice = answerTool(schema, wanted, tools, choice, warnings);
        }
        if (Boolean.FALSE.equals(request.options().parallelToolCalls()) && !tools.isEmpty()) {
            choice = choice == null ? Json.object().put("type", "auto") : choice;
            if (!"none".equals(Json.text(choice, "type"))) {
                choice.put("disable_parallel_tool_use", true);
            }
        }
        return new Tools(tools, choice);
    }

    /** Whether the model is made to call a tool, which excludes thinking. */
    boolean forced() {
        String type = choice == null ? null : Json.text(choice, "type");
        return "any".equals(type) || "tool".equals(type);
    }

    private static ObjectNode tool(Tool tool, ClaudeModel model, Blocks blocks, Warnings warnings) {
        ObjectNode wire = Json.object().put("name", tool.name());
        if (tool.description() != null && !tool.description().isBlank()) {
            wire.put("description", tool.description());
        }
        boolean strict = Boolean.TRUE.equals(tool.strict());
        if (strict && !model.takesSchema()) {
            warnings.add("tools.function.strict", "this model does not hold tools to their schema");
            strict = false;
        }
        ObjectNode schema = InputSchema.of(tool.parameters(), warnings);
        wire.set("input_schema", strict ? AnswerSchema.clean(schema, "tools.function.parameters", warnings) : schema);
        if (strict) {
            wire.put("strict", true);
        }
        return blocks.marked(wire, tool.cache());
    }

    private static @Nullable ObjectNode choice(@Nullable ToolChoice wanted, ArrayNode tools, Warnings warnings) {
        if (tools.isEmpty()) {
            if (wanted instanceof ToolChoice.Required || wanted instanceof ToolChoice.Named) {
                warnings.add("tool_choice", "there is no tool to choose");
            }
            return null;
        }
        return switch (wanted) {
            case null -> null;
            case ToolChoice.Auto() -> Json.object().put("type", "auto");
            case ToolChoice.None() -> Json.object().put("type", "none");
            case ToolChoice.Required() -> Json.object().put("type", "any");
            case ToolChoice.Named(String name) -> Json.object().put("type", "tool").put("name", name);
            case ToolChoice.Allowed(List<String> _, boolean required) ->
                Json.object().put("type", required ? "any" : "auto");
        };
    }

    /** Adds the tool that carries the answer, unless the client wants one of its own tools called in this turn. */
    private static @Nullable ObjectNode answerTool(
            ResponseFormat.JsonSchema schema,
            @Nullable ToolChoice wanted,
            ArrayNode tools,
            @Nullable ObjectNode choice,
            Warnings warnings) {
        boolean own = "any".equals(typeOf(choice)) || "tool".equals(typeOf(choice));
        if (own) {
            warnings.add("response_format", "a tool has to be called, so that the answer's schema is not sent");
            return choice;
        }
        warnings.add("response_format", "this model has no structured output; a forced tool carries the schema");
        boolean alone = tools.isEmpty() || wanted instanceof ToolChoice.None;
        tools.add(AnswerTool.of(schema, warnings));
        return alone
                ? Json.object().put("type", "tool").put("name", AnswerTool.NAME)
                : Json.object().put("type", "any").put("disable_parallel_tool_use", true);
    }

    private static @Nullable String typeOf(@Nullable ObjectNode choice) {
        return choice == null ? null : Json.text(choice, "type");
    }
}
