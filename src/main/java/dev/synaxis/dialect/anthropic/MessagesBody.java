package dev.synaxis.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.ClaudeModel;
import dev.synaxis.dialect.ClaudeThinking;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.model.ChatOptions;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ModelTraits;
import dev.synaxis.model.ResponseFormat;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a Messages request. */
final class MessagesBody {

    private final ChatRequest request;
    private final ChatOptions options;
    private final Upstream upstream;
    private final ClaudeModel model;
    private final Warnings warnings;
    private final ObjectNode body = Json.object();

    private MessagesBody(ChatRequest request, Upstream upstream, Warnings warnings) {
        this.request = request;
        this.options = request.options();
        this.upstream = upstream;
        this.model = ClaudeModel.of(upstream.model());
        this.warnings = warnings;
    }

    static ObjectNode of(ChatRequest request, Upstream upstream, Blocks blocks, Warnings warnings) {
        MessagesBody messages = new MessagesBody(request, upstream, warnings);
        messages.write(blocks);
        return messages.body;
    }

    private void write(Blocks blocks) {
        if (options.n() != null && options.n() > 1) {
            throw Blocks.unsupported("Anthropic gives one choice only");
        }
        int maxTokens = maxTokens();
        Tools tools = Tools.of(request, model, takesSchema(), blocks, warnings);
        ClaudeThinking thinking = ClaudeThinking.of(
                request, model, maxTokens, tools.forced(), AnthropicDialect.NAME, warnings::add);

        body.put("model", upstream.model());
        body.put("max_tokens", maxTokens);
        Conversation.write(body, request.messages(), blocks, warnings);
        if (!tools.tools().isEmpty()) {
            body.set("tools", tools.tools());
        }
        if (tools.choice() != null) {
            body.set("tool_choice", tools.choice());
        }
        if (thinking.wire() != null) {
            body.set("thinking", thinking.wire());
        }
        if (thinking.effort() != null) {
            body.withObject("/output_config").put("effort", thinking.effort());
        }
        format();
        Sampling.write(body, options, model, thinking.on(), warnings);
        stop();
        user();
        serviceTier();
        if (request.stream()) {
            body.put("stream", true);
        }
        noteWhatIsLeftOut();
        ExtraFields.write(options.extra(), body, warnings);
        adapt();
    }

    /** The client's, bounded by what the catalogue knows; the API demands one. */
    private int maxTokens() {
        ModelTraits traits = upstream.traits();
        Integer most = traits == null ? null : traits.maxOutput();
        Integer wanted = options.maxTokens();
        if (wanted == null) {
            return most != null ? most : model.defaultMaxTokens();
        }
        if (most != null && wanted > most) {
            warnings.add("max_tokens", "lowered to the most that the model can give");
            return most;
        }
        return wanted;
    }

    private boolean takesSchema() {
        ModelTraits traits = upstream.traits();
        return model.isClaude()
                ? model.takesSchema()
                : traits != null && traits.abilities().contains(ModelTraits.Ability.JSON_SCHEMA);
    }

    private void format() {
        switch (request.responseFormat()) {
            case null -> { }
            case ResponseFormat.Text() -> { }
            case ResponseFormat.JsonObject() -> {
                warnings.add("response_format", "Anthropic has no JSON mode; an instruction is sent in its place");
                instruct("Answer with one JSON object and nothing else.");
            }
            case ResponseFormat.JsonSchema schema -> {
                if (takesSchema()) {
                    ObjectNode tree = (ObjectNode) Json.fromJava(schema.schema());
                    ObjectNode format = body.withObject("/output_config").putObject("format");
                    format.put("type", "json_schema");
                    format.set("schema", AnswerSchema.clean(tree, "response_format", warnings));
                }
            }
        }
    }

    private void instruct(String instruction) {
        switch (body.get("system")) {
            case null -> body.put("system", instruction);
            case ArrayNode blocks -> blocks.add(Blocks.text(instruction));
            default -> body.put("system", body.get("system").textValue() + "\n\n" + instruction);
        }
    }

    private void stop() {
        List<String> stop = new ArrayList<>(options.stop());
        if (options.extra().get("stop_sequences") instanceof List<?> more) {
            more.forEach(s -> stop.add(String.valueOf(s)));
        }
        if (stop.removeIf(String::isBlank)) {
            warnings.add("stop", "Anthropic refuses stop sequences of white space only");
        }
        if (!stop.isEmpty()) {
            body.set("stop_sequences", Json.fromJava(stop));
        }
    }

    private void user() {
        String user = options.user();
        Map<String, Object> metadata = options.metadata();
        if (metadata != null) {
            if (user == null && metadata.get("user_id") instanceof String id) {
                user = id;
            }
            if (metadata.keySet().stream().anyMatch(key -> !key.equals("user_id"))) {
                warnings.add("metadata", "Anthropic takes the user's id only");
            }
        }
        if (user != null && !user.isBlank()) {
            body.putObject("metadata").put("user_id", user);
        }
    }

    private void serviceTier() {
        switch (options.serviceTier()) {
            case null -> { }
            case "auto" -> body.put("service_tier", "auto");
            case "default", "standard_only" -> body.put("service_tier", "standard_only");
            default -> warnings.add("service_tier", "Anthropic has no such tier");
        }
    }

    private void noteWhatIsLeftOut() {
        leftOut("seed", options.seed());
        leftOut("presence_penalty", options.presencePenalty());
        leftOut("frequency_penalty", options.frequencyPenalty());
        leftOut("logprobs", Boolean.TRUE.equals(options.logprobs()) ? true : options.topLogprobs());
        leftOut("logit_bias", options.logitBias());
        leftOut("verbosity", options.verbosity());
    }

    private void leftOut(String field, @Nullable Object value) {
        if (value != null) {
            warnings.add(field, "Anthropic has no such setting");
        }
    }

    /** What this provider calls otherwise or refuses. */
    private void adapt() {
        upstream.compat().rename().forEach((from, to) -> {
            if (body.has(from)) {
                body.set(to, body.remove(from));
            }
        });
        upstream.compat().drop().forEach(field -> {
            if (body.remove(field) != null) {
                warnings.add(field, "the provider refuses this field");
            }
        });
    }
}
