package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.model.TranscriptionResponse.Word;
import dev.synaxis.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Transcripts by the models that do nothing else: what is wanted stands in {@code generationConfig.audioTranscriptionConfig},
 * and the answer's parts hold {@code audioTranscription}, one for each turn of a speaker. They say when each word was
 * spoken; segments are made of the words. Source: https://ai.google.dev/gemini-api/docs/generate-content/transcribe and
 * https://ai.google.dev/gemini-api/docs/models/gemini-3.5-transcribe (read 2026-11-23).
 */
final class TranscribeModel {

    private static final Pattern NAME = Pattern.compile("gemini-.*transcribe.*");
    private static final Pattern SENTENCE = Pattern.compile("[.?!\u3002\uff1f\uff01\u2026][\"'\u201d\u2019)]*$");
    private static final double PAUSE_SECONDS = 1;
    private static final int LONG_SEGMENT = 160;

    private final Speakers speakers = new Speakers();
    private final StringBuilder whole = new StringBuilder();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private @Nullable String language;

    private TranscribeModel() {}

    static boolean is(String model) {
        return NAME.matcher(model).matches();
    }

    static WireRequest request(TranscriptionRequest request, Upstream upstream) {
        if (request.task() == Task.TRANSLATE) {
            throw new InvalidRequestException(
                    "model", "the model " + upstream.model() + " writes down what is spoken and does not translate");
        }
        Warnings warnings = new Warnings();
        ObjectNode body = Json.object();
        AudioRequest.audio(body, request);
        ObjectNode config = body.putObject("generationConfig").putObject("audioTranscriptionConfig");
        if (request.language() != null) {
            config.putArray("languageCodes").add(request.language());
        }
        boolean timed = request.format().timed();
        if (timed) {
            config.put("wordTimestamp", true);
        }
        if (request.format() == Format.DIARIZED_JSON) {
            config.put("diarization", true);
        }
        if (request.prompt() != null) {
            warnings.add("prompt", "this model of Gemini takes single words as custom_vocabulary, no prompt; not sent");
        }
        if (request.temperature() != null) {
            warnings.add("temperature", "this model of Gemini has none; not sent");
        }
        request.extra().forEach((name, values) -> {
            if (!name.equals("custom_vocabulary")) {
                warnings.add(name, "Gemini has no such field; not sent");
            } else if (timed) {
                warnings.add(name, "not together with times; not sent");
            } else {
                values.forEach(config.withArray("/customVocabulary")::add);
            }
        });
        return AudioRequest.wire(body, request, upstream, warnings);
    }

    /** Whether the answer is one of these models. */
    static boolean answered(JsonNode answer) {
        for (JsonNode part : parts(answer)) {
            if (!turn(part).isMissingNode()) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode parts(JsonNode answer) {
        return answer.path("candidates").path(0).path("content").path("parts");
    }

    private static JsonNode turn(JsonNode part) {
        return Fields.either(part, "audioTranscription", "audio_transcription");
    }

    static TranscriptionResponse response(JsonNode answer, @Nullable TokenUsage usage) {
        TranscribeModel transcript = new TranscribeModel();
        parts(answer).forEach(part -> transcript.add(turn(part)));
        return new TranscriptionResponse(
                transcript.whole.toString(), transcript.language, null, transcript.segments, transcript.words, usage);
    }

    private void add(JsonNode turn) {
        String text = Json.textOrEmpty(turn, "text").strip();
        whole.append(whole.isEmpty() || text.isEmpty() ? "" : " ").append(text);
        if (language == null) {
            language = Fields.text(turn, "languageCode", "language_code");
        }
        String speaker = speakers.letter(Fields.text(turn, "speakerLabel", "speaker_label"));
        int begin = 0;
        int at = 0;
        Word first = null;
        Word last = null;
        for (JsonNode node : turn.path("words")) {
            Word word = word(node);
            int found = text.indexOf(word.word(), at);
            int from = found < 0 ? at : found;
            if (first != null && last != null) {
                String said = text.substring(begin, from).strip();
                if (SENTENCE.matcher(said).find() || said.length() > LONG_SEGMENT || word.start() - last.end() > PAUSE_SECONDS) {
                    segments.add(new Segment(first.start(), last.end(), said, null, speaker));
                    first = null;
                }
            }
            if (first == null) {
                first = word;
                begin = from;
            }
            last = word;
            at = found < 0 ? at : found + word.word().length();
            words.add(word);
        }
        if (first != null && last != null) {
            segments.add(new Segment(first.start(), last.end(), text.substring(begin).strip(), null, speaker));
        }
    }

    private static Word word(JsonNode node) {
        return new Word(
                seconds(Fields.text(node, "startOffset", "start_offset")),
                seconds(Fields.text(node, "endOffset", "end_offset")),
                Json.textOrEmpty(node, "word").strip());
    }

    /** {@code 1.200s}; what is absent is 0. */
    private static double seconds(@Nullable String offset) {
        if (offset == null) {
            return 0;
        }
        try {
            return Double.parseDouble(offset.endsWith("s") ? offset.substring(0, offset.length() - 1) : offset);
        } catch (NumberFormatException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has a time that is none");
        }
    }
}
