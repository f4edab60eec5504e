package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.wire.Json;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a chat request: {@code inferenceConfig} (maxTokens, temperature and topP from 0 to 1, stopSequences),
 * {@code outputConfig} for a JSON schema, {@code requestMetadata}, {@code serviceTier}, and what Claude alone knows in
 * {@code additionalModelRequestFields}. Passed on from the client's own fields: those of {@link #KNOWN}. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, API_runtime_OutputFormat.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html (read 2026-11-22).
 */
final class ConverseSettings {

    private static final Set<String> KNOWN = Set.of(
            "additionalModelRequestFields", "additionalModelResponseFieldPaths", "guardrailConfig", "performanceConfig");
    private static final Set<String> TIERS = Set.of("default", "flex", "priority");
    private static final int LEAST_BUDGET = 1024;

    private ConverseSettings() {}

    static void write(ObjectNode body, ChatRequest request, Upstream upstream, Notes notes) {
        ChatOptions options = request.options();
        if (options.n() != null && options.n() > 1) {
            throw Blocks.unsupported("Converse gives one answer a call, not n");
        }
        ObjectNode own = Json.object();
        boolean claude = upstream.model().contains("anthropic.") || upstream.model().contains("claude");
        boolean thinks = thinking(own, options, claude, notes);
        if (options.topK() != null) {
            if (claude && !thinks) {
                own.put("top_k", options.topK());
            } else {
                notes.add("top_k", "not sent: the model takes none");
            }
        }
        inference(body, options, thinks, notes);
        format(body, request.responseFormat(), notes);
        others(body, options, notes);
        options.extra().forEach((field, value) -> {
            if (KNOWN.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else {
                notes.addIfSet(field, value);
            }
        });
        if (!own.isEmpty()) {
            if (body.get("additionalModelRequestFields") instanceof ObjectNode given) {
                own.setAll(given);
            }
            body.set("additionalModelRequestFields", own);
        }
    }

    private static void inference(ObjectNode body, ChatOptions options, boolean thinks, Notes notes) {
        ObjectNode inference = Json.object();
        if (options.maxTokens() != null) {
            inference.put("maxTokens", options.maxTokens());
        }
        if (thinks) {
            if (options.temperature() != null && options.temperature() != 1) {
                notes.add("temperature", "not sent: the model takes none while it thinks");
            }
        } else {
            fraction(inference, "temperature", "temperature", options.temperature(), notes);
        }
        fraction(inference, "topP", "top_p", options.topP(), notes);
        if (!options.stop().isEmpty()) {
            options.stop().forEach(inference.putArray("stopSequences")::add);
        }
        if (!inference.isEmpty()) {
            body.set("inferenceConfig", inference);
        }
    }

    private static void fraction(
            ObjectNode inference, String field, String clientField, @Nullable Double value, Notes notes) {
        if (value != null) {
            double sent = Math.clamp(value, 0.0, 1.0);
            inference.put(field, sent);
            if (sent != value) {
                notes.add(clientField, "moved to the nearest value that Converse takes");
            }
        }
    }

    /** Whether Claude is told to think. */
    private static boolean thinking(ObjectNode own, ChatOptions options, boolean claude, Notes notes) {
        Integer budget = options.reasoningBudget();
        String effort = options.reasoningEffort();
        if (budget != null && budget > 0 && claude) {
            int sent = Math.max(budget, LEAST_BUDGET);
            if (sent != budget) {
                notes.add("reasoning_budget", "raised to the least that the model takes");
            }
            own.putObject("thinking").put("type", "enabled").put("budget_tokens", sent);
            return true;
        }
        if (budget != null && budget != 0) {
            notes.add("reasoning_budget", "not sent: Converse has no such setting for the model");
        }
        if (effort != null && !effort.equals("none") && budget == null) {
            notes.add("reasoning_effort", "not sent: Converse has a budget of tokens, no levels");
        }
        return false;
    }

    private static void format(ObjectNode body, @Nullable ResponseFormat format, Notes notes) {
        switch (format) {
            case null -> {}
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                notes.add("response_format", "not sent: Converse knows JSON by its schema only");
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode wanted = body.putObject("outputConfig").putObject("textFormat")
                        .put("type", "json_schema")
                        .putObject("structure")
                        .putObject("jsonSchema")
                        .put("schema", Json.string(schema.schema()))
                        .put("name", schema.name());
                if (schema.description() != null) {
                    wanted.put("description", schema.description());
                }
            }
        }
    }

    private static void others(ObjectNode body, ChatOptions options, Notes notes) {
        if (options.metadata() != null) {
            ObjectNode metadata = body.putObject("requestMetadata");
            for (Map.Entry<String, Object> entry : options.metadata().entrySet()) {
                metadata.put(entry.getKey(), String.valueOf(entry.getValue()));
            }
        }
        String tier = options.serviceTier();
        if (tier != null && TIERS.contains(tier)) {
            body.putObject("serviceTier").put("type", tier);
        } else if (tier != null && !tier.equals("auto")) {
            notes.addIfSet("service_tier", tier);
        }
        notes.addIfSet("seed", options.seed());
        notes.addIfSet("presence_penalty", options.presencePenalty());
        notes.addIfSet("frequency_penalty", options.frequencyPenalty());
        notes.addIfSet("logprobs", Boolean.TRUE.equals(options.logprobs()) ? true : null);
        notes.addIfSet("logit_bias", options.logitBias());
        notes.addIfSet("user", options.user());
        notes.addIfSet("verbosity", options.verbosity());
    }
}
