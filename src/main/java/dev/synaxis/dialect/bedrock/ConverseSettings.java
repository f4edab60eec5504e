package dev.synaxis.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
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

    static void write(ObjectNode body, ChatRequest request, Upstream upstream, Warnings warnings) {
        ChatOptions options = request.options();
        if (options.n() != null && options.n() > 1) {
            throw Blocks.unsupported("Converse gives one answer a call, not n");
        }
        ObjectNode own = Json.object();
        ObjectNode inference = Json.object();
        ConverseReasoning.write(own, request, upstream.model(), ConverseTools.forced(body), warnings)
                .write(inference, own, options, warnings);
        if (!options.stop().isEmpty()) {
            options.stop().forEach(inference.putArray("stopSequences")::add);
        }
        if (!inference.isEmpty()) {
            body.set("inferenceConfig", inference);
        }
        format(body, request.responseFormat(), warnings);
        others(body, options, warnings);
        options.extra().forEach((field, value) -> {
            if (KNOWN.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else if (!field.equals("thinking")) {
                unknown(warnings, field, value);
            }
        });
        if (!own.isEmpty()) {
            if (body.get("additionalModelRequestFields") instanceof ObjectNode given) {
                own.setAll(given);
            }
            body.set("additionalModelRequestFields", own);
        }
    }

    private static void format(ObjectNode body, @Nullable ResponseFormat format, Warnings warnings) {
        switch (format) {
            case null -> {}
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                warnings.add("response_format", "not sent: Converse knows JSON by its schema only");
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

    private static void others(ObjectNode body, ChatOptions options, Warnings warnings) {
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
            unknown(warnings, "service_tier", tier);
        }
        unknown(warnings, "seed", options.seed());
        unknown(warnings, "presence_penalty", options.presencePenalty());
        unknown(warnings, "frequency_penalty", options.frequencyPenalty());
        unknown(warnings, "logprobs", Boolean.TRUE.equals(options.logprobs()) ? true : null);
        unknown(warnings, "logit_bias", options.logitBias());
        unknown(warnings, "user", options.user());
        unknown(warnings, "verbosity", options.verbosity());
    }

    private static void unknown(Warnings warnings, String field, @Nullable Object value) {
        if (value != null) {
            warnings.add(field, "not sent: Converse has no such setting");
        }
    }
}
