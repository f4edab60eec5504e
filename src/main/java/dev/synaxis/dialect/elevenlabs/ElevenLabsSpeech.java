package dev.synaxis.dialect.elevenlabs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AudioBytes;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speech by {@code POST /text-to-speech/{voice}/stream?output_format=...}, whose answer is the audio as it is made. WAV
 * is ElevenLabs' PCM behind a header of ours. Source: https://elevenlabs.io/docs/api-reference/text-to-speech/stream
 * (read 2026-11-22).
 */
final class ElevenLabsSpeech implements SpeechTranslator {

    /** "George", the voice of ElevenLabs' own examples. */
    private static final String DEFAULT_VOICE = "JBFqnCBsd6RMkjVDRZzb";

    private static final double SLOWEST = 0.7;
    private static final double FASTEST = 1.2;

    /** Fields of ElevenLabs' own that a client may send. */
    private static final Set<String> OWN = Set.of(
            "language_code",
            "seed",
            "previous_text",
            "next_text",
            "previous_request_ids",
            "next_request_ids",
            "apply_text_normalization",
            "apply_language_text_normalization",
            "pronunciation_dictionary_locators",
            "voice_settings");

    @Override
    public WireRequest request(SpeechRequest request, Upstream upstream) {
        List<Warning> warnings = new ArrayList<>();
        String url = upstream.baseUrl() + "/text-to-speech/" + encoded(voice(request.voice(), warnings))
                + "/stream?output_format=" + outputFormat(request.format());
        ObjectNode body = Json.object().put("text", request.input()).put("model_id", upstream.model());
        request.extra().forEach((field, value) -> {
            if (OWN.contains(field)) {
                body.set(field, Json.fromJava(value));
            } else {
                warnings.add(new Warning(field, "ElevenLabs has no such field; not sent"));
            }
        });
        if (request.speed() != null) {
            body.withObject("/voice_settings").put("speed", speed(request.speed(), warnings));
        }
        if (request.instructions() != null) {
            warnings.add(new Warning("instructions", "ElevenLabs takes none; not sent"));
        }
        Map<String, String> headers = Map.of("content-type", "application/json", "accept", "*/*");
        return new WireRequest(url, headers, Json.bytes(body), warnings);
    }

    private static String outputFormat(@Nullable String format) {
        return switch (format) {
            case null -> "mp3_44100_128";
            case "mp3" -> "mp3_44100_128";
            case "opus" -> "opus_48000_128";
            case "wav", "pcm" -> "pcm_" + SpeechFormats.PCM_RATE;
            default -> throw SpeechFormats.unsupported("ElevenLabs", "mp3, opus, wav and pcm");
        };
    }

    private static String voice(@Nullable String voice, List<Warning> warnings) {
        if (voice == null) {
            return DEFAULT_VOICE;
        }
        if (SpeechFormats.isOpenAiVoice(voice)) {
            warnings.add(new Warning("voice", "not one of ElevenLabs' voices; its voice George speaks"));
            return DEFAULT_VOICE;
        }
        return voice;
    }

    private static double speed(double wanted, List<Warning> warnings) {
        double speed = Math.clamp(wanted, SLOWEST, FASTEST);
        if (speed != wanted) {
            warnings.add(new Warning("speed", "ElevenLabs takes 0.7 to 1.2; the nearest was sent"));
        }
        return speed;
    }

    private static String encoded(String voice) {
        return URLEncoder.encode(voice, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    @Override
    public SpeechStream stream(SpeechRequest request, String contentType) {
        return "wav".equals(request.format())
                ? AudioBytes.wav(contentType, SpeechFormats.PCM_RATE)
                : AudioBytes.plain("pcm".equals(request.format()) ? asPcm(contentType) : contentType, request.format());
    }

    /** Whatever the vendor calls samples without a header. */
    private static String asPcm(String contentType) {
        return SpeechFormats.canBeAudio(contentType) ? "" : contentType;
    }
}
