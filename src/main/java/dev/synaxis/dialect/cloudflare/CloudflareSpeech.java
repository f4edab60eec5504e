package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AudioBytes;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speech by Deepgram's Aura, whose answer is the audio as it is made, or by MeloTTS, whose answer is JSON with the audio in
 * base64. Sources: https://developers.cloudflare.com/ai/models/@cf/deepgram/aura-1/, .../aura-2-en/ and
 * https://developers.cloudflare.com/ai/models/@cf/myshell-ai/melotts/ (read 2026-11-23).
 */
final class CloudflareSpeech implements SpeechTranslator {

    /** A voice by the name that it has with Deepgram: {@code aura-2-thalia-en}. */
    private static final Pattern WHOLE = Pattern.compile("aura(?:-\\d+)?-([a-z]+)-([a-z]{2})");

    @Override
    public WireRequest request(SpeechRequest request, Upstream upstream) {
        List<Warning> warnings = new ArrayList<>();
        ObjectNode body;
        if (upstream.model().contains("aura")) {
            body = aura(request, upstream.model(), warnings);
        } else if (upstream.model().contains("melotts")) {
            body = melo(request, warnings);
        } else {
            throw new InvalidRequestException("model", "of Workers AI's models Aura and MeloTTS are asked to speak");
        }
        if (request.speed() != null && request.speed() != 1) {
            warnings.add(new Warning("speed", "the model has one speed; not sent"));
        }
        if (request.instructions() != null) {
            warnings.add(new Warning("instructions", "the model takes none; not sent"));
        }
        Map<String, String> headers = Map.of("content-type", "application/json", "accept", "*/*");
        return new WireRequest(CloudflareUrl.of(upstream), headers, Json.bytes(body), warnings);
    }

    private static ObjectNode aura(SpeechRequest request, String model, List<Warning> warnings) {
        ObjectNode body = Json.object().put("text", request.input());
        String speaker = speaker(request.voice(), model, warnings);
        if (speaker != null) {
            body.put("speaker", speaker);
        }
        encoding(request.format(), body);
        extras(request, "bit_rate", body, warnings);
        return body;
    }

    private static @Nullable String speaker(@Nullable String voice, String model, List<Warning> warnings) {
        if (voice == null) {
            return null;
        }
        if (SpeechFormats.isOpenAiVoice(voice)) {
            warnings.add(new Warning("voice", "not one of Aura's voices; the model's own speaks"));
            return null;
        }
        String wanted = voice.toLowerCase(Locale.ROOT);
        Matcher whole = WHOLE.matcher(wanted);
        if (!whole.matches()) {
            return wanted;
        }
        if (!whole.group(2).equals(model.endsWith("-es") ? "es" : "en")) {
            throw new InvalidRequestException("voice", "the model " + model + " does not speak the language of this voice");
        }
        return whole.group(1);
    }

    private static void encoding(@Nullable String format, ObjectNode body) {
        switch (format) {
            case null -> body.put("encoding", "mp3");
            case "mp3", "aac", "flac" -> body.put("encoding", format);
            case "opus" -> body.put("encoding", "opus").put("container", "ogg");
            case "wav" -> samples("wav", body);
            case "pcm" -> samples("none", body);
            default -> throw SpeechFormats.unsupported("Aura", "mp3, opus, aac, flac, wav and pcm");
        }
    }

    private static void samples(String container, ObjectNode body) {
        body.put("encoding", "linear16").put("container", container).put("sample_rate", SpeechFormats.PCM_RATE);
    }

    /** It is documented to give MP3 and was seen to give WAV; the answer says which. */
    private static ObjectNode melo(SpeechRequest request, List<Warning> warnings) {
        String format = request.format();
        if (format != null && !format.equals("mp3") && !format.equals("wav")) {
            throw SpeechFormats.unsupported("MeloTTS", "mp3 and wav");
        }
        if (format != null) {
            warnings.add(new Warning("response_format", "MeloTTS chooses mp3 or wav; the content type says which"));
        }
        if (request.voice() != null) {
            warnings.add(new Warning("voice", "MeloTTS has one voice for each language (lang); not sent"));
        }
        ObjectNode body = Json.object().put("prompt", request.input());
        extras(request, "lang", body, warnings);
        return body;
    }

    private static void extras(SpeechRequest request, String own, ObjectNode body, List<Warning> warnings) {
        request.extra().forEach((field, value) -> {
            if (field.equals(own)) {
                body.set(field, Json.fromJava(value));
            } else {
                warnings.add(new Warning(field, "the model has no such field; not sent"));
            }
        });
    }

    @Override
    public SpeechStream stream(SpeechRequest request, String contentType) {
        if (contentType.startsWith("application/json")) {
            return new SpokenJson();
        }
        // audio/mpeg is what the API says of Aura whatever it was asked for
        boolean vague = contentType.startsWith("audio/mpeg")
                || "pcm".equals(request.format()) && SpeechFormats.canBeAudio(contentType);
        return AudioBytes.plain(vague ? "" : contentType, request.format());
    }
}
