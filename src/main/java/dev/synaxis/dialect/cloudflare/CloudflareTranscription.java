package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Transcripts by Whisper. {@code whisper-large-v3-turbo} takes JSON with the audio in base64 and settings beside it; its
 * smaller sisters take the audio itself, and nothing else. Sources:
 * https://developers.cloudflare.com/workers-ai/models/whisper-large-v3-turbo/ and
 * https://developers.cloudflare.com/ai/models/@cf/openai/whisper/ (read 2026-11-23).
 */
final class CloudflareTranscription implements TranscriptionTranslator {

    private static final Map<String, String> BYTES = Map.of("content-type", "application/octet-stream");

    @Override
    public WireRequest request(TranscriptionRequest request, Upstream upstream) {
        if (!upstream.model().contains("whisper")) {
            throw new InvalidRequestException("model", "of Workers AI's models only Whisper is asked for transcripts");
        }
        if (request.format() == Format.DIARIZED_JSON) {
            throw new InvalidRequestException("response_format", "Whisper does not tell speakers apart");
        }
        List<Warning> warnings = new ArrayList<>();
        if (request.temperature() != null) {
            warnings.add(new Warning("temperature", "Workers AI has none; not sent"));
        }
        String url = CloudflareUrl.of(upstream);
        return upstream.model().contains("whisper-large")
                ? new WireRequest(url, WireRequest.JSON, json(request.audio(), settings(request, warnings)), warnings)
                : bytes(url, request, warnings);
    }

    private static ObjectNode settings(TranscriptionRequest request, List<Warning> warnings) {
        ObjectNode settings = Json.object();
        if (request.task() == Task.TRANSLATE) {
            settings.put("task", "translate");
        }
        if (request.language() != null) {
            settings.put("language", request.language());
        }
        if (request.prompt() != null) {
            settings.put("initial_prompt", request.prompt());
        }
        request.extra().forEach((field, values) -> {
            switch (field) {
                case "vad_filter" -> settings.put(field, Boolean.parseBoolean(values.getFirst()));
                case "prefix" -> settings.put(field, values.getFirst());
                default -> warnings.add(new Warning(field, "Workers AI has no such field; not sent"));
            }
        });
        return settings;
    }

    /** The audio is encoded while it is sent. */
    private static WireBody json(Upload audio, ObjectNode settings) {
        String rest = new String(Json.bytes(settings), StandardCharsets.UTF_8).substring(1);
        return new WireBody.Streamed(List.of(
                literal("{\"audio\":\""),
                new WireBody.InBase64(audio),
                literal((settings.isEmpty() ? "\"" : "\",") + rest)));
    }

    private static WireBody.Segment literal(String text) {
        return new WireBody.Literal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static WireRequest bytes(String url, TranscriptionRequest request, List<Warning> warnings) {
        if (request.task() == Task.TRANSLATE) {
            throw new InvalidRequestException("model", "of Workers AI's models whisper-large-v3-turbo translates");
        }
        warn("language", request.language(), warnings);
        warn("prompt", request.prompt(), warnings);
        request.extra().forEach((field, values) -> warn(field, "", warnings));
        WireBody body = new WireBody.Streamed(List.of(new WireBody.Raw(request.audio())));
        return new WireRequest(url, BYTES, body, warnings);
    }

    private static void warn(String field, @Nullable String value, List<Warning> warnings) {
        if (value != null) {
            warnings.add(new Warning(field, "the model takes the audio alone; not sent"));
        }
    }

    @Override
    public TranscriptionResponse response(TranscriptionRequest request, WireReply reply) {
        return Transcript.read(Envelope.result(reply), request);
    }
}
