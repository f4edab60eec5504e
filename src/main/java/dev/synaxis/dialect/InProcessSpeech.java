package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Speech of a dialect that answers inside this process, without a wire. */
public interface InProcessSpeech {

    /** The MIME type of what it speaks for this request. */
    String contentType(SpeechRequest request);

    /** @throws ProviderException a failure that the configuration scripted */
    SpeechResponse answer(SpeechRequest request, Upstream upstream);

    /**
     * The whole audio in pieces, in order, each with the pause before it.
     *
     * @throws ProviderException a failure that the configuration scripted to come before the first piece
     */
    List<Timed> stream(SpeechRequest request, Upstream upstream);

    /** @param failure instead of audio: the stream breaks here; null for audio */
    record Timed(Duration pause, byte[] audio, @Nullable ProviderException failure) {}
}
