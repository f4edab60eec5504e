package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.Eventually;
import dev.synaxis.testkit.FormBody;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vendors that only draw, configured by their key variables alone, at the paths that they have. */
class ImageVendorsTest {

    private static final String GENERATIONS = "/v1/images/generations";
    /** Of a model that nobody else has. */
    private static final String PREDICTIONS = "/r/v1/models/acme/painter/predictions";

    private static final String FLUX = "/r/v1/models/black-forest-labs/flux-schnell/predictions";
    private static final String PREDICTION = "/r/v1/predictions/p1";
    private static final String QUEUE = "/h/api/v2/generate/async";
    private static final String CHECK = "/h/api/v2/generate/check/q-1";
    private static final String STATUS = "/h/api/v2/generate/status/q-1";
    private static final String SD3 = "/s/v2beta/stable-image/generate/sd3";
    private static final String PICTURE = "/delivery/out.png";

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                server: { shutdown: 1s, allow-private-media: true }
                resilience: { max-retries: 0, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: replicate, base-url: "%1$s/r/v1" }
                  - { id: hasty, preset: replicate, base-url: "%1$s/r/v1", timeouts: { total: 400ms } }
                  - { id: aihorde, base-url: "%1$s/h/api/v2" }
                  - { id: stability, base-url: "%1$s/s/v2beta" }
                """.formatted(vendor.url()),
                "REPLICATE_API_TOKEN", "r8-key", "AIHORDE_API_KEY", "0000000000", "STABILITY_API_KEY", "stab-key");
        vendor.on(PICTURE).bytes(200, "image/png", Base64.getDecoder().decode(ImageWire.PIXEL));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldLookAtAPredictionUntilItIsThereAndFetchThePicture() {
        on(PREDICTIONS).reply(201, prediction("starting", ""));
        Script look = on(PREDICTION);
        look.reply(200, prediction("processing", ""));
        look.reply(503, "{\"detail\":\"later\"}").header("retry-after", "0");
        look.reply(200, prediction("succeeded", ",\"output\":[\"" + vendor.url(PICTURE) + "\"]"));
        int before = vendor.requests().size();

        HttpResponse<String> answer = draw("replicate/acme/painter",
                ",\"size\":\"1792x1024\",\"output_format\":\"jpeg\",\"go_fast\":true,\"quality\":\"hd\"");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/data/0/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(Scene.header(answer, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(String.valueOf(Scene.header(answer, "x-synaxis-warning"))).contains("quality").contains("size");
        List<RecordedRequest> sent = vendor.requests().subList(before, vendor.requests().size());
        assertThat(sent).extracting(request -> request.method() + " " + request.path()).containsExactly(
                "POST " + PREDICTIONS, "GET " + PREDICTION, "GET " + PREDICTION, "GET " + PREDICTION, "GET " + PICTURE);
        assertThat(sent.getFirst().text()).isEqualTo(
                "{\"input\":{\"prompt\":\"A fox\",\"aspect_ratio\":\"16:9\",\"output_format\":\"jpg\",\"go_fast\":true}}");
        assertThat(sent.subList(0, 4)).allSatisfy(request ->
                assertThat(request.header("authorization")).isEqualTo("Bearer r8-key"));
        assertThat(sent.get(1).header("content-type")).isNull();
        assertThat(sent.getLast().header("authorization")).isNull();
    }

    @Test
    void shouldNameTheVersionOfAModelThatHasOneAndAskForEachPictureByItself() {
        Script predictions = on("/r/v1/predictions");
        predictions.reply(201, prediction("succeeded", ",\"output\":\"data:image/png;base64," + ImageWire.PIXEL + "\""));
        int before = vendor.requests().size();

        HttpResponse<String> answer = draw("replicate/me/mine:abc", ",\"n\":2");

        assertThat(json(answer).path("data")).hasSize(2);
        assertThat(vendor.requests()).hasSize(before + 2);
        assertThat(vendor.requests().getLast().text()).isEqualTo("{\"version\":\"me/mine:abc\",\"input\":{\"prompt\":\"A fox\"}}");
    }

    @Test
    void shouldDeliverAPredictionAsAStream() {
        on(FLUX).reply(201, prediction("starting", ""));
        on(PREDICTION).reply(200, prediction("succeeded", ",\"output\":\"" + vendor.url(PICTURE) + "\""));

        HttpResponse<String> answer = draw("flux.1-schnell", ",\"stream\":true", "x-synaxis-provider", "replicate");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("image_generation.completed").contains(ImageWire.PIXEL);
        assertThat(Scene.header(answer, "x-synaxis-provider")).isEqualTo("replicate");
    }

    @Test
    void shouldSayWhatReplicatesErrorsMean() {
        assertThat(refused(PREDICTIONS, 401, "{\"title\":\"Unauthenticated\",\"detail\":\"no\",\"status\":401}")).isEqualTo(502);
        assertThat(refused(PREDICTIONS, 402, "{\"title\":\"Insufficient credit\",\"status\":402}")).isEqualTo(402);
        assertThat(refused(PREDICTIONS, 422, "{\"title\":\"Input validation failed\",\"detail\":\"- input: wrong\"}")).isEqualTo(422);
        assertThat(refused(PREDICTIONS, 201, prediction("failed", ",\"error\":\"CUDA out of memory\""))).isEqualTo(503);
        assertThat(refused(PREDICTIONS, 201, prediction("failed", ",\"error\":\"NSFW content detected.\""))).isEqualTo(400);
        assertThat(refused(PREDICTIONS, 201, prediction("succeeded", ",\"output\":null"))).isEqualTo(502);
        assertThat(refused(PREDICTIONS, 201, "{\"status\":\"starting\"}")).isEqualTo(502);
        on(PREDICTIONS).reply(429, "{\"detail\":\"Request was throttled.\"}").header("retry-after", "7");
        HttpResponse<String> limited = draw("replicate/acme/painter", "");
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(Scene.header(limited, "retry-after")).isEqualTo("7");
    }

    @Test
    void shouldStopThePredictionWhenItTakesTooLong() {
        on(PREDICTIONS).reply(201, prediction("starting", ""));
        on(PREDICTION).reply(200, prediction("processing", ""));
        on(PREDICTION + "/cancel").reply(200, prediction("canceled", ""));
        int before = vendor.requests().size();

        HttpResponse<String> answer = draw("hasty/acme/painter", "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
        assertCancelled(before, "POST", PREDICTION + "/cancel", "authorization", "Bearer r8-key");
    }

    @Test
    void shouldStopThePredictionWhenTheClientLeaves() {
        on(PREDICTIONS).reply(201, prediction("starting", ""));
        on(PREDICTION).reply(200, prediction("processing", ""));
        on(PREDICTION + "/cancel").reply(200, prediction("canceled", ""));

        leaveAfter("replicate/acme/painter", PREDICTION, "POST", PREDICTION + "/cancel",
                "authorization", "Bearer r8-key");
    }

    @Test
    void shouldWaitInTheHordesQueueAndTakeThePicturesOnce() {
        on(QUEUE).reply(202, "{\"id\":\"q-1\",\"kudos\":10.0}");
        on(CHECK).reply(200, "{\"done\":true,\"faulted\":false,\"is_possible\":true,\"wait_time\":0}");
        on(STATUS).reply(200, "{\"done\":true,\"generations\":[{\"img\":\"" + ImageWire.PIXEL
                + "\",\"censored\":false},{\"img\":\"" + vendor.url(PICTURE) + "\"}]}");
        int before = vendor.requests().size();

        HttpResponse<String> answer = draw("aihorde/AlbedoBase XL (SDXL)",
                ",\"n\":2,\"size\":\"500x1000\",\"seed\":\"7\",\"nsfw\":false,\"colour\":1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).path("data")).hasSize(2);
        assertThat(json(answer).at("/data/1/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(String.valueOf(Scene.header(answer, "x-synaxis-warning"))).contains("512x1024").contains("colour");
        List<RecordedRequest> sent = vendor.requests().subList(before, vendor.requests().size());
        assertThat(sent).extracting(request -> request.method() + " " + request.path())
                .containsExactly("POST " + QUEUE, "GET " + CHECK, "GET " + STATUS, "GET " + PICTURE);
        assertThat(sent.getFirst().text()).isEqualTo("{\"prompt\":\"A fox\",\"models\":[\"AlbedoBase XL (SDXL)\"],"
                + "\"params\":{\"n\":2,\"width\":512,\"height\":1024,\"seed\":\"7\"},\"r2\":false,\"nsfw\":false}");
        assertThat(sent.subList(0, 3)).allSatisfy(request ->
                assertThat(request.header("apikey")).isEqualTo("0000000000"));
    }

    @Test
    void shouldTakeTheRequestBackFromTheHordeWhenTheClientLeaves() {
        on(QUEUE).reply(202, "{\"id\":\"q-1\"}");
        on(CHECK).reply(200, "{\"done\":false,\"faulted\":false,\"is_possible\":true,\"wait_time\":90}");
        on(STATUS).reply(200, "{\"done\":false}");

        leaveAfter("aihorde/stable_diffusion", CHECK, "DELETE", STATUS, "apikey", "0000000000");
    }

    @Test
    void shouldSayWhatTheHordesErrorsMean() {
        assertThat(refused(QUEUE, 401, "{\"message\":\"Invalid API Key\",\"rc\":\"InvalidAPIKey\"}")).isEqualTo(502);
        assertThat(refused(QUEUE, 403, "{\"message\":\"requires 9 kudos\",\"rc\":\"KudosUpfront\"}")).isEqualTo(400);
        assertThat(refused(QUEUE, 429, "{\"message\":\"wait\",\"rc\":\"TooManyPrompts\"}")).isEqualTo(429);
        assertThat(refused(QUEUE, 503, "{\"message\":\"maintenance\"}")).isEqualTo(503);
        assertThat(refused(QUEUE, 202, "{\"message\":\"?\"}")).isEqualTo(502);
    }

    @Test
    void shouldSendStabilityAFormAndGiveItsPictureBack() {
        on(SD3).reply(200, "{\"image\":\"" + ImageWire.PIXEL + "\",\"finish_reason\":\"SUCCESS\",\"seed\":3}");

        HttpResponse<String> answer =
                draw("stable-diffusion-3.5-large", ",\"size\":\"1024x1536\",\"seed\":7,\"style\":\"vivid\"", "x-synaxis-provider", "stability");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/data/0/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(Scene.header(answer, "x-synaxis-cost")).isNotNull();
        RecordedRequest sent = vendor.requests().getLast();
        assertThat(sent.header("accept")).isEqualTo("application/json");
        assertThat(sent.header("authorization")).isEqualTo("Bearer stab-key");
        assertThat(FormBody.of(sent)).extracting(part -> part.name() + "=" + part.text())
                .containsExactly("prompt=A fox", "model=sd3.5-large", "aspect_ratio=2:3", "seed=7");

        on("/s/v2beta/stable-image/generate/core").reply(200, "{\"image\":\"" + ImageWire.PIXEL + "\"}");
        assertThat(draw("stability/stable-image-core", ",\"stream\":true").body()).contains("image_generation.completed");
        assertThat(FormBody.of(vendor.requests().getLast())).extracting(FormBody.Part::name).containsExactly("prompt");
    }

    private static HttpResponse<String> edit(String model, String fields) {
        return gateway.post("/v1/images/edits", "{\"model\":\"" + model + "\",\"prompt\":\"A fox\",\"images\":[{\"image_url\":\"data:image/png;base64,"
                + ImageWire.PIXEL + "\"}]" + fields + "}");
    }

    private static List<String> parts() {
        return FormBody.of(vendor.requests().getLast()).stream()
                .map(part -> part.filename() == null ? part.name() + "=" + part.text() : part.name() + ":" + part.contentType()
                        + ":" + Base64.getEncoder().encodeToString(part.body()))
                .toList();
    }

    @Test
    void shouldChangePicturesByTheToolsOfStabilityAndByItsModelsThatTakeAStrength() {
        String image = "image:image/png:" + ImageWire.PIXEL;
        on("/s/v2beta/stable-image/edit/search-and-replace").reply(200, "{\"image\":\"" + ImageWire.PIXEL + "\"}");
        HttpResponse<String> replaced =
                edit("stability/search-and-replace", ",\"search_prompt\":\"dog\",\"size\":\"1024x1024\",\"output_format\":\"webp\"");
        assertThat(json(replaced).at("/data/0/b64_json").asText()).as(replaced.body()).isEqualTo(ImageWire.PIXEL);
        assertThat(Scene.header(replaced, "x-synaxis-warning")).contains("size");
        assertThat(parts()).containsExactly("prompt=A fox", image, "output_format=webp", "search_prompt=dog");

        on("/s/v2beta/stable-image/edit/erase").reply(200, "{\"image\":\"" + ImageWire.PIXEL + "\"}");
        assertThat(Scene.header(edit("stability/erase", ",\"grow_mask\":3"), "x-synaxis-warning")).contains("prompt");
        assertThat(parts()).containsExactly(image, "grow_mask=3");

        on(SD3).reply(200, "{\"image\":\"" + ImageWire.PIXEL + "\"}");
        assertThat(edit("stable-diffusion-3.5-large", ",\"strength\":0.6").statusCode()).isEqualTo(200);
        assertThat(parts()).containsExactly("prompt=A fox", "model=sd3.5-large", "mode=image-to-image", image, "strength=0.6");

        assertThat(edit("stability/sd9", "").body()).contains("\"param\":\"strength\"");
        assertThat(edit("stability/stable-image-core", ",\"strength\":0.6").body()).contains("\"param\":\"image\"");
        assertThat(draw("stability/inpaint", "").body()).as("nothing to change").contains("\"param\":\"image\"");
    }

    @Test
    void shouldHaveTheHordeChangeAPicture() {
        on(QUEUE).reply(202, "{\"id\":\"q-1\"}");
        on(CHECK).reply(200, "{\"done\":true,\"faulted\":false,\"is_possible\":true,\"wait_time\":0}");
        on(STATUS).reply(200, "{\"done\":true,\"generations\":[{\"img\":\"" + ImageWire.PIXEL + "\"}]}");
        int before = vendor.requests().size();

        HttpResponse<String> answer = edit("aihorde/stable_diffusion", ",\"denoising_strength\":0.5");

        assertThat(json(answer).at("/data/0/b64_json").asText()).as(answer.body()).isEqualTo(ImageWire.PIXEL);
        assertThat(vendor.requests().get(before).text()).isEqualTo("{\"prompt\":\"A fox\",\"models\":[\"stable_diffusion\"],"
                + "\"params\":{\"n\":1,\"denoising_strength\":0.5},\"r2\":false,\"source_processing\":\"img2img\","
                + "\"source_image\":\"" + ImageWire.PIXEL + "\"}");
    }

    @Test
    void shouldSayWhatStabilitysErrorsMean() {
        assertThat(refused(SD3, 200, "{\"finish_reason\":\"CONTENT_FILTERED\",\"image\":\"x\"}")).isEqualTo(400);
        assertThat(refused(SD3, 403, "{\"id\":\"i\",\"name\":\"content_moderation\",\"errors\":[\"flagged\"]}")).isEqualTo(400);
        assertThat(refused(SD3, 401, "{\"id\":\"i\",\"name\":\"unauthorized\",\"errors\":[\"bad key\"]}")).isEqualTo(502);
        assertThat(refused(SD3, 402, "{\"id\":\"i\",\"name\":\"payment_required\",\"errors\":[\"credits\"]}")).isEqualTo(402);
        assertThat(refused(SD3, 429, "{\"id\":\"i\",\"name\":\"rate_limit_exceeded\",\"errors\":[\"slow down\"]}")).isEqualTo(429);
        assertThat(refused(SD3, 400, "{\"id\":\"i\",\"name\":\"bad_request\",\"errors\":[\"prompt: wrong\"]}")).isEqualTo(400);
        assertThat(refused(SD3, 200, "{}")).isEqualTo(502);
    }

    private static int refused(String path, int status, String body) {
        on(path).reply(status, body);
        String model = path.equals(PREDICTIONS) ? "replicate/acme/painter"
                : path.equals(QUEUE) ? "aihorde/stable_diffusion" : "stability/sd9";
        HttpResponse<String> answer = draw(model, "");
        assertThat(answer.body()).doesNotContain("r8-key").doesNotContain("stab-key").doesNotContain("0000000000");
        return answer.statusCode();
    }

    /** Asks, hangs up once the vendor has been looked at, and waits for the word to the vendor. */
    private static void leaveAfter(String model, String look, String method, String path, String header, String value) {
        int before = vendor.requests().size();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        CompletableFuture<?> asked = client.sendAsync(
                HttpRequest.newBuilder(gateway.url(GENERATIONS))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"prompt\":\"A fox\"}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        Eventually.eventually("the vendor to be looked at", () -> since(before).contains("GET " + look));

        asked.cancel(true);
        client.shutdownNow();

        assertCancelled(before, method, path, header, value);
    }

    private static void assertCancelled(int before, String method, String path, String header, String value) {
        Eventually.within(Duration.ofMinutes(1), "the word to stop", () -> since(before).contains(method + " " + path));
        RecordedRequest last = vendor.requests().getLast();
        assertThat(last.method() + " " + last.path()).isEqualTo(method + " " + path);
        assertThat(last.header(header)).isEqualTo(value);
    }

    private static List<String> since(int before) {
        return vendor.requests().stream().skip(before).map(request -> request.method() + " " + request.path()).toList();
    }

    private static HttpResponse<String> draw(String model, String fields, String... headers) {
        return gateway.post(GENERATIONS, "{\"model\":\"" + model + "\",\"prompt\":\"A fox\"" + fields + "}", headers);
    }

    private static String prediction(String status, String more) {
        return "{\"id\":\"p1\",\"status\":\"" + status + "\"" + more + "}";
    }

    private static Script on(String path) {
        return vendor.on(path).reset();
    }
}
