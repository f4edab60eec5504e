package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.ChatRequest;
import dev.synaxis.model.ChatResponse;
import java.time.Duration;
import java.util.List;

/** Chat of a dialect that answers inside this process, without a wire. */
public interface InProcessChat {

    /** @throws ProviderException a failure that the configuration scripted */
    ChatResponse answer(ChatRequest request, Upstream upstream);

    /**
     * The whole answer as chunks, in order, each with the pause before it.
     *
     * @throws ProviderException a failure that the configuration scripted to come before the first chunk
     */
    List<Timed> stream(ChatRequest request, Upstream upstream);

    /** @param failure instead of a chunk: the stream breaks here; null for a chunk */
    record Timed(Duration pause, @org.jspecify.annotations.Nullable ChatChunk chunk,
            @org.jspecify.annotations.Nullable ProviderException failure) {}
}
