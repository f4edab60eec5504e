package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.wire.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speech by streamGenerateContent with {@code responseModalities: ["AUDIO"]}: 16-bit PCM in base64, event by event, which
 * goes out as samples or behind a WAV header. How to speak stands in the part's {@code speechMetadata.style}; the models
 * before 3.8 read it from the text itself. Source: https://ai.google.dev/gemini-api/docs/speech-generation and Google's
 * clients (read 2026-11-22).
 */
final class GeminiSpeech implements SpeechTranslator {

    /** The voice of Google's own examples. */
    private static final String DEFAULT_VOICE = "Kore";

    private static final Pattern BEFORE_STYLES = Pattern.compile("gemini-(2\\.\\d|3(\\.[0-7])?)-.*tts.*");

    @Override
    public WireRequest request(SpeechRequest request, Upstream upstream) {
        Warnings warnings = new Warnings();
        format(request.format(), warnings);
        ObjectNode body = Json.object();
        body.putArray("contents").addObject().put("role", "user").putArray("parts")
                .add(part(request, upstream.model()));
        ObjectNode generation = body.putObject("generationConfig");
        generation.putArray("responseModalities").add("AUDIO");
        ObjectNode speech = generation.putObject("speechConfig");
        speech.putObject("voiceConfig").putObject("prebuiltVoiceConfig")
                .put("voiceName", voice(request.voice(), warnings));
        if (request.speed() != null && request.speed() != 1) {
            warnings.add("speed", "Gemini has none; not sent");
        }
        request.extra().forEach((name, value) -> {
            switch (Extras.camel(name)) {
                case "languageCode" -> speech.set("languageCode", Json.fromJava(value));
                case "temperature", "seed" -> generation.set(name, Json.fromJava(value));
                default -> warnings.add(name, "Gemini has no such field; not sent");
            }
        });
        return new WireRequest(
                GeminiUrl.of(upstream, "streamGenerateContent?alt=sse"),
                WireRequest.JSON,
                Json.bytes(body),
                warnings.list());
    }

    private static void format(@Nullable String format, Warnings warnings) {
        switch (format) {
            case null -> warnings.add("response_format", "Gemini speaks wav and pcm only; wav was made");
            case "wav", "pcm" -> {}
            default -> throw SpeechFormats.unsupported("Gemini", "wav and pcm");
        }
    }

    private static ObjectNode part(SpeechRequest request, String model) {
        String style = request.instructions();
        if (style == null || style.isBlank()) {
            return Parts.text(request.input());
        }
        if (BEFORE_STYLES.matcher(model).matches()) {
            return Parts.text(style.strip() + "\n\n" + request.input());
        }
        ObjectNode part = Parts.text(request.input());
        part.putObject("speechMetadata").put("style", style);
        return part;
    }

    private static String voice(@Nullable String voice, Warnings warnings) {
        if (voice == null) {
            return DEFAULT_VOICE;
        }
        if (SpeechFormats.isOpenAiVoice(voice)) {
            warnings.add("voice", "not one of Gemini's voices; its voice Kore speaks");
            return DEFAULT_VOICE;
        }
        return voice;
    }

    @Override
    public SpeechStream stream(SpeechRequest request, String contentType) {
        if (!contentType.isEmpty() && !contentType.startsWith("text/event-stream") && !contentType.contains("json")) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is neither events nor JSON");
        }
        return new GeminiSpeechStream(!"pcm".equals(request.format()), contentType.contains("json"));
    }
}
