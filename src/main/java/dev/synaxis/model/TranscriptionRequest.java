package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speech to be written down.
 *
 * @param model         the name that the client sent
 * @param mediaType     of the audio, such as {@code audio/wav}: what the client declared where it can be true, else what
 *                      the file's name or its first bytes say
 * @param seconds       how long it is: read from its header, or estimated from its size
 * @param language      that is spoken: ISO-639-1, null to find out
 * @param prompt        words that may come, or the text before
 * @param granularities which timestamps are wanted beside those that the format itself has
 * @param extra         fields of the client that are none of these, in its order
 */
public record TranscriptionRequest(
        Task task,
        String model,
        Upload audio,
        String mediaType,
        double seconds,
        @Nullable String language,
        @Nullable String prompt,
        @Nullable Double temperature,
        Format format,
        Set<Granularity> granularities,
        Map<String, List<String>> extra) {

    public TranscriptionRequest {
        granularities = Set.copyOf(granularities);
    }

    public enum Task {
        /** In the language that is spoken. */
        TRANSCRIBE,
        /** In English, whatever is spoken. */
        TRANSLATE
    }

    /** What the client wants to read. */
    public enum Format {
        JSON(false),
        TEXT(false),
        VERBOSE_JSON(true),
        SRT(true),
        VTT(true),
        DIARIZED_JSON(true);

        private final boolean timed;

        Format(boolean timed) {
            this.timed = timed;
        }

        /** Whether it says when what was spoken. */
        public boolean timed() {
            return timed;
        }

        /** The name in OpenAI's API: {@code verbose_json}. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public enum Granularity {
        SEGMENT,
        WORD
    }

    /** Whether the answer must say when each word was spoken. */
    public boolean wantsWords() {
        return format == Format.VERBOSE_JSON && granularities.contains(Granularity.WORD);
    }
}
