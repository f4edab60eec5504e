package dev.synaxis.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was spoken.
 *
 * @param text     empty where nothing was
 * @param language as the vendor names it; null where it does not
 * @param duration of the audio in seconds; null where the vendor does not say
 * @param segments in order; empty where the vendor gives none
 * @param words    in order; empty where the vendor gives none
 * @param usage    tokens; null where the vendor counted none
 */
public record TranscriptionResponse(
        String text,
        @Nullable String language,
        @Nullable Double duration,
        List<Segment> segments,
        List<Word> words,
        @Nullable TokenUsage usage) {

    public TranscriptionResponse {
        segments = List.copyOf(segments);
        words = List.copyOf(words);
    }

    /**
     * A sentence or so.
     *
     * @param start      seconds from the beginning
     * @param end        seconds from the beginning
     * @param confidence 0 to 1, null where the vendor gives none
     * @param speaker    null where speakers are not told apart
     */
    public record Segment(double start, double end, String text, @Nullable Double confidence, @Nullable String speaker) {}

    /**
     * @param start seconds from the beginning
     * @param end   seconds from the beginning
     */
    public record Word(double start, double end, String word) {}
}
