package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.dialect.ChatStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseEvent;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads streamGenerateContent with {@code alt=sse}: each event is a GenerateContentResponse, the stream has no terminal
 * event, and some servers give a finish reason with every event. So Finish and Usage go out when the connection ends.
 */
final class GeminiStream implements ChatStream {

    private final AnswerReader reader;

    GeminiStream(Supplier<String> callIds) {
        this.reader = new AnswerReader(callIds);
    }

    @Override
    public void event(SseEvent event, Consumer<ChatChunk> out) {
        if (event.data().length == 0 || event.is("[DONE]")) {
            return;
        }
        JsonNode reply;
        try {
            reply = Json.parse(event.data());
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "an event of the stream is not JSON");
        }
        if (!reply.isContainerNode()) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "an event of the stream is not a JSON object");
        }
        reader.read(reply, out);
    }

    @Override
    public void end(Consumer<ChatChunk> out) {
        if (!reader.started()) {
            throw new ProviderException(FailureKind.NETWORK, "the stream ended without an event");
        }
        if (!reader.finished()) {
            throw new ProviderException(FailureKind.NETWORK, "the stream ended before the answer was complete");
        }
        reader.finish(out);
    }
}
