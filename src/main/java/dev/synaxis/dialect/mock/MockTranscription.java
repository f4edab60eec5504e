package dev.synaxis.dialect.mock;

import dev.synaxis.dialect.InProcessTranscription;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.model.TranscriptionResponse.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transcripts of the mock: the script's reply, or a sentence about the file. Its words are spread evenly over the length
 * of the audio, eight to a segment.
 */
final class MockTranscription implements InProcessTranscription {

    private static final int WORDS_PER_SEGMENT = 8;

    private final Map<String, MockProvider> providers;
    private final Consumer<Duration> sleep;

    MockTranscription(Map<String, MockProvider> providers, Consumer<Duration> sleep) {
        this.providers = providers;
        this.sleep = sleep;
    }

    @Override
    public TranscriptionResponse answer(TranscriptionRequest request, Upstream upstream) {
        MockScript script = begin(upstream);
        if (script.delay().isPositive()) {
            sleep.accept(script.delay());
        }
        String text = text(request, script);
        List<Word> words = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        String[] spoken = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        double each = request.seconds() / Math.max(1, spoken.length);
        for (int i = 0; i < spoken.length; i++) {
            words.add(new Word(i * each, (i + 1) * each, spoken[i]));
        }
        for (int from = 0; from < spoken.length; from += WORDS_PER_SEGMENT) {
            int to = Math.min(spoken.length, from + WORDS_PER_SEGMENT);
            segments.add(new Segment(
                    from * each, to * each, String.join(" ", List.of(spoken).subList(from, to)), 1.0, "A"));
        }
        return new TranscriptionResponse(text, language(request), request.seconds(), segments, words, null);
    }

    private static String language(TranscriptionRequest request) {
        return request.task() == Task.TRANSLATE || request.language() == null ? "english" : request.language();
    }

    @Override
    public List<Timed> pieces(TranscriptionRequest request, Upstream upstream) {
        MockScript script = begin(upstream);
        List<Timed> pieces = new ArrayList<>();
        for (String piece : text(request, script).split("(?<=\\s)")) {
            if (script.breakAfter() != null && pieces.size() == script.breakAfter()) {
                pieces.add(new Timed(script.pause(), "", new ProviderException(
                        FailureKind.NETWORK, "the mock provider was told to break the stream")));
                return pieces;
            }
            pieces.add(new Timed(pieces.isEmpty() ? script.delay() : script.pause(), piece, null));
        }
        return pieces;
    }

    private MockScript begin(Upstream upstream) {
        MockProvider provider = providers.get(upstream.provider());
        if (provider == null) {
            return MockScript.NONE;
        }
        @Nullable ProviderException failure = provider.nextFailure();
        if (failure != null) {
            throw failure;
        }
        return provider.script();
    }

    private static String text(TranscriptionRequest request, MockScript script) {
        if (script.reply() != null) {
            return script.reply();
        }
        String name = request.audio().filename().isEmpty() ? "audio" : request.audio().filename();
        return String.format(
                Locale.ROOT, "This is what the mock heard in %s, which lasts %.1f seconds.", name, request.seconds());
    }
}
