package dev.synaxis.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.Warnings;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ChatChunk;
import dev.synaxis.model.FinishReason;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transcripts by generateContent. A model that is made for them is asked in its own way ({@link TranscribeModel}). Any
 * other one gets the audio beside a sentence that says what to write; where timestamps are wanted the answer is asked for as
 * JSON with a time, and a speaker, for each segment, which the model estimates by ear. Source:
 * https://ai.google.dev/gemini-api/docs/audio (read 2026-11-23).
 */
final class GeminiTranscription implements TranscriptionTranslator {

    private static final String TRANSCRIBE = "Write down the speech in this audio word for word, in the language that is"
            + " spoken. Give the transcript alone, without any comment. If nothing is spoken, give an empty answer.";

    private static final String TRANSLATE = "Write down the speech in this audio as an English translation. Give the"
            + " translation alone, without any comment. If nothing is spoken, give an empty answer.";

    private static final String TIMED = " Divide it into segments of one sentence each, every one with the time at which"
            + " it starts and ends, as minutes and seconds (MM:SS.mmm), and name the ISO-639-1 code of the language.";

    private static final String SPEAKERS = " Tell the speakers apart and name the one of each segment: Speaker 1, Speaker 2"
            + " and so on. A segment has one speaker.";

    @Override
    public WireRequest request(TranscriptionRequest request, Upstream upstream) {
        return TranscribeModel.is(upstream.model())
                ? TranscribeModel.request(request, upstream)
                : prompted(request, upstream);
    }

    private static WireRequest prompted(TranscriptionRequest request, Upstream upstream) {
        if (request.wantsWords()) {
            throw new InvalidRequestException("timestamp_granularities", "the model " + upstream.model()
                    + " gives no timestamps of single words; of Gemini's models gemini-3.5-transcribe does");
        }
        Warnings warnings = new Warnings();
        ObjectNode body = Json.object();
        AudioRequest.audio(body, request).addObject().put("text", words(request));
        ObjectNode generation = Json.object();
        if (request.temperature() != null) {
            generation.put("temperature", request.temperature());
        }
        if (request.format().timed()) {
            boolean speakers = request.format() == Format.DIARIZED_JSON;
            generation.put("responseMimeType", "application/json").set("responseSchema", schema(speakers));
            warnings.add("response_format", speakers
                    ? "timestamps and speakers are the model's estimates"
                    : "timestamps are the model's estimates");
        }
        if (!generation.isEmpty()) {
            body.set("generationConfig", generation);
        }
        request.extra().keySet().forEach(name -> warnings.add(name, "Gemini has no such field; not sent"));
        return AudioRequest.wire(body, request, upstream, warnings);
    }

    private static String words(TranscriptionRequest request) {
        StringBuilder words = new StringBuilder(request.task() == Task.TRANSLATE ? TRANSLATE : TRANSCRIBE);
        if (request.format().timed()) {
            words.append(TIMED);
        }
        if (request.format() == Format.DIARIZED_JSON) {
            words.append(SPEAKERS);
        }
        if (request.language() != null) {
            words.append("\nThe language is ").append(request.language()).append('.');
        }
        if (request.prompt() != null) {
            words.append("\nWhat came before, or how names are written: ").append(request.prompt());
        }
        return words.toString();
    }

    private static ObjectNode schema(boolean speakers) {
        ObjectNode schema = Json.object().put("type", "OBJECT");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("language").put("type", "STRING");
        ObjectNode item = properties.putObject("segments").put("type", "ARRAY").putObject("items").put("type", "OBJECT");
        ObjectNode fields = item.putObject("properties");
        ArrayNode required = item.putArray("required");
        for (String field : speakers ? List.of("start", "end", "speaker", "text") : List.of("start", "end", "text")) {
            fields.putObject(field).put("type", "STRING");
            required.add(field);
        }
        schema.putArray("required").add("language").add("segments");
        return schema;
    }

    @Override
    public TranscriptionResponse response(TranscriptionRequest request, WireReply reply) {
        JsonNode tree;
        try {
            tree = Json.parse(reply.body());
        } catch (IOException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not JSON");
        }
        Answer answer = Answer.read(tree);
        if (answer.finish == FinishReason.CONTENT_FILTER) {
            throw new ProviderException(FailureKind.CONTENT_FILTERED, "the provider's filter stopped the transcript");
        }
        if (answer.finish == FinishReason.LENGTH) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED, "the transcript is longer than an answer of this model may be");
        }
        if (TranscribeModel.answered(tree)) {
            return TranscribeModel.response(tree, answer.usage);
        }
        String text = answer.text.toString().strip();
        return request.format().timed() && !text.isEmpty()
                ? timed(text, answer.usage)
                : new TranscriptionResponse(text, null, null, List.of(), List.of(), answer.usage);
    }

    private static TranscriptionResponse timed(String text, @Nullable TokenUsage usage) {
        ObjectNode tree = Json.parseObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not the JSON that was asked for"));
        Speakers speakers = new Speakers();
        List<Segment> segments = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (JsonNode segment : tree.path("segments")) {
            String spoken = Json.textOrEmpty(segment, "text").strip();
            segments.add(new Segment(
                    seconds(segment.path("start").asText()),
                    seconds(segment.path("end").asText()),
                    spoken,
                    null,
                    speakers.letter(Json.text(segment, "speaker"))));
            whole.append(whole.isEmpty() ? "" : " ").append(spoken);
        }
        return new TranscriptionResponse(whole.toString(), Json.text(tree, "language"), null, segments, List.of(), usage);
    }

    /** {@code MM:SS}, {@code HH:MM:SS} or plain seconds, with or without a fraction. */
    static double seconds(String time) {
        double seconds = 0;
        try {
            for (String part : time.strip().replace(',', '.').split(":")) {
                seconds = seconds * 60 + Double.parseDouble(part);
            }
            return seconds;
        } catch (NumberFormatException e) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has a time that is none");
        }
    }

    /** The text, the reason why it ended, and the count. */
    private static final class Answer {

        private final StringBuilder text = new StringBuilder();
        private FinishReason finish = FinishReason.OTHER;
        private @Nullable TokenUsage usage;

        static Answer read(JsonNode tree) {
            AnswerReader reader = new AnswerReader(() -> "");
            Answer answer = new Answer();
            reader.read(tree, answer::take);
            if (!reader.answered()) {
                throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has no candidates");
            }
            reader.finish(answer::take);
            return answer;
        }

        private void take(ChatChunk chunk) {
            switch (chunk) {
                case ChatChunk.TextDelta delta -> text.append(delta.text());
                case ChatChunk.Finish end -> finish = end.reason();
                case ChatChunk.Usage counted -> usage = counted.usage();
                case ChatChunk.Start start -> {}
                case ChatChunk.RefusalDelta delta -> {}
                case ChatChunk.ReasoningDelta delta -> {}
                case ChatChunk.ReasoningDone done -> {}
                case ChatChunk.ToolCallStart start -> {}
                case ChatChunk.ToolCallDelta delta -> {}
                case ChatChunk.LogprobsDelta delta -> {}
                case ChatChunk.ExtraDelta delta -> {}
            }
        }
    }
}
