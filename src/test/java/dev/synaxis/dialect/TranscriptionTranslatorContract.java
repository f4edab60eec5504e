package dev.synaxis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.openai.OpenAiTranscriptionRequest;
import dev.synaxis.dialect.openai.OpenAiTranscripts;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TranscriptionRequest;
import dev.synaxis.model.TranscriptionRequest.Format;
import dev.synaxis.model.TranscriptionRequest.Granularity;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.Warning;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.MultipartForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every dialect that writes down speech must do; a subclass says what becomes of each feature of a client's form, and
 * the contract checks that exactly that happens.
 */
public abstract class TranscriptionTranslatorContract {

    protected static final byte[] AUDIO = FormBody.wav(2);

    /** What a client can ask for, each as the fields of a form. */
    public enum Feature {
        JSON("json", "response_format", List.of()),
        TEXT("text", "response_format", field("response_format", "text")),
        VERBOSE("verbose_json", "response_format", field("response_format", "verbose_json")),
        WORDS("words with times", "timestamp_granularities", List.of(
                new MultipartForm.Field("response_format", "verbose_json"),
                new MultipartForm.Field("timestamp_granularities[]", "word"))),
        SRT("srt", "response_format", field("response_format", "srt")),
        VTT("vtt", "response_format", field("response_format", "vtt")),
        DIARIZED("diarized_json", "response_format", field("response_format", "diarized_json")),
        LANGUAGE("language", "language", field("language", "de")),
        PROMPT("prompt", "prompt", field("prompt", "Synaxis, Kamel")),
        TEMPERATURE("temperature", "temperature", field("temperature", "0.25")),
        LOGPROBS("include[] logprobs", "include", field("include[]", "logprobs")),
        UNKNOWN("field that nobody names", "odd", field("odd", "kept")),
        TRANSLATION("translation", "model", List.of());

        private final String label;
        private final String field;
        private final List<MultipartForm.Field> parts;

        Feature(String label, String field, List<MultipartForm.Field> parts) {
            this.label = label;
            this.field = field;
            this.parts = parts;
        }

        private static List<MultipartForm.Field> field(String name, String value) {
            return List.of(new MultipartForm.Field(name, value));
        }

        /** The words for it in the table of vendors. */
        public String label() {
            return label;
        }

        private Task task() {
            return this == TRANSLATION ? Task.TRANSLATE : Task.TRANSCRIBE;
        }
    }

    /** What a dialect does with a {@link Feature}. */
    public sealed interface Support {

        /** It is in the URL or the body, without a warning. */
        record Carried(Predicate<String> wire) implements Support {}

        /** The client is told; {@code wire} holds for what is sent all the same. */
        record Warned(Predicate<String> wire) implements Support {}

        /** The translator refuses it, so that another candidate has its turn. */
        record Refused() implements Support {}

        /** The word in the table of vendors. */
        default String word() {
            return switch (this) {
                case Carried _ -> "yes";
                case Warned _ -> "warned";
                case Refused() -> "no";
            };
        }

        static Support carried(String... texts) {
            return new Carried(wire -> Arrays.stream(texts).allMatch(wire::contains));
        }

        static Support carriedWithout(String text) {
            return new Carried(wire -> !wire.contains(text));
        }

        static Support warned(String... texts) {
            return new Warned(wire -> Arrays.stream(texts).allMatch(wire::contains));
        }

        static Support warnedWithout(String text) {
            return new Warned(wire -> !wire.contains(text));
        }

        static Support refused() {
            return new Refused();
        }
    }

    public abstract Dialect dialect();

    /** What it is called in the table of vendors. */
    public String label() {
        return dialect().name();
    }

    /** The model of the dialect that the tests name. */
    protected abstract String model();

    /** One entry for each feature. */
    public abstract Map<Feature, Support> support();

    /** A whole 2xx answer that says "Hello there. How are you?" by two speakers, with what the format needs. */
    protected abstract WireReply answer(TranscriptionRequest request);

    /** How the dialect writes a client's form. */
    protected WireRequest request(OpenAiTranscriptionRequest request, Upstream upstream) {
        return translator().request(request.canonical(), upstream);
    }

    /** How the dialect reads an answer. */
    protected TranscriptionResponse response(TranscriptionRequest request, WireReply reply) {
        return translator().response(request, reply);
    }

    private TranscriptionTranslator translator() {
        TranscriptionTranslator translator = dialect().transcription();
        assertThat(translator).isNotNull();
        return translator;
    }

    protected Upstream upstream() {
        return new Upstream("house", "http://vendor/v1", model(), null, Compat.NONE);
    }

    protected static OpenAiTranscriptionRequest form(Task task, List<MultipartForm.Field> fields) {
        List<MultipartForm.Part> parts = new ArrayList<>();
        parts.add(new MultipartForm.FilePart("file", new BytesUpload("speech.wav", "audio/wav", AUDIO)));
        parts.add(new MultipartForm.Field("model", "m"));
        parts.addAll(fields);
        return OpenAiTranscriptionRequest.read(new MultipartForm(parts), task);
    }

    private static OpenAiTranscriptionRequest form(Feature feature) {
        return form(feature.task(), feature.parts);
    }

    private WireRequest wire(Feature feature) {
        return request(form(feature), upstream());
    }

    protected static byte[] bytes(WireRequest wire) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            wire.content().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void shouldOfferTranscription() {
        assertThat(dialect().capabilities()).contains(ProviderCapability.TRANSCRIPTION);
    }

    @Test
    void shouldStateWhatBecomesOfEveryFeature() {
        assertThat(support()).containsOnlyKeys(Feature.values());
    }

    @TestFactory
    Stream<DynamicTest> shouldDoWithEachFeatureWhatIsStated() {
        return Arrays.stream(Feature.values()).map(feature -> DynamicTest.dynamicTest(feature.label(), () -> check(feature)));
    }

    private void check(Feature feature) {
        switch (support().get(feature)) {
            case Support.Carried(Predicate<String> holds) -> {
                assertThat(fields(wire(feature))).isEmpty();
                assertHolds(feature, holds);
            }
            case Support.Warned(Predicate<String> holds) -> {
                assertThat(fields(wire(feature))).containsExactly(feature.field);
                assertHolds(feature, holds);
            }
            case Support.Refused() -> assertThatThrownBy(() -> wire(feature)).isInstanceOfSatisfying(
                    InvalidRequestException.class, e -> {
                        assertThat(e.param()).isIn(feature.field, "response_format");
                        assertThat(e.getMessage()).isNotBlank();
                    });
        }
    }

    private void assertHolds(Feature feature, Predicate<String> holds) {
        WireRequest wire = wire(feature);
        String sent = wire.url() + "\n" + new String(bytes(wire), StandardCharsets.ISO_8859_1);
        assertThat(holds.test(sent)).as(sent.replaceAll("[^ -~\n]+", "~")).isTrue();
    }

    private static List<String> fields(WireRequest wire) {
        return wire.warnings().stream().map(Warning::field).toList();
    }

    @Test
    void shouldSayHowLongTheBodyIsAndWriteItTwice() {
        WireRequest wire = wire(Feature.JSON);

        assertThat(bytes(wire)).hasSize((int) wire.content().length()).isEqualTo(bytes(wire));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldGiveEachFormatThatItCarries(Format format) {
        Feature feature = Set.of(Feature.values()).stream()
                .filter(f -> f.label().equals(format.id())).findFirst().orElseThrow();
        if (support().get(feature) instanceof Support.Refused) {
            return;
        }
        TranscriptionRequest canonical = form(feature).canonical();

        TranscriptionResponse heard = response(canonical, answer(canonical));
        String written = new String(OpenAiTranscripts.write(canonical, heard), StandardCharsets.UTF_8);

        assertThat(heard.text()).isEqualTo("Hello there. How are you?");
        assertThat(written).contains("Hello there.", "How are you?");
        if (format.timed()) {
            assertThat(heard.segments()).hasSize(2).allMatch(segment -> segment.end() > segment.start());
            assertThat(heard.segments().get(1).start()).isEqualTo(1.5);
            assertThat(heard.segments().get(1).text().strip()).isEqualTo("How are you?");
        }
        if (format == Format.DIARIZED_JSON) {
            assertThat(heard.segments()).extracting(TranscriptionResponse.Segment::speaker).containsExactly("A", "B");
        }
    }

    @Test
    void shouldGiveWordsWhereItCarriesThem() {
        if (support().get(Feature.WORDS) instanceof Support.Refused) {
            return;
        }
        TranscriptionRequest canonical = form(Feature.WORDS).canonical();

        TranscriptionResponse heard = response(canonical, answer(canonical));

        assertThat(canonical.granularities()).isEqualTo(EnumSet.of(Granularity.WORD));
        assertThat(heard.words()).hasSize(5).allMatch(word -> word.end() > word.start());
        assertThat(heard.words().getLast().start()).isEqualTo(1.9);
        assertThat(heard.words().getLast().word()).startsWith("you");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html></html>", "[]", "\"text\""})
    void shouldCallItMalformedWhenTheAnswerIsNone(String body) {
        WireReply page = new WireReply(
                200, Map.of("content-type", "text/html"), body.getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> response(form(Feature.JSON).canonical(), page)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.MALFORMED_REPLY));
    }
}
