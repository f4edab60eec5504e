package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transcription of a dialect that answers inside this process, without a wire. */
public interface InProcessTranscription {

    /** @throws ProviderException a failure that the configuration scripted */
    TranscriptionResponse answer(TranscriptionRequest request, Upstream upstream);

    /**
     * The answer's text in pieces, each with the pause before it.
     *
     * @throws ProviderException a failure that the configuration scripted to come before the first piece
     */
    List<Timed> pieces(TranscriptionRequest request, Upstream upstream);

    /** @param failure instead of a piece: the stream breaks here; null for a piece */
    record Timed(Duration pause, String piece, @Nullable ProviderException failure) {}
}
