package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that Replicate's models change: each model has a field of its own for them. */
class ReplicateEditsTest {

    private static final String URL = "data:image/png;base64," + ImageWire.PIXEL;

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                server: { shutdown: 1s }
                resilience: { max-retries: 0, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: replicate, base-url: "%s/v1" }
                """.formatted(vendor.url()),
                "REPLICATE_API_TOKEN", "r8-key");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            flux.1-kontext-pro,            black-forest-labs/flux-kontext-pro, input_image,  -
            flux.1-kontext-max,            black-forest-labs/flux-kontext-max, input_image,  -
            flux.2-pro,                    black-forest-labs/flux-2-pro,       input_images, match_input_image
            replicate/google/nano-banana,  google/nano-banana,                 image_input,  -
            gemini-3-pro-image,            google/nano-banana-pro,             image_input,  -
            seedream-4,                    bytedance/seedream-4,               image_input,  -
            stable-diffusion-3.5-large,    stability-ai/stable-diffusion-3.5-large,  image, -
            stable-diffusion-3.5-medium,   stability-ai/stable-diffusion-3.5-medium, image, -
            """)
    void shouldSendThePictureInTheFieldOfTheModel(String model, String path, String field, String ratio) {
        answer(path);

        HttpResponse<String> answer = edit(model, 1, ",\"seed\":7");

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        JsonNode input = vendor.requests().getLast().json().path("input");
        assertThat(input.path("prompt").asText()).isEqualTo("A fox");
        assertThat(input.path("seed").asInt()).isEqualTo(7);
        assertThat(input.path("aspect_ratio").asText(null)).isEqualTo(ratio);
        JsonNode sent = input.path(field);
        assertThat(sent.isArray()).isEqualTo(!field.equals("input_image") && !field.equals("image"));
        assertThat((sent.isArray() ? sent.path(0) : sent).asText()).isEqualTo(URL);
    }

    @Test
    void shouldSendSeveralPicturesInTheirOrder() {
        answer("bytedance/seedream-4");
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1};

        HttpResponse<String> answer = gateway.post("/v1/images/edits", new FormBody()
                .field("model", "seedream-4").field("prompt", "Both \"in\" one").field("size", "1024x1024")
                .file("image[]", "a.png", "image/png", Base64.getDecoder().decode(ImageWire.PIXEL))
                .file("image[]", "b.jpg", "image/jpeg", jpeg));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(vendor.requests().getLast().text()).isEqualTo("{\"input\":{\"prompt\":\"Both \\\"in\\\" one\","
                + "\"aspect_ratio\":\"1:1\",\"image_input\":[\"" + URL + "\",\"data:image/jpeg;base64,"
                + Base64.getEncoder().encodeToString(jpeg) + "\"]}}");
    }

    @Test
    void shouldRefuseWhatTheModelCannotTake() {
        int before = vendor.requests().size();

        assertThat(edit("flux.1-kontext-pro", 2, "").body()).contains("\"param\":\"image\"");
        assertThat(edit("flux.2-pro", 9, "").body()).contains("\"param\":\"image\"");
        assertThat(edit("replicate/acme/painter", 1, "").body()).contains("\"param\":\"image\"");
        assertThat(edit("flux.1-kontext-pro", 1, ",\"mask\":{\"image_url\":\"" + URL + "\"}").body())
                .contains("\"param\":\"mask\"");
        byte[] large = Arrays.copyOf(Base64.getDecoder().decode(ImageWire.PIXEL), 8_000_000);
        HttpResponse<String> tooLarge = gateway.post("/v1/images/edits", new FormBody()
                .field("model", "seedream-4").field("prompt", "A fox").file("image", "a.png", "image/png", large));
        assertThat(tooLarge.statusCode()).isEqualTo(400);
        assertThat(tooLarge.body()).contains("10 MB");
        assertThat(vendor.requests()).hasSize(before);
    }

    private static void answer(String model) {
        vendor.on("/v1/models/" + model + "/predictions").reset()
                .reply(201, "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":\"" + URL + "\"}");
    }

    private static HttpResponse<String> edit(String model, int pictures, String fields) {
        String picture = ",{\"image_url\":\"" + URL + "\"}";
        return gateway.post("/v1/images/edits", "{\"model\":\"" + model + "\",\"prompt\":\"A fox\",\"images\":["
                + picture.repeat(pictures).substring(1) + "]" + fields + "}");
    }
}
