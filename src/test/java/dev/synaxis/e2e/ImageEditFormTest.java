package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with an image edit, in a form or in JSON: a 400 that names the part. */
class ImageEditFormTest {

    private static final byte[] PIXEL = Base64.getDecoder().decode(ImageWire.PIXEL);
    private static final byte[] TEXT = "no picture".getBytes(StandardCharsets.UTF_8);

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayFixture.start("providers: [{ id: mock }]");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static FormBody form() {
        return new FormBody().field("model", "mock").field("prompt", "p").file("image", "fox.png", "image/png", PIXEL);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("image", "missing_required_parameter", new FormBody().field("model", "mock").field("prompt", "p")),
                Arguments.of("prompt", "missing_required_parameter",
                        new FormBody().field("model", "mock").file("image", "fox.png", "image/png", PIXEL)),
                Arguments.of("model", "missing_required_parameter",
                        new FormBody().field("prompt", "p").file("image", "fox.png", "image/png", PIXEL)),
                Arguments.of("model", "invalid_value", form().field("model", "other")),
                Arguments.of("prompt", "invalid_value", form().field("prompt", "q")),
                Arguments.of("size", "invalid_value", form().field("size", "auto").field("size", "1024x1024")),
                Arguments.of("n", "invalid_type", form().field("n", "two")),
                Arguments.of("stream", "invalid_type", form().field("stream", "maybe")),
                Arguments.of("response_format", "invalid_value", form().field("response_format", "png")),
                Arguments.of("mask", "invalid_value",
                        form().file("mask", "m.png", "image/png", PIXEL).file("mask", "m.png", "image/png", PIXEL)),
                Arguments.of("mask", "unsupported_file", form().file("mask", "m.txt", "text/plain", TEXT)),
                Arguments.of("image[1]", "unsupported_file", form().file("image[]", "fox.txt", "application/octet-stream", TEXT)),
                Arguments.of("image[]", "empty_file", form().file("image[]", "fox.png", "image/png", new byte[0])),
                Arguments.of("file", "unexpected_file", form().file("file", "fox.png", "image/png", PIXEL)),
                // named as a picture, which the mock looks into
                Arguments.of("image", "null", form().file("image[]", "fox.png", "image/png", TEXT)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameThePartThatIsWrong(String part, String code, FormBody form) {
        refused(gateway.post("/v1/images/edits", form), part, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | images",
        ",'images':[{'image_url':'data:image/png;base64,%%%'}] | images[0].image_url",
        ",'images':[{'image_url':'data:text/plain;base64,aGVsbG8='}] | images[0].image_url",
        ",'images':[{'image_url':'http://169.254.169.254/latest'}] | images[0].image_url",
        ",'images':[{'image_url':'http://127.0.0.1:1/fox.png'}] | images[0].image_url",
        ",'images':[{'image_url':'file:///etc/hostname'}] | images[0].image_url",
        ",'images':[{'file_id':'file-1'}] | images[0].file_id",
    })
    void shouldNameTheImageThatCannotBeHad(String images, String field) {
        String body = "{\"model\":\"mock\",\"prompt\":\"p\"" + images.replace('\'', '"') + "}";

        HttpResponse<String> answer = gateway.post("/v1/images/edits", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).at("/error/param").asText()).isEqualTo(field);
    }

    @Test
    void shouldTakeAPictureWhateverItIsCalled() {
        HttpResponse<String> answer = gateway.post("/v1/images/edits",
                new FormBody().field("model", "mock").field("prompt", "p").file("image", "fox", "text/plain", PIXEL));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void refused(HttpResponse<String> answer, String part, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("param").asText()).isEqualTo(part);
        assertThat(error.path("code").asText()).isEqualTo(code);
    }
}
