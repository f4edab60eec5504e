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
 * {@code outputConfig} for a JSON schema, {@code requestMetadata}, {@code serviceTier}, and what one family of models knows
 * in {@code additionalModelRequestFields}. Passed on from the client's own fields: those of {@link #KNOWN}. Source:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, API_runtime_OutputFormat.html
 * (read 2026-11-22).
 */
final class ConverseSettings {

    private static final Set<String> KNOWN = Set.of(
            "additionalModelRequestFields", "additionalModelResponseFieldPaths", "guardrailConfig", "performanceConfig");
    private static final Set<String> TIERS = Set.of("default", "flex", "priority");

    private ConverseSettings() {}

    static void write(ObjectNode body, ChatRequest request, Upstream upstream, Notes notes) {
        ChatOptions options = request.options();
        if (options.n() != null && options.n() > 1) {
            throw Blocks.unsupported("Converse gives one answer a call, not n");
        }
        ObjectNode own = Json.object();
        ObjectNode inference = Json.object();
        ConverseReasoning.write(own, request, upstream.model(), ConverseTools.forced(body), notes)
                .write(inference, own, options, notes);
        if (!options.stop().isEmpty()) {
            options.stop().forEach(inference.putArray("stopSequences")::add);
        }
        if (!inference.isEmpty()) {
            body.set("inferenceConfig", inference);
        }
        format(body, request.responseFormat(), notes);
        others(body, options, notes);
        options.extra().forEach((field, value) -> {
            if (KNOWN.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else if (!field.equals("thinking")) {
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
