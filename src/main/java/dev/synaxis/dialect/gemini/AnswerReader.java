package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads GenerateContentResponse objects: one for a whole answer, one after the other for a stream. */
final class AnswerReader {

    private final Supplier<String> callIds;
    private final SortedMap<Integer, CandidateReader> candidates = new TreeMap<>();
    private final UsageReader usage = new UsageReader();
    private boolean started;
    private boolean blocked;

    AnswerReader(Supplier<String> callIds) {
        this.callIds = callIds;
    }

    /** @throws ProviderException the vendor's failure for an error object */
    void read(JsonNode reply, Consumer<ChatChunk> out) {
        JsonNode answer = reply instanceof ArrayNode array && array.size() == 1 ? array.get(0) : reply;
        if (Json.has(answer, "error")) {
            throw new ProviderException(GeminiFailures.of(new WireReply(200, Map.of(), Json.bytes(answer))));
        }
        if (!started) {
            started = true;
            out.accept(new ChatChunk.Start(
                    text(answer, "responseId", "response_id"),
                    text(answer, "modelVersion", "model_version"),
                    created(Fields.text(answer, "createTime", "create_time"))));
        }
        usage.read(answer);
        JsonNode feedback = Fields.either(answer, "promptFeedback", "prompt_feedback");
        blocked |= Fields.either(feedback, "blockReason", "block_reason").isValueNode();
        for (JsonNode candidate : answer.path("candidates")) {
            int index = candidate.path("index").asInt(0);
            candidates.computeIfAbsent(index, choice -> new CandidateReader(choice, callIds)).read(candidate, out);
        }
    }

    /** Whether anything was read at all. */
    boolean started() {
        return started;
    }

    /** Whether the vendor said of every answer that has begun why it stopped, or refused the prompt. */
    boolean finished() {
        return blocked
                || !candidates.isEmpty() && candidates.values().stream().allMatch(CandidateReader::finished);
    }

    /** Whether there is an answer, be it an empty one. */
    boolean answered() {
        return blocked || !candidates.isEmpty() || usage.usage() != null;
    }

    /** Gives out a Finish for each choice, one at least, and the usage. */
    void finish(Consumer<ChatChunk> out) {
        if (candidates.isEmpty()) {
            out.accept(new ChatChunk.Finish(0, blocked ? FinishReason.CONTENT_FILTER : FinishReason.OTHER));
        }
        candidates.values().forEach(candidate -> candidate.finish(out));
        TokenUsage counted = usage.usage();
        if (counted != null) {
            out.accept(new ChatChunk.Usage(counted));
        }
    }

    private static String text(JsonNode answer, String camel, String snake) {
        String text = Fields.text(answer, camel, snake);
        return text == null ? "" : text;
    }

    private static long created(@Nullable String time) {
        if (time == null) {
            return 0;
        }
        try {
            return Instant.parse(time).getEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
