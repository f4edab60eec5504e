package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.Script;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures take part in failover, cooldowns and quota as chat does. */
class ImageFailoverTest {

    private static final String GENERATIONS = "/images/generations";
    private static final String EDITS = "/images/edits";

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void start(String limits) {
        scene = new Scene("""
                strategy: preferred
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: k
                    models: [{ name: m, price: { image: 0.04 } }]
                    LIMITS
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: k, models: [m] }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
                """.replace("LIMITS", limits));
        for (String path : new String[] {GENERATIONS, EDITS}) {
            vendor("second", path).reply(200, ImageWire.openai());
        }
    }

    private Script vendor(String provider, String path) {
        return scene.vendor.on("/" + provider + path);
    }

    private HttpResponse<String> ask(String path, int n, String... headers) {
        String images = path.equals(EDITS)
                ? ",\"images\":[{\"image_url\":\"data:image/png;base64," + ImageWire.PIXEL + "\"}]"
                : "";
        return scene.gateway.post(
                "/v1" + path, "{\"model\":\"m\",\"prompt\":\"A fox\",\"n\":" + n + images + "}", headers);
    }

    private long used(String window) {
        for (JsonNode one : scene.provider("first").path("quota")) {
            if (one.path("window").asText().equals(window)) {
                return one.path("used").asLong();
            }
        }
        throw new AssertionError("no window " + window);
    }

    @ParameterizedTest
    @ValueSource(strings = {GENERATIONS, EDITS})
    void shouldAskTheNextProviderAndLeaveTheLimitedOneAlone(String path) {
        start("");
        vendor("first", path).reply(OpenAiWire.rateLimited()).header("retry-after", "60");

        HttpResponse<String> one = ask(path, 1);
        HttpResponse<String> two = ask(path, 1);

        assertThat(header(one, "x-synaxis-provider")).isEqualTo("second");
        assertThat(header(one, "x-synaxis-attempts")).isEqualTo("2");
        assertThat(header(two, "x-synaxis-attempts")).isEqualTo("1");
        assertThat(scene.cooldowns("first")).containsExactly("RATE_LIMITED m 60");
        assertThat(scene.asked()).containsExactly("first", "second", "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {GENERATIONS, EDITS})
    void shouldKeepToAQuotaOfImages(String path) {
        start("limits: { images-per-day: 5, tokens-per-day: 1000000 }");
        vendor("first", path).reply(200, ImageWire.openai());

        HttpResponse<String> three = ask(path, 3);
        long afterOne = used("images-per-day");
        HttpResponse<String> five = ask(path, 5);

        assertThat(header(three, "x-synaxis-provider")).isEqualTo("first");
        assertThat(afterOne).as("settled with what came").isEqualTo(1);
        assertThat(used("tokens-per-day")).isEqualTo(1106);
        assertThat(header(five, "x-synaxis-provider")).isEqualTo("second");
        assertThat(scene.gateway.metric("synaxis_images_total{capability=\"" + (path.equals(EDITS) ? "image-edit" : "image-generation")
                + "\",provider=\"first\"}")).isEqualTo(1);
    }

    @Test
    void shouldGiveTheImagesBackWhereNoneWereMade() {
        start("limits: { images-per-day: 5 }");
        vendor("first", GENERATIONS).reply(OpenAiWire.serverError(500));

        ask(GENERATIONS, 4);

        assertThat(used("images-per-day")).isZero();
    }

    @Test
    void shouldAskTheNextProviderWhereAPictureCannotBeFetched() {
        scene = new Scene("""
                server: { allow-private-media: false }
                strategy: preferred
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: k, models: [m] }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: k, models: [m] }
                """);
        vendor("first", GENERATIONS).reply(200, ImageWire.openaiUrl(scene.vendor.url("/fox.png").toString()));
        vendor("second", GENERATIONS).reply(200, ImageWire.openai());

        HttpResponse<String> answer = scene.gateway.post("/v1" + GENERATIONS,
                "{\"model\":\"m\",\"prompt\":\"p\",\"response_format\":\"b64_json\"}");

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(GatewayFixture.json(answer).at("/data/0/b64_json").asText()).isEqualTo(ImageWire.PIXEL);
        assertThat(scene.asked()).doesNotContain("fox.png");
    }

    @Test
    void shouldNotPayAgainForAPictureThatCannotBeFetched() {
        scene = new Scene("""
                server: { allow-private-media: false }
                providers:
                  - { id: first, dialect: openai, base-url: "VENDOR/first", api-key: k, models: [m] }
                resilience: { max-retries: 2, retry: { shortest: 1ms, longest: 2ms } }
                """);
        vendor("first", GENERATIONS).reply(200, ImageWire.openaiUrl(scene.vendor.url("/fox.png").toString()));

        HttpResponse<String> answer = scene.gateway.post("/v1" + GENERATIONS,
                "{\"model\":\"m\",\"prompt\":\"p\",\"response_format\":\"b64_json\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Scene.error(answer)).startsWith("provider_error provider_malformed_reply");
        assertThat(scene.asked()).containsExactly("first");
    }

    @Test
    void shouldPricePicturesInTheRequestApart() {
        scene = new Scene("""
                providers:
                  - id: first
                    dialect: openai
                    base-url: "VENDOR/first"
                    api-key: k
                    models: [{ name: m, price: { input: 5, image-input: 8, output: 30 } }]
                """);
        vendor("first", EDITS).reply(200, ImageWire.openai());

        // 10 tokens of text, 40 of the picture, 1,056 out
        assertThat(header(ask(EDITS, 1), "x-synaxis-cost")).isEqualTo("0.03205");
    }

    @Test
    void shouldReserveAllPicturesOfTheNextPainterWhenOneFailsInTheMiddle() {
        scene = new Scene("""
                strategy: preferred
                providers:
                  - { id: google, dialect: gemini, base-url: "VENDOR/google", api-key: k, models: [m] }
                  - { id: second, dialect: openai, base-url: "VENDOR/second", api-key: k, models: [m], limits: { images-per-day: 3 } }
                  - { id: third, dialect: openai, base-url: "VENDOR/third", api-key: k, models: [m] }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
                """);
        Script google = scene.vendor.on("/google" + GeminiWire.generate("m"));
        google.reply(200, ImageWire.gemini());
        google.reply(OpenAiWire.rateLimited());
        vendor("second", GENERATIONS).reply(200, ImageWire.openai());
        vendor("third", GENERATIONS).reply(200, ImageWire.openai());
        ask(GENERATIONS, 1, "x-synaxis-provider", "second");

        HttpResponse<String> answer = ask(GENERATIONS, 3);

        assertThat(header(answer, "x-synaxis-provider")).as("the second one has 2 left and would draw all 3").isEqualTo("third");
        assertThat(scene.asked()).containsExactly("second", "google", "google", "third");
    }

    @Test
    void shouldStreamFromTheNextProviderUntilTheFirstPicture() {
        start("");
        vendor("first", GENERATIONS).reply(OpenAiWire.serverError(503));
        vendor("second", GENERATIONS).reset().sse(ImageWire.completed("image_generation"));

        HttpResponse<String> answer = scene.gateway.post("/v1" + GENERATIONS,
                "{\"model\":\"m\",\"prompt\":\"p\",\"stream\":true}");

        assertThat(answer.body()).startsWith("event: image_generation.completed\ndata: {");
        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(header(answer, "content-type")).isEqualTo("text/event-stream");
    }
}
