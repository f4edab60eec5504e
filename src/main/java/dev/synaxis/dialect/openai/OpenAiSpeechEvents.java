package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.wire.Json;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of OpenAI's speech endpoint: {@code speech.audio.delta} with audio in base64, {@code speech.audio.done} with
 * usage. Source: https://developers.openai.com/api/reference/resources/audio (read 2026-11-22).
 */
public final class OpenAiSpeechEvents {

    static final String DELTA = "speech.audio.delta";
    static final String DONE = "speech.audio.done";

    /** An answer is audio or events, whichever the request asks for. */
    public static final Map<String, String> HEADERS = Map.of("content-type", "application/json", "accept", "*/*");

    private OpenAiSpeechEvents() {}

    public static String url(Upstream upstream) {
        return upstream.baseUrl() + "/audio/speech";
    }

    /** Data of the event that carries this audio. */
    public static byte[] delta(byte[] audio) {
        return Json.bytes(Json.object().put("type", DELTA).put("audio", Base64.getEncoder().encodeToString(audio)));
    }

    /** Data of the last event; without usage where nobody counted tokens. */
    public static byte[] done(@Nullable TokenUsage usage) {
        ObjectNode event = Json.object().put("type", DONE);
        if (usage != null) {
            event.putObject("usage")
                    .put("input_tokens", usage.input())
                    .put("output_tokens", usage.output())
                    .put("total_tokens", usage.total());
        }
        return Json.bytes(event);
    }
}
