package dev.synaxis.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Transcription at a provider of this dialect: the client's parts go on, in a format that the model has. Text is made of
 * JSON and subtitles of segments where the model has neither. Source: https://platform.openai.com/docs/guides/speech-to-text
 * (read 2026-11-22).
 */
public final class OpenAiTranscriptions {

    /** They know the text and nothing of the time. */
    private static final Pattern UNTIMED = Pattern.compile("(.*/)?gpt-(4o-(mini-)?)?transcribe(-\\d.*)?");

    private static final Pattern DIARIZING = Pattern.compile("(.*/)?gpt-4o-transcribe-diarize.*");

    private OpenAiTranscriptions() {}

    /** @throws InvalidRequestException {@code response_format}, where no format of the model can be made into it */
    public static WireRequest request(OpenAiTranscriptionRequest request, Upstream upstream) {
        TranscriptionRequest canonical = request.canonical();
        boolean untimed = UNTIMED.matcher(upstream.model()).matches() || DIARIZING.matcher(upstream.model()).matches();
        if (canonical.task() == Task.TRANSLATE && untimed) {
            throw new InvalidRequestException("model", "the model " + upstream.model() + " does not translate; whisper-1 does");
        }
        Format format = wireFormat(canonical, upstream);
        MultipartBody body = request.forward(upstream.model(), format, upstream.compat().drop());
        String path = canonical.task() == Task.TRANSLATE ? "/audio/translations" : "/audio/transcriptions";
        return new WireRequest(upstream.baseUrl() + path, body.headers(), body.build(), request.warnings());
    }

    /** What the vendor is asked for so that the client's format can be made of it. */
    static Format wireFormat(TranscriptionRequest request, Upstream upstream) {
        Format wanted = request.format();
        Set<Format> offered = offered(upstream);
        for (Format format : sources(request)) {
            if (offered.contains(format)) {
                return format;
            }
        }
        throw new InvalidRequestException("response_format",
                "the model " + upstream.model() + " at " + upstream.provider() + " does not give " + wanted.id() + ", only "
                        + offered.stream().map(Format::id).sorted().collect(Collectors.joining(", ")));
    }

    /** What the client's format is, or can be made of: the best first. */
    private static List<Format> sources(TranscriptionRequest request) {
        return switch (request.format()) {
            case JSON -> List.of(Format.JSON);
            case TEXT -> List.of(Format.TEXT, Format.JSON);
            case VERBOSE_JSON -> request.wantsWords()
                    ? List.of(Format.VERBOSE_JSON)
                    : List.of(Format.VERBOSE_JSON, Format.DIARIZED_JSON);
            case SRT, VTT -> List.of(request.format(), Format.VERBOSE_JSON, Format.DIARIZED_JSON);
            case DIARIZED_JSON -> List.of(Format.DIARIZED_JSON);
        };
    }

    /** Whether the vendor's answer is what the client asked for, byte for byte. */
    public static boolean inOwnFormat(TranscriptionRequest request, Upstream upstream) {
        return wireFormat(request, upstream) == request.format();
    }

    private static Set<Format> offered(Upstream upstream) {
        Set<Format> offered = EnumSet.allOf(Format.class);
        if (DIARIZING.matcher(upstream.model()).matches()) {
            offered = EnumSet.of(Format.JSON, Format.TEXT, Format.DIARIZED_JSON);
        } else if (UNTIMED.matcher(upstream.model()).matches()) {
            offered = EnumSet.of(Format.JSON);
        } else {
            offered.remove(Format.DIARIZED_JSON);
        }
        Set<String> refused = upstream.compat().refusedFormats();
        offered.removeIf(format -> refused.contains(format.id()));
        return offered;
    }

    /**
     * What the vendor's answer says. One in the client's own format goes on as it is: only its usage is looked for.
     *
     * @throws ProviderException MALFORMED_REPLY; the vendor's failure where a 200 carries an error
     */
    public static TranscriptionResponse response(TranscriptionRequest request, Upstream upstream, WireReply reply) {
        ObjectNode tree = Json.parseObject(reply.body()).orElse(null);
        return switch (wireFormat(request, upstream)) {
            case TEXT, SRT, VTT -> {
                String type = reply.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
                if (tree != null && Json.has(tree, "error")) {
                    throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), reply.body())));
                }
                if (type.startsWith("text/html") || tree != null) {
                    throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not "
                            + request.format().id());
                }
                yield new TranscriptionResponse(
                        new String(reply.body(), StandardCharsets.UTF_8), null, null, List.of(), List.of(), null);
            }
            case JSON, VERBOSE_JSON, DIARIZED_JSON -> response(tree, reply);
        };
    }

    private static TranscriptionResponse response(@Nullable ObjectNode tree, WireReply reply) {
        if (tree == null) {
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer is not a JSON object");
        }
        String text = Json.text(tree, "text");
        if (text == null) {
            if (Json.has(tree, "error")) {
                throw new ProviderException(OpenAiFailures.classify(new WireReply(200, Map.of(), reply.body())));
            }
            throw new ProviderException(FailureKind.MALFORMED_REPLY, "the provider's answer has no text");
        }
        List<Segment> segments = new ArrayList<>();
        for (JsonNode segment : tree.path("segments")) {
            segments.add(new Segment(
                    segment.path("start").asDouble(), segment.path("end").asDouble(), segment.path("text").asText(), null,
                    Json.text(segment, "speaker")));
        }
        List<Word> words = new ArrayList<>();
        for (JsonNode word : tree.path("words")) {
            words.add(new Word(word.path("start").asDouble(), word.path("end").asDouble(), word.path("word").asText()));
        }
        JsonNode usage = tree.path("usage");
        return new TranscriptionResponse(
                text, Json.text(tree, "language"), seconds(tree, usage), segments, words, tokens(usage));
    }

    /** {@code usage.seconds}, or the {@code duration} that verbose answers have, as a number or as its text. */
    static @Nullable Double seconds(JsonNode answer, JsonNode usage) {
        double seconds = usage.path("seconds").asDouble(answer.path("duration").asDouble(0));
        return seconds > 0 ? (Double) seconds : null;
    }

    /** Null where the usage counts no tokens. */
    static @Nullable TokenUsage tokens(JsonNode usage) {
        if (!usage.path("input_tokens").isNumber() && !usage.path("output_tokens").isNumber()) {
            return UsageFields.read(usage);
        }
        long input = Math.max(0, Json.number(usage, "input_tokens"));
        long output = Math.max(0, Json.number(usage, "output_tokens"));
        long total = Json.number(usage, "total_tokens");
        return new TokenUsage(input, 0, 0, output, 0, total > 0 ? total : input + output);
    }
}
