package dev.synaxis.dialect.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.model.TranscriptionResponse.Word;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Whisper's result: {@code text}; of {@code whisper-large-v3-turbo} {@code segments[]} with their {@code words[]} and
 * {@code transcription_info} with {@code language} and {@code duration} in seconds; of the others {@code words[]} and the
 * times of sentences in {@code vtt} alone, as WebVTT.
 */
final class Transcript {

    private static final String ARROW = "-->";

    private Transcript() {}

    /** @throws ProviderException MALFORMED_REPLY where there is no text, or a time is none */
    static TranscriptionResponse read(JsonNode result, TranscriptionRequest request) {
        String text = Json.text(result, "text");
        if (text == null) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no transcript");
        }
        List<Segment> segments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        words(result.path("words"), words);
        for (JsonNode segment : result.path("segments")) {
            JsonNode likely = segment.path("avg_logprob");
            segments.add(new Segment(
                    segment.path("start").asDouble(),
                    segment.path("end").asDouble(),
                    Json.textOrEmpty(segment, "text"),
                    likely.isNumber() ? (Double) Math.exp(likely.asDouble()) : null,
                    null));
            words(segment.path("words"), words);
        }
        if (segments.isEmpty() && request.format().timed()) {
            segments.addAll(cues(Json.textOrEmpty(result, "vtt")));
        }
        JsonNode info = result.path("transcription_info");
        String language = Json.text(info, "language");
        double duration = info.path("duration").asDouble(0);
        return new TranscriptionResponse(
                text.strip(),
                language == null ? request.language() : language,
                duration > 0 ? (Double) duration : null,
                segments,
                words,
                null);
    }

    private static void words(JsonNode list, List<Word> words) {
        for (JsonNode word : list) {
            words.add(new Word(
                    word.path("start").asDouble(), word.path("end").asDouble(), Json.textOrEmpty(word, "word").strip()));
        }
    }

    /** Source: https://www.w3.org/TR/webvtt1/ section 4.1 (read 2026-11-23). */
    private static List<Segment> cues(String vtt) {
        List<Segment> segments = new ArrayList<>();
        for (String block : vtt.replace("\r\n", "\n").split("\n{2,}")) {
            int arrow = block.indexOf(ARROW);
            if (arrow < 0) {
                continue;
            }
            int line = block.lastIndexOf('\n', arrow) + 1;
            String[] rest = block.substring(arrow + ARROW.length()).strip().split("\n", 2);
            segments.add(new Segment(
                    seconds(block.substring(line, arrow).strip()),
                    seconds(rest[0].strip().split("\\s", 2)[0]),
                    rest.length < 2 ? "" : rest[1].strip(),
                    null,
                    null));
        }
        return segments;
    }

    /** {@code HH:MM:SS.mmm}, {@code MM:SS.mmm} or {@code SS.mmm}. */
    private static double seconds(String time) {
        double seconds = 0;
        try {
            for (String part : time.split(":")) {
                seconds = seconds * 60 + Double.parseDouble(part);
            }
            return seconds;
        } catch (NumberFormatException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has a time that is none");
        }
    }
}
