package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import org.jspecify.annotations.Nullable;

/**
 * Temperature (0 to 1), top_p and top_k. With thinking the API wants temperature 1, top_p of 0.95 at least and no top_k;
 * from 4.1 on it takes temperature or top_p but not both; from 4.7 on only the defaults.
 * Sources: https://platform.claude.com/docs/en/build-with-claude/extended-thinking, .../models (migration guides)
 * (read 2026-11-22).
 */
final class Sampling {

    private static final double MIN_THINKING_TOP_P = 0.95;

    private Sampling() {}

    static void write(ObjectNode body, ChatOptions options, ClaudeModel model, boolean thinks, Warnings warnings) {
        boolean temperature = temperature(body, options.temperature(), model, thinks, warnings);
        topP(body, options.topP(), model, thinks, temperature, warnings);
        Integer topK = options.topK();
        if (topK == null && options.extra().get("top_k") instanceof Number n) {
            topK = n.intValue();
        }
        if (topK == null) {
            return;
        }
        if (!model.takesSampling() || thinks) {
            warnings.add("top_k", why(model));
        } else {
            body.put("top_k", topK);
        }
    }

    /** Gives back whether it is sent. */
    private static boolean temperature(
            ObjectNode body, @Nullable Double wanted, ClaudeModel model, boolean thinks,
            Warnings warnings) {
        if (wanted == null) {
            return false;
        }
        double value = Math.clamp(wanted, 0, 1);
        if (value != wanted) {
            warnings.add("temperature", "Anthropic's temperature goes from 0 to 1; the nearest is sent");
        }
        if (value != 1 && (!model.takesSampling() || thinks)) {
            warnings.add("temperature", why(model));
            return false;
        }
        body.put("temperature", value);
        return true;
    }

    private static void topP(
            ObjectNode body, @Nullable Double wanted, ClaudeModel model, boolean thinks,
            boolean temperature, Warnings warnings) {
        if (wanted == null) {
            return;
        }
        if (!model.takesSampling() && wanted != 1 || thinks && wanted < MIN_THINKING_TOP_P) {
            warnings.add("top_p", why(model));
        } else if (temperature && !model.takesTemperatureWithTopP()) {
            warnings.add("top_p", "this model takes temperature or top_p, not both; temperature is sent");
        } else {
            body.put("top_p", wanted);
        }
    }

    private static String why(ClaudeModel model) {
        return model.takesSampling() ? "not taken together with thinking" : "this model takes the default only";
    }
}
