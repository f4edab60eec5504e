package dev.synaxis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text to speak.
 *
 * @param voice        the vendor's name or id of a voice, null for the vendor's own choice
 * @param format       {@code mp3}, {@code opus}, {@code aac}, {@code flac}, {@code wav} (16-bit), {@code pcm} (16-bit
 *                     little-endian mono samples without a header), or a name that only one vendor knows; null where
 *                     the client did not say
 * @param speed        1 is the voice's own
 * @param instructions how to speak
 * @param extra        top-level fields of the client's request that the canonical form does not name
 */
public record SpeechRequest(
        String model,
        String input,
        @Nullable String voice,
        @Nullable String format,
        @Nullable Double speed,
        @Nullable String instructions,
        Map<String, Object> extra) {

    /** Those that OpenAI's API has. */
    public static final List<String> FORMATS = List.of("mp3", "opus", "aac", "flac", "wav", "pcm");

    public SpeechRequest {
        extra = Map.copyOf(extra);
    }

    /** Unicode characters of the text, which is what vendors count. */
    public long characters() {
        return input.codePointCount(0, input.length());
    }
}
