package dev.synaxis.dialect.deepgram;

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
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speech by {@code POST /speak?model=...}, whose answer is the audio as it is made. A voice is a part of Deepgram's model
 * name: {@code aura-2-thalia-en} is voice thalia of family aura-2 in English. A client may name the family as the model
 * and the voice as the voice, or the whole as either. Sources:
 * https://developers.deepgram.com/reference/text-to-speech/speak-request,
 * https://developers.deepgram.com/docs/tts-media-output-settings and /docs/tts-voice-controls (read 2026-11-22).
 */
final class DeepgramSpeech implements SpeechTranslator {

    private static final Pattern WHOLE = Pattern.compile("aura(-\\d+)?-[a-z]+-[a-z]{2}([-_][a-zA-Z0-9]+)?");
    private static final double SLOWEST = 0.7;
    private static final double FASTEST = 1.5;

    @Override
    public WireRequest request(SpeechRequest request, Upstream upstream) {
        List<Warning> warnings = new ArrayList<>();
        String model = model(upstream.model(), request.voice(), warnings);
        StringBuilder url = new StringBuilder(upstream.baseUrl()).append("/speak?model=").append(encoded(model));
        url.append(output(request.format()));
        speed(request.speed(), model, url, warnings);
        request.extra().forEach((field, value) -> {
            switch (field) {
                case "bit_rate", "mip_opt_out", "tag" ->
                    url.append('&').append(field).append('=').append(encoded(String.valueOf(value)));
                default -> warnings.add(new Warning(field, "Deepgram has no such field; not sent"));
            }
        });
        if (request.instructions() != null) {
            warnings.add(new Warning("instructions", "Deepgram takes none; not sent"));
        }
        Map<String, String> headers = Map.of("content-type", "application/json", "accept", "*/*");
        byte[] body = Json.bytes(Json.object().put("text", request.input()));
        return new WireRequest(url.toString(), headers, body, warnings);
    }

    private static String model(String model, @Nullable String voice, List<Warning> warnings) {
        String wanted = voice == null ? null : voice.toLowerCase(Locale.ROOT);
        if (wanted != null && WHOLE.matcher(wanted).matches()) {
            return wanted;
        }
        if (WHOLE.matcher(model).matches()) {
            if (wanted != null && !model.contains("-" + wanted + "-")) {
                warnings.add(new Warning("voice", "the model is one voice of Deepgram's; it speaks"));
            }
            return model;
        }
        if (wanted != null && !SpeechFormats.isOpenAiVoice(wanted)) {
            return model + "-" + wanted + "-en";
        }
        String own = model.equals("aura") ? "asteria" : "thalia";
        if (wanted != null) {
            warnings.add(new Warning("voice", "not one of Deepgram's voices; its voice " + own + " speaks"));
        }
        return model + "-" + own + "-en";
    }

    private static String output(@Nullable String format) {
        return switch (format) {
            case null -> "&encoding=mp3";
            case "mp3", "aac", "flac" -> "&encoding=" + format;
            case "opus" -> "&encoding=opus&container=ogg";
            case "wav" -> "&encoding=linear16&container=wav&sample_rate=" + SpeechFormats.PCM_RATE;
            case "pcm" -> "&encoding=linear16&container=none&sample_rate=" + SpeechFormats.PCM_RATE;
            default -> throw SpeechFormats.unsupported("Deepgram", "mp3, opus, aac, flac, wav and pcm");
        };
    }

    /** Only the second family and those after it change their speed. */
    private static void speed(@Nullable Double wanted, String model, StringBuilder url, List<Warning> warnings) {
        if (wanted == null || wanted == 1) {
            return;
        }
        if (!model.startsWith("aura-2")) {
            warnings.add(new Warning("speed", "this voice of Deepgram's has one speed; not sent"));
            return;
        }
        double speed = Math.clamp(wanted, SLOWEST, FASTEST);
        if (speed != wanted) {
            warnings.add(new Warning("speed", "Deepgram takes 0.7 to 1.5; the nearest was sent"));
        }
        url.append("&speed=").append(speed);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public SpeechStream stream(SpeechRequest request, String contentType) {
        boolean samples = "pcm".equals(request.format()) && SpeechFormats.canBeAudio(contentType);
        return AudioBytes.plain(samples ? "" : contentType, request.format());
    }
}
