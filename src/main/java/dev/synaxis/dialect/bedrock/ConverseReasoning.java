package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.ClaudeThinking;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told of reasoning, in its own {@code additionalModelRequestFields}: Claude's {@code thinking} and
 * {@code output_config.effort}, Nova 2's {@code reasoningConfig}, {@code reasoning_effort} of OpenAI's models and
 * {@code reasoning_config} of Qwen's, whose levels are low, medium and high. Sources:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html,
 * https://docs.aws.amazon.com/nova/latest/nova2-userguide/using-converse-api.html, and the calls recorded in
 * https://github.com/pydantic/pydantic-ai, tests/models/cassettes/test_bedrock (read 2026-11-29).
 */
final class ConverseReasoning {

    private ConverseReasoning() {}

    /** Gives back what of the settings for sampling the model takes beside it. */
    static ConverseSampling write(
            ObjectNode own, ChatRequest request, String model, boolean forcedTool, Warnings warnings) {
        ClaudeModel claude = ClaudeModel.of(model);
        if (claude.isClaude()) {
            Integer maxTokens = request.options().maxTokens();
            ClaudeThinking thinking = ClaudeThinking.of(
                    request, claude, maxTokens == null ? claude.defaultMaxTokens() : maxTokens, forcedTool,
                    BedrockDialect.NAME, warnings::add);
            if (thinking.wire() != null) {
                own.set("thinking", thinking.wire());
            }
            if (thinking.effort() != null) {
                own.putObject("output_config").put("effort", thinking.effort());
            }
            return ConverseSampling.ofClaude(claude, thinking.on());
        }
        if (model.contains("nova-2")) {
            return nova(own, request.options(), warnings);
        }
        String field = model.contains("openai.") ? "reasoning_effort" : model.contains("qwen.") ? "reasoning_config" : null;
        if (field == null) {
            none(request.options(), warnings);
        } else if (wanted(request.options(), warnings)) {
            own.put(field, level(request.options().reasoningEffort()));
        }
        return model.contains("nova") ? ConverseSampling.NOVA : ConverseSampling.ANY;
    }

    private static ConverseSampling nova(ObjectNode own, ChatOptions options, Warnings warnings) {
        if (!wanted(options, warnings)) {
            return ConverseSampling.NOVA;
        }
        String level = level(options.reasoningEffort());
        own.putObject("reasoningConfig").put("type", "enabled").put("maxReasoningEffort", level);
        return level.equals("high") ? ConverseSampling.NOTHING : ConverseSampling.NOVA;
    }

    /** Whether a model that takes levels is to reason. */
    private static boolean wanted(ChatOptions options, Warnings warnings) {
        String effort = options.reasoningEffort();
        Integer budget = options.reasoningBudget();
        if (budget != null && budget > 0) {
            warnings.add("reasoning_budget", "not sent: the model takes levels, no budget");
        }
        return !"none".equals(effort) && (effort != null || budget != null) && (budget == null || budget != 0);
    }

    private static String level(@Nullable String effort) {
        return switch (effort) {
            case "minimal", "low" -> "low";
            case "high", "xhigh", "max" -> "high";
            case null, default -> "medium";
        };
    }

    private static void none(ChatOptions options, Warnings warnings) {
        Integer budget = options.reasoningBudget();
        if (budget != null && budget != 0) {
            warnings.add("reasoning_budget", "not sent: Converse has no such setting for the model");
        }
        if (options.reasoningEffort() != null && !options.reasoningEffort().equals("none") && budget == null) {
            warnings.add("reasoning_effort", "not sent: Converse has no such setting for the model");
        }
    }
}
