package dev.synaxis.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.Compat;
import dev.synaxis.dialect.WireRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.wire.BytesUpload;
import dev.synaxis.wire.MultipartForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiImageRequestTest {

    private static OpenAiImageRequest read(String json) {
        return OpenAiImageRequest.generation(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String forwarded(String json, String model, Compat compat) {
        WireRequest wire = read(json).forward("http://v/images/generations", model, compat);
        return new String(wire.body(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldForwardTheBytesAsTheyCameButForTheModel() {
        String body = "{ \"new\" : [1.50, {\"a\":null}],\"model\":\"x\" , \"prompt\":\"\\u00e9\", \"n\":2,\"size\":\"auto\"}";

        assertThat(forwarded(body, "dall-e-3", Compat.NONE)).isEqualTo(body.replace("\"x\"", "\"dall-e-3\""));
    }

    @Test
    void shouldLeaveTheResponseFormatOutForModelsThatRefuseIt() {
        String body = "{\"response_format\":\"b64_json\",\"model\":\"x\",\"prompt\":\"p\",\"own\":1}";

        assertThat(forwarded(body, "gpt-image-2.5-flare", Compat.NONE))
                .isEqualTo("{\"model\":\"gpt-image-2.5-flare\",\"prompt\":\"p\",\"own\":1}");
        assertThat(forwarded("{\"model\":\"x\",\"prompt\":\"p\",\"response_format\":\"url\"}", "gpt-image-1", Compat.NONE))
                .isEqualTo("{\"model\":\"gpt-image-1\",\"prompt\":\"p\"}");
    }

    @Test
    void shouldSayThingsAsTheVendorDoes() {
        String body = "{\"model\":\"x\",\"prompt\":\"p\",\"size\":\"1024x768\",\"response_format\":\"b64_json\",\"style\":\"vivid\"}";
        Compat together = new Compat(true, false, Map.of(), Set.of(), Set.of(), null, Compat.ImageSize.WIDTH_HEIGHT, "base64");
        Compat xai = new Compat(true, false, Map.of(), Set.of("style"), Set.of(), null, Compat.ImageSize.ASPECT_RATIO, "b64_json");
        Compat renaming = new Compat(true, false, Map.of("size", "image_size"), Set.of());

        assertThat(forwarded(body, "flux", together)).isEqualTo("{\"model\":\"flux\",\"prompt\":\"p\",\"width\":1024,\"height\":768,"
                + "\"response_format\":\"base64\",\"style\":\"vivid\"}");
        assertThat(forwarded(body, "grok", xai)).isEqualTo(
                "{\"model\":\"grok\",\"prompt\":\"p\",\"aspect_ratio\":\"4:3\",\"response_format\":\"b64_json\"}");
        assertThat(read(body).forward("u", "grok", xai).warnings()).extracting(w -> w.field())
                .containsExactlyInAnyOrder("size", "style");
        assertThat(forwarded(body, "k", renaming)).contains("\"image_size\":\"1024x768\"").doesNotContain("\"size\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'model':'m'} | prompt",
        "{'prompt':'p'} | model",
        "{'model':'m','prompt':7} | prompt",
        "{'model':'m','prompt':'p','n':0} | n",
        "{'model':'m','prompt':'p','n':'2'} | n",
        "{'model':'m','prompt':'p','size':5} | size",
        "{'model':'m','prompt':'p','stream':'yes'} | stream",
        "{'model':'m','prompt':'p','partial_images':4} | partial_images",
        "{'model':'m','prompt':'p','output_compression':101} | output_compression",
        "{'model':'m','prompt':'p','response_format':'png'} | response_format",
    })
    void shouldNameTheFieldThatIsWrong(String body, String field) {
        assertThatThrownBy(() -> read(body.replace('\'', '"')).stream()).isInstanceOfSatisfying(
                InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'model':'m','prompt':'p'} | images",
        "{'model':'m','prompt':'p','images':[]} | images",
        "{'model':'m','prompt':'p','images':[{}]} | images[0]",
        "{'model':'m','prompt':'p','images':[{'image_url':'data:image/png,x'}]} | images[0].image_url",
        "{'model':'m','prompt':'p','images':[{'file_id':'f'}],'mask':{'a':1}} | mask",
    })
    void shouldNameTheImageThatIsWrong(String body, String field) {
        assertThatThrownBy(() -> OpenAiImageRequest.edit(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo(field));
    }

    private static MultipartForm form(String... fields) {
        List<MultipartForm.Part> parts = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            parts.add(new MultipartForm.Field(fields[i], fields[i + 1]));
        }
        parts.add(new MultipartForm.FilePart("image[]", new BytesUpload("a.png", "image/png", new byte[] {1, 2})));
        return new MultipartForm(parts);
    }

    @Test
    void shouldForwardAFormPartByPart() throws IOException {
        OpenAiImageRequest request = OpenAiImageRequest.edit(
                form("model", "x", "prompt", "p", "n", "2", "response_format", "url", "own", "kept"));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        WireRequest wire = request.forward("http://v/images/edits", "gpt-image-1.5", Compat.NONE);
        wire.content().writeTo(sent);

        String body = sent.toString(StandardCharsets.ISO_8859_1);
        assertThat(body)
                .contains("name=\"model\"\r\n\r\ngpt-image-1.5\r\n", "name=\"own\"\r\n\r\nkept", "name=\"image[]\"; filename=\"a.png\"")
                .doesNotContain("response_format");
        assertThat(sent.size()).isEqualTo((int) wire.content().length());
        assertThat(request.wantsUrls()).isTrue();
        assertThat(request.canonical().count()).isEqualTo(2);
        assertThat(request.canonical().images()).hasSize(1);
    }

    @Test
    void shouldNameThePartThatIsWrongOrMissing() {
        MultipartForm noImage = new MultipartForm(List.of(
                new MultipartForm.Field("model", "m"), new MultipartForm.Field("prompt", "p")));

        assertThatThrownBy(() -> OpenAiImageRequest.edit(noImage)).isInstanceOfSatisfying(
                InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("image"));
        assertThatThrownBy(() -> OpenAiImageRequest.edit(form("model", "m"))).isInstanceOfSatisfying(
                InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("prompt"));
        assertThatThrownBy(() -> OpenAiImageRequest.edit(form("model", "m", "prompt", "p", "n", "two")))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.param()).isEqualTo("n"));
    }
}
