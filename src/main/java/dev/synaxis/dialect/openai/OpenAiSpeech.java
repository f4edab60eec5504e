package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.AudioBytes;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.wire.Json;
import java.util.List;

/** Speech by {@code POST /audio/speech}: the audio as the body, or in events. */
final class OpenAiSpeech implements SpeechTranslator {

    @Override
    public WireRequest request(SpeechRequest request, Upstream upstream) {
        ObjectNode body = Json.object().put("model", upstream.model()).put("input", request.input());
        if (request.voice() != null) {
            body.put("voice", request.voice());
        }
        if (request.format() != null) {
            body.put("response_format", request.format());
        }
        if (request.speed() != null) {
            body.put("speed", request.speed());
        }
        if (request.instructions() != null) {
            body.put("instructions", request.instructions());
        }
        request.extra().forEach((field, value) -> body.set(field, Json.fromJava(value)));
        return new WireRequest(OpenAiSpeechEvents.url(upstream), OpenAiSpeechEvents.HEADERS, Json.bytes(body), List.of());
    }

    @Override
    public SpeechStream stream(SpeechRequest request, String contentType) {
        return contentType.startsWith("text/event-stream")
                ? new OpenAiSpeechStream(request.format())
                : AudioBytes.plain(contentType, request.format());
    }
}
