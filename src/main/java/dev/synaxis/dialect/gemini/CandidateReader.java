package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ContentPart;
import dev.synaxis.model.FinishReason;
import dev.synaxis.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pieces of one candidate. Thought text is reasoning; the signature of a text part becomes an empty piece of
 * reasoning after it; a function call arrives whole; images go out as {@code images[].image_url.url}, grounding and
 * citations under their own names, and so does what Google says of an answer that failed; code that Google ran itself
 * is passed over. Source:
 * https://ai.google.dev/api/generate-content#candidate (read 2026-11-22).
 */
final class CandidateReader {

    private final int choice;
    private final Supplier<String> callIds;
    private final StringBuilder thought = new StringBuilder();
    private @Nullable String thoughtSignature;
    private @Nullable String reason;
    private @Nullable String said;
    private int calls;

    CandidateReader(int choice, Supplier<String> callIds) {
        this.choice = choice;
        this.callIds = callIds;
    }

    /** @param candidate the whole candidate, or what one event of a stream adds to it */
    void read(JsonNode candidate, Consumer<ChatChunk> out) {
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, out);
        }
        JsonNode logprobs = Fields.either(candidate, "logprobsResult", "logprobs_result");
        if (logprobs.isObject() && !logprobs.isEmpty()) {
            out.accept(new ChatChunk.LogprobsDelta(choice, LogprobsReader.read(logprobs)));
        }
        extra(candidate, "groundingMetadata", "grounding_metadata", out);
        extra(candidate, "citationMetadata", "citation_metadata", out);
        String stopped = FinishReasons.name(Fields.either(candidate, "finishReason", "finish_reason"));
        if (stopped != null && FinishReasons.said(stopped)) {
            reason = stopped;
            said = Fields.text(candidate, "finishMessage", "finish_message");
        }
    }

    /** Whether the vendor said why it stopped. */
    boolean finished() {
        return reason != null;
    }

    void finish(Consumer<ChatChunk> out) {
        endThought(out);
        FinishReason finish = FinishReasons.of(reason, calls > 0);
        if (said != null && (finish == FinishReason.ERROR || finish == FinishReason.OTHER)) {
            out.accept(new ChatChunk.ExtraDelta(choice, Map.of("finish_message", said)));
        }
        out.accept(new ChatChunk.Finish(choice, finish));
    }

    private void part(JsonNode part, Consumer<ChatChunk> out) {
        String text = null;
        String signature = null;
        boolean isThought = false;
        JsonNode call = null;
        JsonNode media = null;
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "text" -> text = value.textValue();
                case "thought" -> isThought = value.asBoolean();
                case "thoughtSignature", "thought_signature" -> signature = value.textValue();
                case "functionCall", "function_call" -> call = value;
                case "inlineData", "inline_data" -> media = value;
                default -> {}
            }
        }
        if (call != null) {
            call(call, signature, out);
        } else if (isThought) {
            thought(text, signature, out);
        } else {
            if (text != null && !text.isEmpty()) {
                endThought(out);
                out.accept(new ChatChunk.TextDelta(choice, text));
            }
            if (media != null) {
                media(media, out);
            }
            if (signature != null) {
                endThought(out);
                out.accept(new ChatChunk.ReasoningDone(choice, reasoning("", signature)));
            }
        }
    }

    private void thought(@Nullable String text, @Nullable String signature, Consumer<ChatChunk> out) {
        if (text != null && !text.isEmpty()) {
            thought.append(text);
            out.accept(new ChatChunk.ReasoningDelta(choice, text));
        }
        if (signature != null) {
            thoughtSignature = signature;
        }
    }

    private void endThought(Consumer<ChatChunk> out) {
        if (!thought.isEmpty() || thoughtSignature != null) {
            out.accept(new ChatChunk.ReasoningDone(choice, reasoning(thought.toString(), thoughtSignature)));
            thought.setLength(0);
            thoughtSignature = null;
        }
    }

    private static ContentPart.Reasoning reasoning(String text, @Nullable String signature) {
        return new ContentPart.Reasoning(text, signature, null, GeminiDialect.NAME);
    }

    private void call(JsonNode call, @Nullable String signature, Consumer<ChatChunk> out) {
        String name = Json.text(call, "name");
        if (name == null || name.isEmpty()) {
            return;
        }
        endThought(out);
        String given = Json.text(call, "id");
        String id = given == null || given.isEmpty() ? callIds.get() : CallIds.toClient(given);
        String origin = signature == null ? null : GeminiDialect.NAME;
        out.accept(new ChatChunk.ToolCallStart(choice, calls, id, name, signature, origin));
        JsonNode arguments = call.path("args");
        out.accept(new ChatChunk.ToolCallDelta(
                choice, calls, arguments.isObject() ? Json.string(arguments) : "{}"));
        calls++;
    }

    private void media(JsonNode media, Consumer<ChatChunk> out) {
        String type = Fields.text(media, "mimeType", "mime_type");
        String data = Json.text(media, "data");
        if (type != null && data != null && type.startsWith("image/")) {
            Map<String, Object> url = Map.of("url", "data:" + type + ";base64," + data);
            out.accept(new ChatChunk.ExtraDelta(
                    choice, Map.of("images", List.of(Map.of("type", "image_url", "image_url", url)))));
        }
    }

    private void extra(JsonNode candidate, String camel, String snake, Consumer<ChatChunk> out) {
        JsonNode value = Fields.either(candidate, camel, snake);
        if (value.isObject() && !value.isEmpty()) {
            out.accept(new ChatChunk.ExtraDelta(choice, Map.of(snake, Json.toMap(value))));
        }
    }
}
