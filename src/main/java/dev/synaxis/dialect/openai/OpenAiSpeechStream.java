package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseReader;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads speech that comes in events, as audio or as the events themselves. Not safe for use by several threads.
 */
public final class OpenAiSpeechStream implements SpeechStream {

    private final SseReader reader = new SseReader();
    private final @Nullable String format;
    private @Nullable TokenUsage usage;
    private boolean heard;
    private boolean done;

    /** @param format what the vendor was asked for */
    public OpenAiSpeechStream(@Nullable String format) {
        this.format = format;
    }

    @Override
    public String contentType() {
        return SpeechFormats.contentType(format);
    }

    @Override
    public void bytes(byte[] piece, Consumer<byte[]> audio) {
        reader.feed(piece, event -> audio(event, audio));
    }

    @Override
    public void end(Consumer<byte[]> audio) {
        reader.end(event -> audio(event, audio));
        complete();
    }

    private void audio(SseEvent event, Consumer<byte[]> audio) {
        ObjectNode tree = read(event);
        if (tree != null && isDelta(tree)) {
            audio.accept(decoded(Json.textOrEmpty(tree, "audio")));
        }
    }

    /**
     * The data of the events in these bytes, as they are, for a client that wants events.
     *
     * @throws ProviderException the vendor's failure for an error event; MALFORMED_REPLY for one that is not JSON
     */
    public void events(byte[] piece, Consumer<byte[]> data) {
        reader.feed(piece, event -> hand(event, data));
    }

    /** @throws ProviderException NETWORK where the last event has not come */
    public void endEvents(Consumer<byte[]> data) {
        reader.end(event -> hand(event, data));
        complete();
    }

    private void hand(SseEvent event, Consumer<byte[]> data) {
        if (read(event) != null || event.is("[DONE]")) {
            data.accept(event.data());
        }
    }

    /** The event's object, null for one that has none or comes after the last. */
    private @Nullable ObjectNode read(SseEvent event) {
        if (done || event.data().length == 0) {
            return null;
        }
        if (event.is("[DONE]")) {
            done = true;
            return null;
        }
        ObjectNode tree = Json.parseObject(event.data()).orElseThrow(() -> new ProviderException(
                FailureKind.MALFORMED_REPLY, "the stream has an event that is not a JSON object"));
        if (Json.has(tree, "error") || "error".equals(event.event())) {
            throw new ProviderException(OpenAiFailures.inStream(tree, event.data()));
        }
        heard |= isDelta(tree);
        if (OpenAiSpeechEvents.DONE.equals(Json.text(tree, "type"))) {
            done = true;
            usage = counted(tree.path("usage"));
        }
        return tree;
    }

    private static boolean isDelta(ObjectNode tree) {
        return OpenAiSpeechEvents.DELTA.equals(Json.text(tree, "type"));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the audio is not in base64");
        }
    }

    private static @Nullable TokenUsage counted(JsonNode usage) {
        return usage.path("input_tokens").isNumber() || usage.path("output_tokens").isNumber()
                ? TokenUsage.of(Json.number(usage, "input_tokens"), Json.number(usage, "output_tokens"))
                : null;
    }

    private void complete() {
        if (!done) {
            throw new ProviderException(FailureKind.NETWORK, "the audio was cut: its last event did not come");
        }
    }

    /** Whether audio came. */
    public boolean heard() {
        return heard;
    }

    @Override
    public boolean over() {
        return done;
    }

    @Override
    public @Nullable TokenUsage usage() {
        return usage;
    }
}
