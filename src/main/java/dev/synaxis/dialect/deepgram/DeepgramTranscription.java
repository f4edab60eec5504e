package dev.synaxis.dialect.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.TranscriptionTranslator;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.TranscriptionResponse.Segment;
import dev.synaxis.model.TranscriptionResponse.Word;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transcription by {@code POST /listen?model=...} with the audio as the body. Utterances are the segments. Source:
 * https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded (read 2026-11-22).
 */
final class DeepgramTranscription implements TranscriptionTranslator {

    /** Deepgram's own settings, which a client may send under their names. */
    private static final Set<String> OWN = Set.of(
            "diarize", "diarize_model", "dictation", "encoding", "filler_words", "keyterm", "keywords", "measurements",
            "mip_opt_out", "numerals", "profanity_filter", "punctuate", "redact", "replace", "search", "smart_format", "tag",
            "utt_split", "version");

    @Override
    public WireRequest request(TranscriptionRequest request, Upstream upstream) {
        if (request.task() == Task.TRANSLATE) {
            throw new InvalidRequestException("model", "Deepgram writes down what is spoken and does not translate");
        }
        List<Warning> warnings = new ArrayList<>();
        StringBuilder url = new StringBuilder(upstream.baseUrl()).append("/listen?model=").append(encoded(upstream.model()));
        if (!request.extra().containsKey("smart_format")) {
            url.append("&smart_format=true");
        }
        url.append(request.language() == null ? "&detect_language=true" : "&language=" + encoded(request.language()));
        if (request.format().timed()) {
            url.append("&utterances=true");
        }
        if (request.format() == Format.DIARIZED_JSON && !request.extra().containsKey("diarize")) {
            url.append("&diarize=true");
        }
        request.extra().forEach((name, values) -> {
            if (OWN.contains(name)) {
                values.forEach(value -> url.append('&').append(name).append('=').append(encoded(value)));
            } else {
                warnings.add(new Warning(name, "Deepgram has no such field; not sent"));
            }
        });
        if (request.prompt() != null) {
            warnings.add(new Warning("prompt", "Deepgram takes single words as keyterm, no prompt; not sent"));
        }
        if (request.temperature() != null) {
            warnings.add(new Warning("temperature", "Deepgram has none; not sent"));
        }
        return new WireRequest(
                url.toString(),
                Map.of("content-type", request.mediaType(), "accept", "application/json"),
                new WireBody.Streamed(List.of(new WireBody.Raw(request.audio()))),
                warnings);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public TranscriptionResponse response(TranscriptionRequest request, WireReply reply) {
        ObjectNode answer = Json.parseObject(reply.body()).orElseThrow(
                () -> new ProviderException(FailureKind.MALFORMED_REPLY, "the answer is not a JSON object"));
        JsonNode results = answer.path("results");
        JsonNode channel = results.path("channels").path(0);
        JsonNode best = channel.path("alternatives").path(0);
        String text = Json.text(best, "transcript");
        if (text == null) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the answer has no transcript");
        }
        List<Word> words = new ArrayList<>();
        for (JsonNode word : best.path("words")) {
            String punctuated = Json.text(word, "punctuated_word");
            words.add(new Word(
                    word.path("start").asDouble(),
                    word.path("end").asDouble(),
                    punctuated == null ? Json.textOrEmpty(word, "word") : punctuated));
        }
        List<Segment> segments = new ArrayList<>();
        for (JsonNode utterance : results.path("utterances")) {
            segments.add(new Segment(
                    utterance.path("start").asDouble(),
                    utterance.path("end").asDouble(),
                    Json.textOrEmpty(utterance, "transcript"),
                    utterance.path("confidence").isNumber() ? (Double) utterance.path("confidence").asDouble() : null,
                    speaker(utterance.path("speaker"))));
        }
        double duration = answer.path("metadata").path("duration").asDouble(0);
        String language = Json.text(channel, "detected_language");
        return new TranscriptionResponse(
                text,
                language == null ? request.language() : language,
                duration > 0 ? (Double) duration : null,
                segments,
                words,
                null);
    }

    /** Deepgram numbers them from 0; OpenAI calls them A, B, ... */
    private static @Nullable String speaker(JsonNode number) {
        if (!number.isNumber()) {
            return null;
        }
        int n = number.asInt();
        return n < 26 ? String.valueOf((char) ('A' + n)) : "S" + n;
    }
}
