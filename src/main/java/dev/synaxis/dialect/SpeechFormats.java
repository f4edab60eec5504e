package dev.synaxis.dialect;

import dev.synaxis.failure.InvalidRequestException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the dialects that speak share: MIME types of the client's formats, and OpenAI's names of voices. */
public final class SpeechFormats {

    /** Samples a second of OpenAI's {@code pcm}, which has no header to say so. */
    public static final int PCM_RATE = 24_000;

    /** The built-in voices; https://developers.openai.com/api/docs/guides/text-to-speech (read 2026-11-22). */
    private static final Set<String> OPENAI_VOICES = Set.of(
            "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse");

    private SpeechFormats() {}

    /** The MIME type of a format; mp3 is what OpenAI sends where the client did not say. */
    public static String contentType(@Nullable String format) {
        return switch (format) {
            case null -> "audio/mpeg";
            case "mp3" -> "audio/mpeg";
            case "opus", "aac", "flac", "wav", "pcm" -> "audio/" + format;
            default -> "application/octet-stream";
        };
    }

    /** Whether the voice is one of OpenAI's own, which no other vendor has. */
    public static boolean isOpenAiVoice(String voice) {
        return OPENAI_VOICES.contains(voice.toLowerCase(Locale.ROOT));
    }

    /** The refusal of a format, which leaves the request to the next candidate. */
    public static InvalidRequestException unsupported(String vendor, String formats) {
        return new InvalidRequestException("response_format", vendor + " speaks " + formats + " only");
    }

    /** The answer's content type in lower case; empty where it has none. */
    public static String typeOf(WireReply reply) {
        return reply.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    }

    /** Whether an answer of this type can be audio: a vendor's error page or object is not. */
    public static boolean canBeAudio(String contentType) {
        return contentType.isEmpty() || contentType.startsWith("audio/") || contentType.contains("octet-stream");
    }
}
