package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of a transcript on as they are: {@code transcript.text.delta}, {@code transcript.text.segment} and, at
 * the end, {@code transcript.text.done} with the usage. Not safe for use by several threads. Source:
 * https://platform.openai.com/docs/api-reference/audio (read 2026-11-22).
 */
public final class OpenAiTranscriptEvents {

    private @Nullable TokenUsage usage;
    private @Nullable Double seconds;
    private long chars;
    private boolean hasContent;
    private boolean done;

    /** @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for one that is not JSON */
    public void event(SseEvent event, SseWriter out) {
        byte[] data = event.data();
        if (done || data.length == 0 || event.is("[DONE]")) {
            return;
        }
        ObjectNode tree = Json.parseObject(data).orElseThrow(() -> new ProviderException(
                FailureKind.MALFORMED_REPLY, "the stream has an event that is not a JSON object"));
        String type = Json.textOrEmpty(tree, "type");
        if (Json.has(tree, "error") || type.equals("error")) {
            throw new ProviderException(OpenAiFailures.inStream(tree, data));
        }
        switch (type) {
            case "transcript.text.delta" -> {
                chars += Json.textOrEmpty(tree, "delta").length();
                hasContent |= !Json.textOrEmpty(tree, "delta").isEmpty();
            }
            case "transcript.text.segment" -> hasContent = true;
            case "transcript.text.done" -> {
                JsonNode counted = tree.path("usage");
                usage = OpenAiTranscriptions.tokens(counted);
                seconds = OpenAiTranscriptions.seconds(tree, counted);
                hasContent = true;
                done = true;
            }
            default -> {}
        }
        out.event(data);
    }

    /** @throws ProviderException NETWORK where the stream was cut: the event that ends it did not come */
    public void end() {
        if (!done) {
            throw new ProviderException(FailureKind.NETWORK, "the stream was cut: it has no transcript.text.done");
        }
    }

    /** Whether the event that ends the stream came. */
    public boolean over() {
        return done;
    }

    public boolean hasContent() {
        return hasContent;
    }

    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** Seconds of audio by the vendor's count; null where it gave none. */
    public @Nullable Double seconds() {
        return seconds;
    }

    /** Output tokens, roughly, of what was handed on. */
    public long deliveredTokens() {
        return (chars + 3) / 4;
    }
}
