package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request with a sound in it, as {@code inlineData} that is encoded while it is sent. Source:
 * https://ai.google.dev/gemini-api/docs/audio (read 2026-11-22).
 */
final class AudioRequest {

    /** Of the whole request, the audio in base64 included. */
    private static final long MAX_REQUEST = 20_000_000;

    private static final Map<String, String> TYPES = Map.of("audio/mpeg", "audio/mp3");

    private static final String AUDIO = "0audio0";

    private AudioRequest() {}

    /** Puts the sound into the body and gives the parts after it. */
    static ArrayNode audio(ObjectNode body, TranscriptionRequest request) {
        ArrayNode parts = body.putArray("contents").addObject().put("role", "user").putArray("parts");
        parts.addObject().putObject("inlineData")
                .put("mimeType", TYPES.getOrDefault(request.mediaType(), request.mediaType()))
                .put("data", AUDIO);
        return parts;
    }

    /** @throws InvalidRequestException where the sound is larger than a request may be */
    static WireRequest wire(ObjectNode body, TranscriptionRequest request, Upstream upstream, Warnings warnings) {
        return new WireRequest(
                GeminiUrl.of(upstream, "generateContent"), WireRequest.JSON, content(body, request), warnings.list());
    }

    /** The audio stands where the first string that is nothing else is. */
    private static WireBody content(ObjectNode body, TranscriptionRequest request) {
        String json = new String(Json.bytes(body), StandardCharsets.UTF_8);
        int at = json.indexOf('"' + AUDIO + '"') + 1;
        WireBody content = new WireBody.Streamed(List.of(
                literal(json.substring(0, at)),
                new WireBody.InBase64(request.audio()),
                literal(json.substring(at + AUDIO.length()))));
        if (content.length() > MAX_REQUEST) {
            throw new InvalidRequestException("file", "Gemini takes requests of at most 20 MB, the audio in base64 included;"
                    + " this one has " + content.length() + " bytes");
        }
        return content;
    }

    private static WireBody.Segment literal(String text) {
        return new WireBody.Literal(text.getBytes(StandardCharsets.UTF_8));
    }
}
