package dev.synaxis.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.config.Compat;
import dev.synaxis.dialect.Upstream;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.model.ImageRequest;
import dev.synaxis.model.ImageResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Upload;
import dev.synaxis.model.Warning;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiImageTest {

    private static final String FLASH = "gemini-3.1-flash-image";
    private static final String IMAGEN = "imagen-4.0-generate-001";

    private final GeminiImage translator = new GeminiImage();

    private static Upstream upstream(String model) {
        return new Upstream("google", "https://generativelanguage.googleapis.com/v1beta", model, null, Compat.NONE);
    }

    private static ImageRequest drawing(@Nullable Integer n, @Nullable String size, Map<String, Object> extra) {
        return new ImageRequest("m", "A fox", List.of(), null, n, size, null, null, null, null, null, null, null, null, null, extra);
    }

    private static ImageRequest drawing(@Nullable String size) {
        return drawing(null, size, Map.of());
    }

    private static JsonNode body(WireRequest wire) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        wire.content().writeTo(bytes);
        assertThat(bytes.size()).isEqualTo((int) wire.content().length());
        return Json.parse(bytes.toByteArray());
    }

    @Test
    void shouldAskAModelThatChatsForAnImage() throws IOException {
        WireRequest wire = translator.request(drawing(null), upstream(FLASH));

        assertThat(wire.url()).endsWith("/v1beta/models/gemini-3.1-flash-image:generateContent");
        assertThat(body(wire)).isEqualTo(Json.parseOrNull("""
                {"contents":[{"role":"user","parts":[{"text":"A fox"}]}],
                 "generationConfig":{"responseModalities":["IMAGE"]}}"""));
        assertThat(wire.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1024x1024, 1:1, , false",
        "2048x2048, 1:1, 2K, false",
        "4096x4096, 1:1, 4K, false",
        "1536x1024, 3:2, , true",
        "1024x1792, 9:16, , true",
        "3000x1000, 21:9, 2K, true",
    })
    void shouldSayASizeAsRatioAndResolution(String size, String ratio, @Nullable String resolution, boolean warned)
            throws IOException {
        WireRequest wire = translator.request(drawing(size), upstream(FLASH));

        JsonNode config = body(wire).at("/generationConfig/imageConfig");
        assertThat(config.path("aspectRatio").asText()).isEqualTo(ratio);
        assertThat(config.path("imageSize").textValue()).isEqualTo(resolution);
        assertThat(wire.warnings()).extracting(Warning::field).isEqualTo(warned ? List.of("size") : List.of());
    }

    @Test
    void shouldWarnOfEverySettingThatIsNotSent() {
        ImageRequest request = new ImageRequest("m", "p", List.of(), null, 1, "big", "high", "vivid", "transparent", "webp",
                80, "low", "high", 2, "me", Map.of("own", 1));

        for (String model : List.of(FLASH, IMAGEN)) {
            assertThat(translator.request(request, upstream(model)).warnings()).extracting(Warning::field)
                    .containsExactlyInAnyOrder("size", "quality", "style", "background", "output_format",
                            "output_compression", "moderation", "input_fidelity", "partial_images", "user", "own");
        }
    }

    @Test
    void shouldPredictWithImagen() throws IOException {
        ImageRequest request = new ImageRequest("m", "A fox", List.of(), null, 3, "1792x1024", null, null, null, "jpeg",
                70, null, null, null, null, Map.of("person_generation", "dont_allow"));

        WireRequest wire = translator.request(request, upstream(IMAGEN));

        assertThat(wire.url()).endsWith("/models/imagen-4.0-generate-001:predict");
        assertThat(body(wire)).isEqualTo(Json.parseOrNull("""
                {"instances":[{"prompt":"A fox"}],
                 "parameters":{"sampleCount":3,"aspectRatio":"16:9",
                   "outputOptions":{"mimeType":"image/jpeg","compressionQuality":70},
                   "includeRaiReason":true,"personGeneration":"dont_allow"}}"""));
    }

    @Test
    void shouldSendImagesBeforeTheWordsForAnEdit() throws IOException {
        Upload png = new BytesUpload("a", null, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0});
        Upload other = new BytesUpload("b", "image/heic", new byte[] {1, 2, 3, 4});

        JsonNode body = body(translator.request(drawing("1024x1024").with(List.of(png, other), null), upstream(FLASH)));

        assertThat(body.at("/contents/0/parts")).isEqualTo(Json.parseOrNull("""
                [{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoA"}},
                 {"inlineData":{"mimeType":"image/heic","data":"AQIDBA=="}},
                 {"text":"A fox"}]"""));
        assertThat(body.at("/generationConfig/imageConfig/aspectRatio").asText()).isEqualTo("1:1");
    }

    @Test
    void shouldLeaveToOthersWhatGoogleCannotDo() {
        Upload image = new BytesUpload("a", null, new byte[] {1});
        assertKind(FailureKind.UNSUPPORTED, () -> translator.request(drawing(2, null, Map.of()), upstream(FLASH)));
        assertKind(FailureKind.UNSUPPORTED, () -> translator.request(drawing(5, null, Map.of()), upstream(IMAGEN)));
        assertKind(FailureKind.UNSUPPORTED,
                () -> translator.request(drawing(null).with(List.of(image), image), upstream(FLASH)));
        assertKind(FailureKind.UNSUPPORTED,
                () -> translator.request(drawing(null).with(List.of(image), null), upstream(IMAGEN)));
    }

    private ImageResponse response(String body) {
        return translator.response(
                drawing(null), new WireReply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldReadThePictureAndItsUsage() {
        ImageResponse response = response("""
                {"candidates":[{"content":{"parts":[
                   {"thought":true,"inlineData":{"mimeType":"image/png","data":"AAAA"}},
                   {"text":"Here it is"},
                   {"inlineData":{"mimeType":"image/jpeg","data":"/9j/AA=="}}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":270,"candidatesTokenCount":1120,"totalTokenCount":1390,
                   "promptTokensDetails":[{"modality":"TEXT","tokenCount":12},{"modality":"IMAGE","tokenCount":258}]}}""");

        assertThat(response.pictures()).containsExactly(new ImageResponse.Picture("image/jpeg", "/9j/AA==", null));
        assertThat(response.usage()).isEqualTo(TokenUsage.of(270, 1120).withImageInput(258));
    }

    @Test
    void shouldReadPredictions() {
        ImageResponse response = response("""
                {"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"AAAA","prompt":"A red fox"},
                  {"raiFilteredReason":"kept back"},{"bytesBase64Encoded":"UklGRAAA"}]}""");

        assertThat(response.pictures()).containsExactly(
                new ImageResponse.Picture("image/png", "AAAA", "A red fox"),
                new ImageResponse.Picture("image/webp", "UklGRAAA", null));
        assertThat(response.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}",
        "{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}]}",
        "{\"predictions\":[{\"raiFilteredReason\":\"blocked\"}]}",
    })
    void shouldTellAFilterFromAFault(String body) {
        assertKind(FailureKind.CONTENT_FILTERED, () -> response(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "half a", "{\"predictions\":[]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"no\"}]},\"finishReason\":\"STOP\"}]}",
    })
    void shouldNotTakeAnAnswerWithoutAPicture(String body) {
        assertKind(FailureKind.MALFORMED_REPLY, () -> response(body));
    }

    private static void assertKind(FailureKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    }
}
