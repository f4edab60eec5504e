package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import org.jspecify.annotations.Nullable;

/**
 * {@code maxTokens}, {@code temperature} and {@code topP} of {@code inferenceConfig}, and Claude's {@code top_k} or Nova's
 * {@code inferenceConfig.topK} among the model's own fields, as far as the model takes them. Sources as in
 * {@link ConverseReasoning}.
 *
 * @param claude  null of another model
 * @param thinks  whether Claude is told to think
 * @param nova    whether the model is one of Amazon's
 * @param nothing whether the model takes none of the four, as Nova 2 at its highest effort
 */
record ConverseSampling(@Nullable ClaudeModel claude, boolean thinks, boolean nova, boolean nothing) {

    static final ConverseSampling ANY = new ConverseSampling(null, false, false, false);
    static final ConverseSampling NOVA = new ConverseSampling(null, false, true, false);
    static final ConverseSampling NOTHING = new ConverseSampling(null, false, true, true);

    private static final double LEAST_THINKING_TOP_P = 0.95;

    static ConverseSampling ofClaude(ClaudeModel claude, boolean thinks) {
        return new ConverseSampling(claude, thinks, false, false);
    }

    void write(ObjectNode inference, ObjectNode own, ChatOptions options, Warnings warnings) {
        if (options.maxTokens() != null) {
            if (nothing) {
                warnings.add("max_tokens", "not sent: the model takes none at its highest effort");
            } else {
                inference.put("maxTokens", options.maxTokens());
            }
        }
        Double temperature = fraction("temperature", options.temperature(), warnings);
        if (temperature != null && takes("temperature", temperature == 1, warnings)) {
            inference.put("temperature", temperature);
        }
        Double topP = fraction("top_p", options.topP(), warnings);
        if (topP != null && inference.has("temperature") && claude != null && !claude.takesTemperatureWithTopP()) {
            warnings.add("top_p", "not sent: the model takes temperature or top_p, not both");
        } else if (topP != null && takes("top_p", isTakenWithThinking(topP), warnings)) {
            inference.put("topP", topP);
        }
        if (options.topK() == null) {
            return;
        }
        if (claude == null && !nova) {
            warnings.add("top_k", "not sent: the model takes none");
        } else if (takes("top_k", false, warnings)) {
            if (nova) {
                own.putObject("inferenceConfig").put("topK", options.topK());
            } else {
                own.put("top_k", options.topK());
            }
        }
    }

    private boolean isTakenWithThinking(double topP) {
        return claude != null && claude.takesSampling() && topP >= LEAST_THINKING_TOP_P;
    }

    /** @param anyway whether the value is one that the model takes in every case */
    private boolean takes(String field, boolean anyway, Warnings warnings) {
        if (nothing) {
            warnings.add(field, "not sent: the model takes none at its highest effort");
            return false;
        }
        if (claude == null || anyway || claude.takesSampling() && !thinks) {
            return true;
        }
        warnings.add(field, claude.takesSampling()
                ? "not sent: the model takes none while it thinks"
                : "not sent: the model takes the default only");
        return false;
    }

    private static @Nullable Double fraction(String field, @Nullable Double value, Warnings warnings) {
        if (value == null) {
            return null;
        }
        double sent = Math.clamp(value, 0.0, 1.0);
        if (sent != value) {
            warnings.add(field, "moved to the nearest value that Converse takes");
        }
        return sent;
    }
}
