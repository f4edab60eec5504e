package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * Sampling, limits and the form of the answer as {@code generationConfig}. Source:
 * https://ai.google.dev/api/generate-content#generationconfig (read 2026-11-22); what is refused: "Forced function
 * calling (ANY mode) with a response mime type: 'application/json' is unsupported", "Penalty is not enabled for
 * models/gemini-2.5-pro" (recorded in https://github.com/vercel/ai, packages/google, read 2026-11-29).
 */
final class GenerationSettings {

    /** Most stop sequences that Gemini takes. */
    private static final int MAX_STOP = 5;

    private GenerationSettings() {}

    /** @param penalties whether the model takes them at this provider */
    static ObjectNode of(
            ChatRequest request, GeminiModel model, boolean penalties, Conversation conversation, Warnings warnings) {
        ObjectNode config = Json.object();
        sampling(config, request.options(), warnings);
        penalties(config, request.options(), penalties, warnings);
        format(config, request, model, conversation, warnings);
        ObjectNode thinking = ThinkingSettings.of(request.options(), model, warnings);
        if (thinking != null && !thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
        return config;
    }

    private static void sampling(ObjectNode config, ChatOptions options, Warnings warnings) {
        if (options.maxTokens() != null) {
            config.put("maxOutputTokens", options.maxTokens());
        }
        if (options.temperature() != null) {
            config.put("temperature", options.temperature());
        }
        if (options.topP() != null) {
            config.put("topP", options.topP());
        }
        if (options.topK() != null) {
            config.put("topK", options.topK());
        }
        if (!options.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            options.stop().stream().limit(MAX_STOP).forEach(stop::add);
            if (options.stop().size() > MAX_STOP) {
                warnings.add("stop", "Gemini takes five stop sequences; the others were not sent");
            }
        }
        Long seed = options.seed();
        if (seed != null) {
            boolean fits = seed.intValue() == seed;
            config.put("seed", fits ? seed.intValue() : Long.hashCode(seed));
            if (!fits) {
                warnings.add("seed", "Gemini's seed has 32 bits; a hash of it was sent");
            }
        }
        if (options.n() != null && options.n() != 1) {
            config.put("candidateCount", options.n());
        }
        if (Boolean.TRUE.equals(options.logprobs())) {
            config.put("responseLogprobs", true);
            if (options.topLogprobs() != null && options.topLogprobs() > 0) {
                config.put("logprobs", options.topLogprobs());
            }
        }
    }

    private static void penalties(ObjectNode config, ChatOptions options, boolean taken, Warnings warnings) {
        penalty(config, "presencePenalty", "presence_penalty", options.presencePenalty(), taken, warnings);
        penalty(config, "frequencyPenalty", "frequency_penalty", options.frequencyPenalty(), taken, warnings);
    }

    private static void penalty(
            ObjectNode config, String name, String field, @Nullable Double value, boolean taken, Warnings warnings) {
        if (value != null && taken) {
            config.put(name, value);
        } else if (value != null && value != 0) {
            warnings.add(field, "the Gemini API takes none for this model; not sent");
        }
    }

    private static void format(
            ObjectNode config,
            ChatRequest request,
            GeminiModel model,
            Conversation conversation,
            Warnings warnings) {
        ResponseFormat format = request.responseFormat();
        if (format == null || format instanceof ResponseFormat.Text) {
            return;
        }
        String refusal = refusal(request, model);
        boolean refused = refusal != null;
        if (refused) {
            warnings.add("response_format", refusal + "; sent as an instruction");
        }
        switch (format) {
            case ResponseFormat.Text() -> {}
            case ResponseFormat.JsonObject() -> {
                if (refused) {
                    conversation.instruct("Give the final answer as one JSON object and nothing else.");
                } else {
                    config.put("responseMimeType", "application/json");
                }
            }
            case ResponseFormat.JsonSchema schema -> {
                if (refused) {
                    conversation.instruct("Give the final answer as one JSON value of this schema and nothing else: "
                            + Json.string(schema.schema()));
                } else {
                    config.put("responseMimeType", "application/json");
                    config.set("responseJsonSchema", Schemas.of(schema.schema()));
                }
            }
        }
    }

    /** Why the form cannot be sent as such, or null where it can. */
    private static @Nullable String refusal(ChatRequest request, GeminiModel model) {
        if (model.promptOnly()) {
            return "this model takes no form for its answer";
        }
        if (request.tools().isEmpty()) {
            return null;
        }
        if (Tools.forced(request.toolChoice())) {
            return "Gemini does not take it together with a required call";
        }
        return model.takesFormatWithTools() ? null : "this model does not take it together with tools";
    }
}
