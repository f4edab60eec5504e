package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fireworks' pictures, switched on by its key: at the path of each model, at once or in the background. */
class FireworksImagesTest {

    private static final String MODELS = "/f/inference/v1/workflows/accounts/fireworks/models/";
    private static final String SCHNELL = MODELS + "flux-1-schnell-fp8/text_to_image";
    private static final String KONTEXT = MODELS + "flux-kontext-pro";
    private static final String RESULT = KONTEXT + "/get_result";
    private static final String PICTURE = "/delivery/out.png";

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                server: { shutdown: 1s, allow-private-media: true }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms }, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: fireworks-images, base-url: "%s/f/inference/v1" }
                """.formatted(vendor.url()),
                "FIREWORKS_API_KEY", "fw-key");
        vendor.on(PICTURE).bytes(200, "image/png", Base64.getDecoder().decode(ImageWire.PIXEL));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldDrawAtThePathOfTheModelAndReadThePictureFromJson() {
        on(SCHNELL).reply(200, "{\"id\":\"1\",\"base64\":[\"data:image/png;base64," + ImageWire.PIXEL
                + "\"],\"finishReason\":\"SUCCESS\",\"seed\":7}");

        HttpResponse<String> answer =
                draw("flux.1-schnell", ",\"size\":\"1792x1024\",\"num_inference_steps\":4,\"prompt_upsampling\":true");

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        assertThat(last().text())
                .isEqualTo("{\"prompt\":\"A fox\",\"aspect_ratio\":\"16:9\",\"num_inference_steps\":4}");
        assertThat(last().header("accept")).isEqualTo("application/json");
        assertThat(last().header("authorization")).isEqualTo("Bearer fw-key");
        assertThat(Scene.header(answer, "x-synaxis-cost")).isEqualTo("0.0014");
        assertThat(Scene.header(answer, "x-synaxis-warning")).contains("size").contains("prompt_upsampling");
        assertThat(draw("flux.1-schnell", ",\"stream\":true").body()).contains("image_generation.completed");
    }

    @Test
    void shouldTakeTheBytesOfAJpeg() {
        on(SCHNELL).bytes(200, "image/jpeg", Base64.getDecoder().decode(ImageWire.PIXEL));

        HttpResponse<String> answer = draw("flux.1-schnell", ",\"output_format\":\"jpeg\"");

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        assertThat(last().header("accept")).isEqualTo("image/jpeg");
        assertThat(last().text()).isEqualTo("{\"prompt\":\"A fox\"}");
    }

    @Test
    void shouldAskForAPictureOfKontextUntilItIsThere() {
        on(KONTEXT).reply(200, "{\"request_id\":\"q-1\"}");
        Script result = on(RESULT);
        result.reply(200, "{\"id\":\"q-1\",\"status\":\"Pending\",\"result\":null}");
        result.reply(503, "{}").header("retry-after", "0");
        result.reply(200, ready());
        int before = vendor.requests().size();

        HttpResponse<String> answer = edit("flux.1-kontext-pro", ",\"output_format\":\"jpeg\",\"safety_tolerance\":1");

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        List<RecordedRequest> sent = vendor.requests().subList(before, vendor.requests().size());
        assertThat(sent).extracting(request -> request.method() + " " + request.path()).containsExactly(
                "POST " + KONTEXT, "POST " + RESULT, "POST " + RESULT, "POST " + RESULT, "GET " + PICTURE);
        assertThat(sent.getFirst().text()).isEqualTo("{\"prompt\":\"A fox\",\"output_format\":\"jpeg\",\"safety_tolerance\":1,"
                + "\"input_image\":\"data:image/png;base64," + ImageWire.PIXEL + "\"}");
        assertThat(sent.subList(1, 4)).allSatisfy(look -> {
            assertThat(look.text()).isEqualTo("{\"id\":\"q-1\"}");
            assertThat(look.header("content-type")).isEqualTo("application/json");
            assertThat(look.header("authorization")).isEqualTo("Bearer fw-key");
        });
        assertThat(sent.getLast().header("authorization")).isNull();
        assertThat(Scene.header(answer, "x-synaxis-cost")).isEqualTo("0.04");
    }

    @Test
    void shouldChangePicturesByKontextOnly() {
        int before = vendor.requests().size();

        assertThat(edit("fireworks-images/accounts/fireworks/models/flux-1-dev-fp8", "").statusCode()).isEqualTo(400);
        assertThat(draw("fireworks-images/accounts/../models", "").statusCode()).isEqualTo(400);
        assertThat(vendor.requests()).hasSize(before);
    }

    @Test
    void shouldSayWhatItsErrorsMean() {
        assertThat(refused(SCHNELL, 200, "{\"base64\":[\"x\"],\"finishReason\":\"CONTENT_FILTERED\"}")).isEqualTo(400);
        assertThat(refused(SCHNELL, 200, "{\"base64\":[]}")).isEqualTo(502);
        assertThat(refused(SCHNELL, 401, "{\"error\":{\"message\":\"invalid key\"}}")).isEqualTo(502);
        assertThat(refused(SCHNELL, 429, "{}")).isEqualTo(429);
        on(SCHNELL).bytes(200, "image/jpeg", new byte[] {1}).header("finish-reason", "CONTENT_FILTERED");
        assertThat(draw("flux.1-schnell", ",\"output_format\":\"jpeg\"").statusCode()).isEqualTo(400);

        assertThat(refused(KONTEXT, 400, "{\"error_message\":\"no such ratio\"}")).isEqualTo(400);
        assertThat(refused(KONTEXT, 200, "{}")).isEqualTo(502);
        assertThat(refused(RESULT, 200, "{\"status\":\"Content Moderated\"}")).isEqualTo(400);
        assertThat(refused(RESULT, 200, "{\"status\":\"Request Moderated\"}")).isEqualTo(400);
        assertThat(refused(RESULT, 200, "{\"status\":\"Task not found\"}")).isEqualTo(503);
        assertThat(refused(RESULT, 200, "{\"status\":\"Error\"}")).isEqualTo(503);
        assertThat(refused(RESULT, 200, "{\"status\":\"Odd\"}")).isEqualTo(502);
        assertThat(refused(RESULT, 200, "{\"status\":\"Ready\",\"result\":{}}")).isEqualTo(502);
    }

    private static int refused(String path, int status, String body) {
        on(KONTEXT).reply(200, "{\"request_id\":\"q-1\"}");
        on(path).reply(status, body);
        HttpResponse<String> answer = draw(path.equals(SCHNELL) ? "flux.1-schnell" : "flux.1-kontext-pro", "");
        assertThat(answer.body()).doesNotContain("fw-key");
        return answer.statusCode();
    }

    private static String ready() {
        return "{\"id\":\"q-1\",\"status\":\"Ready\",\"result\":{\"sample\":\"" + vendor.url(PICTURE) + "\"}}";
    }

    private static HttpResponse<String> draw(String model, String fields) {
        return gateway.post("/v1/images/generations", "{\"model\":\"" + model + "\",\"prompt\":\"A fox\"" + fields + "}");
    }

    private static HttpResponse<String> edit(String model, String fields) {
        return gateway.post("/v1/images/edits", "{\"model\":\"" + model + "\",\"prompt\":\"A fox\",\"images\":[{\"image_url\":"
                + "\"data:image/png;base64," + ImageWire.PIXEL + "\"}]" + fields + "}");
    }

    private static RecordedRequest last() {
        return vendor.requests().getLast();
    }

    private static Script on(String path) {
        return vendor.on(path).reset();
    }
}
