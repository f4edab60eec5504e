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

    /**
     * What models that count sound in tokens make of a text, spoken at an ordinary speed: 20 tokens a second and 16
     * characters a second. Source: https://developers.openai.com/api/docs/pricing ($12 per 1M audio tokens, about $0.015 a
     * minute for gpt-4o-mini-tts; read 2026-11-23).
     */
    private static final double TOKENS_PER_CHARACTER = 1.25;

    private SpeechFormats() {}

    /** An estimate of the output tokens of so many spoken characters, for vendors that count tokens and do not tell. */
    public static long outputTokens(long characters) {
        return (long) Math.ceil(characters * TOKENS_PER_CHARACTER);
    }

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

    /**
     * @param refused formats that the provider does not speak
     * @throws InvalidRequestException where the format is one of them
     */
    public static void check(@Nullable String format, Set<String> refused, Upstream upstream) {
        if (format != null && refused.contains(format)) {
            throw new InvalidRequestException("response_format",
                    "the model " + upstream.model() + " at " + upstream.provider() + " does not speak " + format);
        }
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
