package dev.synaxis.dialect.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.wire.Json;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a chat request. {@code top_p} is {@code p} (0.01 to 0.99), {@code top_k} is {@code k} (0 to 500), stop is
 * {@code stop_sequences}; temperature and the penalties go from 0 to 1. A value outside is moved to the nearest that
 * Cohere takes, with a warning. Passed on from the client's own fields: {@code citation_options}, {@code documents},
 * {@code k}, {@code priority}, {@code raw_prompting}, {@code safety_mode}, {@code strict_tools}; its {@code thinking} is
 * a budget like any other.
 * Source: docs.cohere.com/reference/chat, read 2026-11-22.
 */
final class CohereOptions {

    private static final Set<String> KNOWN = Set.of("citation_options", "documents", "k", "priority", "raw_prompting",
            "safety_mode", "strict_tools");

    private CohereOptions() {}

    static void put(ChatRequest request, Upstream upstream, CohereBody body) {
        ChatOptions options = request.options();
        if (options.n() != null && options.n() > 1) {
            throw new ProviderException(FailureKind.UNSUPPORTED, "Cohere gives one answer a call, not n");
        }
        if (options.maxTokens() != null) {
            body.json.put("max_tokens", options.maxTokens());
        }
        number("temperature", "temperature", options.temperature(), 0, 1, body);
        number("p", "top_p", options.topP(), 0.01, 0.99, body);
        if (options.topK() != null) {
            int k = Math.clamp(options.topK(), 0, 500);
            body.json.put("k", k);
            warnIfMoved("top_k", k != options.topK(), body);
        }
        number("frequency_penalty", "frequency_penalty", options.frequencyPenalty(), 0, 1, body);
        number("presence_penalty", "presence_penalty", options.presencePenalty(), 0, 1, body);
        if (options.seed() != null) {
            if (options.seed() < 0) {
                body.warn("seed", "not sent: Cohere takes no negative seed");
            } else {
                body.json.put("seed", options.seed());
            }
        }
        if (!options.stop().isEmpty()) {
            options.stop().forEach(body.json.putArray("stop_sequences")::add);
        }
        format(request.responseFormat(), body.json);
        if (Boolean.TRUE.equals(options.logprobs())) {
            body.json.put("logprobs", true);
        }
        thinking(options, upstream, body);
        warnings(options, body);
        body.extra(options.extra(), KNOWN, Set.of());
    }

    private static void number(
            String field, String clientField, @Nullable Double value, double least, double most, CohereBody body) {
        if (value != null) {
            double sent = Math.clamp(value, least, most);
            body.json.put(field, sent);
            warnIfMoved(clientField, sent != value, body);
        }
    }

    private static void warnIfMoved(String field, boolean moved, CohereBody body) {
        if (moved) {
            body.warn(field, "moved to the nearest value that Cohere takes");
        }
    }

    private static void format(@Nullable ResponseFormat format, ObjectNode json) {
        switch (format) {
            case null -> {}
            case ResponseFormat.Text text -> {}
            case ResponseFormat.JsonObject object -> json.putObject("response_format").put("type", "json_object");
            case ResponseFormat.JsonSchema schema ->
                json.putObject("response_format").put("type", "json_object")
                        .set("json_schema", Json.fromJava(schema.schema()));
        }
    }

    /** Models that think do so unless told not to; the others know no {@code thinking}. */
    private static void thinking(ChatOptions options, Upstream upstream, CohereBody body) {
        String effort = options.reasoningEffort();
        Integer budget = options.reasoningBudget();
        if (effort == null && budget == null) {
            return;
        }
        boolean off = budget != null ? budget == 0 : "none".equals(effort);
        if (!thinks(upstream)) {
            if (!off) {
                body.warn(budget != null ? "reasoning_budget" : "reasoning_effort", "not sent: the model does not reason");
            }
            return;
        }
        ObjectNode thinking = body.json.putObject("thinking").put("type", off ? "disabled" : "enabled");
        if (budget != null && budget > 0) {
            thinking.put("token_budget", budget);
        } else if (budget == null && !off) {
            body.warn("reasoning_effort", "switches reasoning on: Cohere has a budget of tokens, no levels");
        }
    }

    private static boolean thinks(Upstream upstream) {
        return upstream.model().toLowerCase(Locale.ROOT).contains("reasoning")
                || upstream.traits() != null
                        && upstream.traits().abilities().contains(ModelTraits.Ability.REASONING);
    }

    private static void warnings(ChatOptions options, CohereBody body) {
        warnIfSet("logit_bias", options.logitBias(), body);
        warnIfSet("user", options.user(), body);
        warnIfSet("metadata", options.metadata(), body);
        warnIfSet("service_tier", options.serviceTier(), body);
        warnIfSet("verbosity", options.verbosity(), body);
        if (options.topLogprobs() != null && options.topLogprobs() > 0) {
            body.warn("top_logprobs", "not sent: Cohere gives the chosen tokens only");
        }
    }

    private static void warnIfSet(String field, @Nullable Object value, CohereBody body) {
        if (value != null) {
            body.warn(field, "not sent: Cohere has no such setting");
        }
    }
}
