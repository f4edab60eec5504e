package dev.synaxis.dialect.openai;

import dev.synaxis.dialect.AudioFiles;
import dev.synaxis.dialect.MultipartBody;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Granularity;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.MultipartForm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client's transcription or translation request: its parts, to go on as they are, and their canonical form. Source:
 * https://platform.openai.com/docs/api-reference/audio/createTranscription and .../createTranslation (read 2026-11-22).
 */
public final class OpenAiTranscriptionRequest {

    /** The part that holds the audio. */
    public static final String FILE = "file";

    private static final String TASK = "task";
    private static final String GRANULARITIES = "timestamp_granularities";

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,16}([-_][A-Za-z0-9]{2,8}){0,2}");
    private static final Set<String> KNOWN = Set.of(
            FILE, "model", "language", "prompt", "temperature", "response_format", GRANULARITIES, "stream");

    private final MultipartForm form;
    private final TranscriptionRequest canonical;
    private final AudioFiles.Audio audio;
    private final boolean stream;

    private OpenAiTranscriptionRequest(
            MultipartForm form, TranscriptionRequest canonical, AudioFiles.Audio audio, boolean stream) {
        this.form = form;
        this.canonical = canonical;
        this.audio = audio;
        this.stream = stream;
    }

    /**
     * A request in JSON: the form's fields, and the audio as a data URL.
     *
     * @param limit largest file, in bytes
     * @throws InvalidRequestException 4xx; {@code param} names the field
     */
    public static OpenAiTranscriptionRequest read(byte[] json, long limit) {
        return read(JsonForm.read(json, FILE, limit));
    }

    /**
     * A request that says itself what is to be done with the audio, in the field {@code task}; a provider does not get it.
     *
     * @throws InvalidRequestException 400; {@code param} names the part
     */
    public static OpenAiTranscriptionRequest read(MultipartForm form) {
        Task task = switch (form.field(TASK)) {
            case null -> Task.TRANSCRIBE;
            case "transcribe" -> Task.TRANSCRIBE;
            case "translate" -> Task.TRANSLATE;
            default -> throw Faults.value(TASK, "expected transcribe or translate");
        };
        return read(new MultipartForm(form.parts().stream().filter(part -> !part.name().equals(TASK)).toList()), task);
    }

    /** @throws InvalidRequestException 400; {@code param} names the part */
    public static OpenAiTranscriptionRequest read(MultipartForm form, Task task) {
        String model = single(form, "model");
        if (model == null) {
            throw Faults.missing("model");
        }
        Values.modelName(model);
        Upload file = file(form);
        AudioFiles.Audio audio = AudioFiles.of(file);
        if (audio == null) {
            throw new InvalidRequestException(400,
                    "The file in part 'file' is neither audio nor video: give it a name that ends in flac, m4a, mp3, mp4,"
                            + " mpeg, mpga, oga, ogg, wav or webm, or the content type of its format.",
                    FILE, "unsupported_file");
        }
        Format format = format(single(form, "response_format"));
        String streamed = single(form, "stream");
        if (streamed != null && !streamed.equals("true") && !streamed.equals("false")) {
            throw Faults.value("stream", "expected true or false");
        }
        TranscriptionRequest canonical = new TranscriptionRequest(
                task,
                model,
                file,
                audio.type(),
                audio.seconds(),
                language(single(form, "language")),
                single(form, "prompt"),
                temperature(single(form, "temperature")),
                format,
                granularities(form.fields(GRANULARITIES)),
                extra(form));
        boolean events = "true".equals(streamed) && task == Task.TRANSCRIBE && format != Format.TEXT
                && format != Format.SRT && format != Format.VTT;
        return new OpenAiTranscriptionRequest(form, canonical, audio, events);
    }

    private static @Nullable String single(MultipartForm form, String name) {
        List<String> values = form.fields(name);
        if (values.size() > 1) {
            throw Faults.value(name, "expected it once");
        }
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    private static Upload file(MultipartForm form) {
        List<Upload> files = form.files(FILE);
        if (files.isEmpty()) {
            throw Faults.missing(FILE);
        }
        if (files.size() > 1) {
            throw Faults.value(FILE, "expected one file");
        }
        return files.getFirst();
    }

    private static Format format(@Nullable String name) {
        if (name == null) {
            return Format.JSON;
        }
        for (Format format : Format.values()) {
            if (format.id().equals(name)) {
                return format;
            }
        }
        throw Faults.value("response_format", "expected one of "
                + Stream.of(Format.values()).map(Format::id).collect(Collectors.joining(", ")));
    }

    private static @Nullable String language(@Nullable String language) {
        if (language != null && !LANGUAGE.matcher(language).matches()) {
            throw Faults.value("language", "expected a code of ISO-639-1, such as en");
        }
        return language;
    }

    private static @Nullable Double temperature(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            double temperature = Double.parseDouble(text);
            if (temperature >= 0 && temperature <= 1) {
                return temperature;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Faults.value("temperature", "expected a number from 0 to 1");
    }

    private static Set<Granularity> granularities(List<String> names) {
        Set<Granularity> all = EnumSet.noneOf(Granularity.class);
        for (String name : names) {
            switch (name) {
                case "word" -> all.add(Granularity.WORD);
                case "segment" -> all.add(Granularity.SEGMENT);
                default -> throw Faults.value(GRANULARITIES + "[]", "expected word or segment");
            }
        }
        return all;
    }

    private static Map<String, List<String>> extra(MultipartForm form) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (MultipartForm.Part part : form.parts()) {
            String name = part.name().endsWith("[]") ? part.name().substring(0, part.name().length() - 2) : part.name();
            if (part instanceof MultipartForm.Field field && !KNOWN.contains(name)) {
                extra.computeIfAbsent(name, n -> new ArrayList<>()).add(field.value());
            }
        }
        return extra;
    }

    public TranscriptionRequest canonical() {
        return canonical;
    }

    /** Whether the client wants events. Text and subtitles have none: they come whole. */
    public boolean stream() {
        return stream;
    }

    /** What no vendor can honour. */
    public List<Warning> warnings() {
        return !stream && "true".equals(form.field("stream"))
                ? List.of(new Warning("stream", "only transcripts in JSON come as events; this one comes whole"))
                : List.of();
    }

    /**
     * The client's parts with another model.
     *
     * @param format what the vendor is asked for
     * @param drop   fields that the vendor refuses
     */
    MultipartBody forward(String upstreamModel, Format format, Set<String> drop) {
        MultipartBody body = new MultipartBody();
        boolean formatted = false;
        for (MultipartForm.Part part : form.parts()) {
            String name = part.name();
            if (format == Format.DIARIZED_JSON && name.startsWith(GRANULARITIES)) {
                continue;
            }
            if (name.equals("model")) {
                body.field(name, upstreamModel);
            } else if (name.equals("response_format")) {
                formatted = true;
                body.field(name, format.id());
            } else if (part instanceof MultipartForm.FilePart(String n, Upload file) && file.filename().isEmpty()) {
                body.file(n, audio.filename(), audio.type(), file);
            } else if (!drop.contains(name) && (stream || !name.equals("stream"))) {
                body.part(part);
            }
        }
        if (!formatted && format != Format.JSON) {
            body.field("response_format", format.id());
        }
        if (format == Format.VERBOSE_JSON && canonical.format() != Format.VERBOSE_JSON
                && canonical.granularities().isEmpty()) {
            body.field(GRANULARITIES + "[]", Granularity.SEGMENT.name().toLowerCase(Locale.ROOT));
        }
        return body;
    }
}
