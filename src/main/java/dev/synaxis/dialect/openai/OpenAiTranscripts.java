package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Granularity;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.model.TranscriptionResponse.Word;
import dev.synaxis.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Writes transcripts in each of OpenAI's formats. Source: https://platform.openai.com/docs/api-reference/audio,
 * https://www.w3.org/TR/webvtt1 (read 2026-11-22); SRT has no standard, players agree on the form written here.
 */
public final class OpenAiTranscripts {

    private static final String JSON = "application/json";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private OpenAiTranscripts() {}

    public static String contentType(Format format) {
        return switch (format) {
            case JSON, VERBOSE_JSON, DIARIZED_JSON -> JSON;
            case TEXT, SRT, VTT -> PLAIN;
        };
    }

    /** @throws ProviderException MALFORMED_REPLY where the format says when what was spoken and the vendor did not */
    public static byte[] write(TranscriptionRequest request, TranscriptionResponse response) {
        return switch (request.format()) {
            case JSON -> Json.bytes(json(response));
            case TEXT -> (response.text() + "\n").getBytes(StandardCharsets.UTF_8);
            case VERBOSE_JSON -> Json.bytes(verbose(request, response));
            case DIARIZED_JSON -> Json.bytes(diarized(request, response));
            case SRT -> subtitles(response, "", ',', true).getBytes(StandardCharsets.UTF_8);
            case VTT -> subtitles(response, "WEBVTT\n\n", '.', false).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static ObjectNode json(TranscriptionResponse response) {
        ObjectNode body = Json.object().put("text", response.text());
        usage(body, response);
        return body;
    }

    private static ObjectNode verbose(TranscriptionRequest request, TranscriptionResponse response) {
        ObjectNode body = Json.object()
                .put("task", request.task() == Task.TRANSLATE ? "translate" : "transcribe")
                .put("language", language(request, response))
                .put("duration", duration(request, response))
                .put("text", response.text());
        if (request.granularities().isEmpty() || request.granularities().contains(Granularity.SEGMENT)) {
            ArrayNode segments = body.putArray("segments");
            for (Segment segment : timed(response)) {
                segment(segments.addObject().put("id", segments.size() - 1).put("seek", 0), segment);
            }
        }
        if (request.wantsWords()) {
            ArrayNode words = body.putArray("words");
            for (Word word : response.words()) {
                words.addObject().put("word", word.word()).put("start", word.start()).put("end", word.end());
            }
        }
        usage(body, response);
        return body;
    }

    private static String language(TranscriptionRequest request, TranscriptionResponse response) {
        if (response.language() != null) {
            return response.language();
        }
        return request.language() == null ? "" : request.language();
    }

    private static double duration(TranscriptionRequest request, TranscriptionResponse response) {
        return response.duration() == null ? request.seconds() : response.duration();
    }

    /** Typed clients want every one of Whisper's fields; those that another vendor has no word for are neutral. */
    private static void segment(ObjectNode node, Segment segment) {
        node.put("start", segment.start()).put("end", segment.end()).put("text", segment.text());
        node.putArray("tokens");
        Double confidence = segment.confidence();
        node.put("temperature", 0.0)
                .put("avg_logprob", confidence == null || confidence <= 0 ? 0.0 : Math.log(confidence))
                .put("compression_ratio", 1.0)
                .put("no_speech_prob", 0.0);
    }

    private static ObjectNode diarized(TranscriptionRequest request, TranscriptionResponse response) {
        ObjectNode body = Json.object()
                .put("task", "transcribe")
                .put("duration", duration(request, response))
                .put("text", response.text());
        ArrayNode segments = body.putArray("segments");
        for (Segment segment : timed(response)) {
            segments.addObject()
                    .put("type", "transcript.text.segment")
                    .put("id", "seg_" + segments.size())
                    .put("start", segment.start())
                    .put("end", segment.end())
                    .put("text", segment.text())
                    .put("speaker", segment.speaker() == null ? "A" : segment.speaker());
        }
        usage(body, response);
        return body;
    }

    private static List<Segment> timed(TranscriptionResponse response) {
        if (response.segments().isEmpty() && !response.text().isBlank()) {
            throw new ProviderException(
                    FailureKind.MALFORMED_REPLY, "the provider's answer has text, but does not say when it was spoken");
        }
        return response.segments();
    }

    private static String subtitles(TranscriptionResponse response, String head, char separator, boolean numbered) {
        StringBuilder out = new StringBuilder(head);
        int number = 0;
        for (Segment segment : timed(response)) {
            number++;
            if (numbered) {
                out.append(number).append('\n');
            }
            out.append(time(segment.start(), separator)).append(" --> ").append(time(segment.end(), separator)).append('\n');
            // an empty line would end the cue
            out.append(segment.text().strip().replaceAll("\\s*\\R\\s*", "\n").replace("-->", "->")).append("\n\n");
        }
        return out.toString();
    }

    private static String time(double seconds, char separator) {
        long millis = Math.max(0, Math.round(seconds * 1000));
        return String.format(Locale.ROOT, "%02d:%02d:%02d%c%03d",
                millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, separator, millis % 1000);
    }

    private static void usage(ObjectNode body, TranscriptionResponse response) {
        if (response.usage() != null) {
            body.putObject("usage")
                    .put("type", "tokens")
                    .put("input_tokens", response.usage().input())
                    .put("output_tokens", response.usage().output())
                    .put("total_tokens", response.usage().total());
        } else if (response.duration() != null) {
            body.putObject("usage").put("type", "duration").put("seconds", response.duration());
        }
    }

    /** Data of the event that carries a piece of the text. */
    public static byte[] delta(String piece) {
        return Json.bytes(Json.object().put("type", "transcript.text.delta").put("delta", piece));
    }

    /** Data of the event that ends a stream. */
    public static byte[] done(TranscriptionResponse response) {
        ObjectNode event = Json.object().put("type", "transcript.text.done").put("text", response.text());
        usage(event, response);
        return Json.bytes(event);
    }
}
