package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.synaxis.testkit.Eventually;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures through the whole gateway: OpenAI's own client before it, vendors of every dialect behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageTest {

    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";
    private static final byte[] PIXEL = Base64.getDecoder().decode(ImageWire.PIXEL);

    /** A vendor: the model by which it is asked, where, and what it answers. */
    private enum Painter {
        OPENAI("house/gpt-image-t", "/openai/images/generations", ImageWire.openai()),
        GEMINI("google/gemini-3-image", "/google" + GeminiWire.generate("gemini-3-image"), ImageWire.gemini()),
        IMAGEN("google/imagen-t", "/google/v1beta/models/imagen-t:predict", ImageWire.imagen());

        private final String model;
        private final String path;
        private final String answer;

        Painter(String model, String path, String answer) {
            this.model = model;
            this.path = path;
            this.answer = answer;
        }

        String prompt(JsonNode request) {
            return switch (this) {
                case OPENAI -> request.path("prompt").asText();
                case GEMINI -> request.at("/contents/0/parts/0/text").asText();
                case IMAGEN -> request.at("/instances/0/prompt").asText();
            };
        }
    }

    private Scene scene;
    private OpenAIClient client;

    @BeforeAll
    void start() {
        scene = new Scene("""
                providers:
                  - { id: house, dialect: openai, base-url: "VENDOR/openai", api-key: k, models: [] }
                  - { id: google, dialect: gemini, base-url: "VENDOR/google/v1beta", api-key: k, models: [] }
                  - { id: mock }
                resilience: { max-retries: 0, breaker: { enabled: false }, cooldown: { enabled: false } }
                """);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(scene.gateway.url("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    void stop() {
        client.close();
        scene.close();
    }

    private static ImageGenerateParams.Builder draw(String model) {
        return ImageGenerateParams.builder().model(model).prompt("A fox");
    }

    private RecordedRequest last() {
        return scene.vendor.requests().getLast();
    }

    @ParameterizedTest
    @EnumSource(Painter.class)
    void shouldDrawThroughEveryDialect(Painter painter) {
        scene.vendor.on(painter.path).reset().reply(200, painter.answer);

        ImagesResponse answer = client.images().generate(draw(painter.model).n(1L).build());

        assertThat(answer.data().orElseThrow()).singleElement()
                .satisfies(image -> assertThat(image.b64Json()).contains(ImageWire.PIXEL));
        assertThat(painter.prompt(last().json())).isEqualTo("A fox");
        if (painter != Painter.IMAGEN) {
            assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(1056);
            assertThat(answer.usage().orElseThrow().inputTokensDetails().imageTokens()).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @EnumSource(Painter.class)
    void shouldGiveADataUrlWhereTheClientWantsAUrl(Painter painter) {
        scene.vendor.on(painter.path).reset().reply(200, painter.answer);

        ImagesResponse answer = client.images().generate(
                draw(painter.model).putAdditionalBodyProperty("response_format", JsonValue.from("url")).build());

        assertThat(answer.data().orElseThrow().getFirst().url()).contains("data:image/png;base64," + ImageWire.PIXEL);
        assertThat(last().text()).doesNotContain("response_format");
    }

    @Test
    void shouldFetchThePictureWhereTheClientWantsBase64() {
        scene.vendor.on("/fox.png").reset().bytes(200, "image/png", PIXEL);
        scene.vendor.on(Painter.OPENAI.path).reset().reply(200, ImageWire.openaiUrl(scene.vendor.url("/fox.png").toString()));

        ImagesResponse answer = client.images().generate(
                draw("house/flux").putAdditionalBodyProperty("response_format", JsonValue.from("b64_json")).build());

        assertThat(answer.data().orElseThrow().getFirst().b64Json()).contains(ImageWire.PIXEL);
        assertThat(answer.data().orElseThrow().getFirst().revisedPrompt()).contains("A red fox");
    }

    @Test
    void shouldHandOnWhatItDoesNotKnowAndWhatComesBack() {
        String answer = ImageWire.openaiUrl("https://x.example/1.png").replace("{\"created\"", "{ \"own\" : 1.50,\"created\"");
        scene.vendor.on(Painter.OPENAI.path).reset().reply(200, answer);
        String body = "{\"model\":\"house/dall-e-3\", \"prompt\":\"p\",\"style\":\"vivid\", \"steps\" : 4.0}";

        HttpResponse<String> given = scene.gateway.post(GENERATIONS, body);

        assertThat(given.body()).isEqualTo(answer);
        assertThat(last().text()).isEqualTo(body.replace("house/", ""));
        assertThat(header(given, "x-synaxis-provider")).isEqualTo("house");
    }

    @Test
    void shouldAskAgainWhereAModelDrawsFewerPicturesThanAreWanted() {
        scene.vendor.on(Painter.GEMINI.path).reset().reply(200, ImageWire.gemini());
        scene.vendor.on(Painter.IMAGEN.path).reset().reply(200, ImageWire.imagen());
        int before = scene.vendor.requests().size();
        String metric = "synaxis_images_total{capability=\"image-generation\",provider=\"google\"}";
        double counted = scene.gateway.metric(metric);

        ImagesResponse three = client.images().generate(draw(Painter.GEMINI.model).n(3L).build());
        ImagesResponse six = client.images().generate(draw(Painter.IMAGEN.model).n(6L).build());

        assertThat(three.data().orElseThrow()).hasSize(3);
        assertThat(three.usage().orElseThrow().outputTokens()).isEqualTo(3 * 1056);
        assertThat(three.usage().orElseThrow().inputTokensDetails().imageTokens()).isEqualTo(3 * 40);
        assertThat(six.data().orElseThrow()).as("as many as came").hasSize(2);
        List<RecordedRequest> requests = scene.vendor.requests();
        assertThat(requests).hasSize(before + 5);
        assertThat(requests.get(before + 3).json().at("/parameters/sampleCount").asInt()).isEqualTo(4);
        assertThat(requests.get(before + 4).json().at("/parameters/sampleCount").asInt()).isEqualTo(2);
        assertThat(scene.gateway.metric(metric) - counted).isEqualTo(5);
    }

    private static List<ImageGenStreamEvent> events(StreamResponse<ImageGenStreamEvent> stream) {
        try (stream; Stream<ImageGenStreamEvent> events = stream.stream()) {
            return events.toList();
        }
    }

    @Test
    void shouldForwardAStreamOfUnfinishedPictures() {
        scene.vendor.on(Painter.OPENAI.path).reset().sse(
                ImageWire.partial("image_generation", 0), ImageWire.completed("image_generation"));

        List<ImageGenStreamEvent> events = events(client.images().generateStreaming(draw(Painter.OPENAI.model).partialImages(1L).build()));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).asGenerationPartialImage().partialImageIndex()).isZero();
        assertThat(events.get(1).asGenerationCompleted().b64Json()).isEqualTo(ImageWire.PIXEL);
        assertThat(events.get(1).asGenerationCompleted().usage().outputTokens()).isEqualTo(1056);
        assertThat(last().json().path("stream").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Painter.class)
    void shouldMakeAnEventOfAWholeAnswer(Painter painter) {
        scene.vendor.on(painter.path).reset().reply(200, painter.answer);

        List<ImageGenStreamEvent> events = events(client.images().generateStreaming(draw(painter.model).build()));

        assertThat(events).singleElement()
                .satisfies(event -> assertThat(event.asGenerationCompleted().b64Json()).isEqualTo(ImageWire.PIXEL));
    }

    @Test
    void shouldTellOfAStreamThatIsCut() {
        scene.vendor.on(Painter.OPENAI.path).reset().sse(ImageWire.partial("image_generation", 0));

        HttpResponse<String> answer = scene.gateway.post(GENERATIONS,
                "{\"model\":\"house/gpt-image-t\",\"prompt\":\"p\",\"stream\":true}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("partial_image", "provider_unreachable").doesNotContain("completed");
    }

    @Test
    void shouldDrawAndStreamFromTheMock() {
        ImagesResponse whole = client.images().generate(draw("mock/m").n(2L).build());
        List<ImageGenStreamEvent> events = events(client.images().generateStreaming(draw("mock/m").partialImages(2L).build()));

        assertThat(whole.data().orElseThrow()).hasSize(2);
        assertThat(Base64.getDecoder().decode(whole.data().orElseThrow().getFirst().b64Json().orElseThrow()))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(events).hasSize(3);
        assertThat(events.get(2).asGenerationCompleted().usage().inputTokens()).isEqualTo(2);
        Eventually.within(Duration.ofMinutes(1), "the pictures of the stream are counted, too", () -> scene.gateway.metric(
                "synaxis_images_total{capability=\"image-generation\",provider=\"mock\"}") == 3);
    }

    private static ImageEditParams.Builder edit(String model, byte[]... images) {
        List<InputStream> streams =
                Stream.of(images).<InputStream>map(ByteArrayInputStream::new).toList();
        return ImageEditParams.builder().model(model).prompt("Add a hat").image(MultipartField.<ImageEditParams.Image>builder()
                .value(ImageEditParams.Image.ofInputStreams(streams))
                .filename("fox.png")
                .contentType("image/png")
                .build());
    }

    @Test
    void shouldEditThroughTheClientsOwnDialect() {
        scene.vendor.on("/openai/images/edits").reset().reply(200, ImageWire.openai());

        ImagesResponse answer = client.images().edit(edit("house/gpt-image-t", PIXEL, new byte[] {1, 2, 3})
                .mask(PIXEL).n(1L).size(ImageEditParams.Size._1024X1024).build());

        assertThat(answer.data().orElseThrow().getFirst().b64Json()).contains(ImageWire.PIXEL);
        String sent = new String(last().body(), StandardCharsets.ISO_8859_1);
        assertThat(sent)
                .contains("name=\"model\"\r\n\r\ngpt-image-t\r\n", "name=\"prompt\"\r\n\r\nAdd a hat", "name=\"mask\"", "1024x1024")
                .contains(new String(PIXEL, StandardCharsets.ISO_8859_1) + "\r\n--", "\r\n\r\n\1\2\3\r\n--");
        assertThat(last().header("content-type")).startsWith("multipart/form-data; boundary=");
    }

    @Test
    void shouldEditWithGemini() {
        scene.vendor.on(Painter.GEMINI.path).reset().reply(200, ImageWire.gemini());
        byte[] large = new byte[3 << 20];
        System.arraycopy(PIXEL, 0, large, 0, PIXEL.length);

        ImagesResponse answer = client.images().edit(edit("google/gemini-3-image", large, PIXEL).build());

        assertThat(answer.data().orElseThrow().getFirst().b64Json()).contains(ImageWire.PIXEL);
        JsonNode parts = last().json().at("/contents/0/parts");
        assertThat(parts.at("/0/inlineData/data").textValue()).isEqualTo(Base64.getEncoder().encodeToString(large));
        assertThat(parts.at("/1/inlineData/mimeType").textValue()).isEqualTo("image/png");
        assertThat(parts.at("/2/text").textValue()).isEqualTo("Add a hat");
    }

    @Test
    void shouldEditWithTheMockAndStream() {
        try (StreamResponse<ImageEditStreamEvent> stream =
                client.images().editStreaming(edit("mock/m", PIXEL).partialImages(1L).build())) {
            List<ImageEditStreamEvent> events = stream.stream().toList();

            assertThat(events).hasSize(2);
            assertThat(events.get(0).asPartialImage().partialImageIndex()).isZero();
            assertThat(events.get(1).asCompleted().b64Json()).isNotEmpty();
        }
    }

    @Test
    void shouldForwardAStreamedEdit() {
        scene.vendor.on("/openai/images/edits").reset().sse(ImageWire.partial("image_edit", 0), ImageWire.completed("image_edit"));

        try (StreamResponse<ImageEditStreamEvent> stream =
                client.images().editStreaming(edit("house/gpt-image-t", PIXEL).build())) {

            assertThat(stream.stream().toList()).hasSize(2);
        }
        assertThat(new String(last().body(), StandardCharsets.ISO_8859_1)).contains("name=\"stream\"\r\n\r\ntrue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"house/gpt-image-t", "google/gemini-3-image", "mock/m"})
    void shouldEditImagesThatJsonNames(String model) {
        scene.vendor.on("/openai/images/edits").reset().reply(200, ImageWire.openai());
        scene.vendor.on(Painter.GEMINI.path).reset().reply(200, ImageWire.gemini());
        scene.vendor.on("/fox.png").reset().bytes(200, "image/png", PIXEL);
        String body = "{\"model\":" + Json.string(model) + ",\"prompt\":\"Add a hat\",\"images\":[{\"image_url\":\"data:image/png;base64,"
                + ImageWire.PIXEL + "\"},{\"image_url\":\"" + scene.vendor.url("/fox.png") + "\"}]}";

        HttpResponse<String> answer = scene.gateway.post(EDITS, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(GatewayFixture.json(answer).at("/data/0/b64_json").asText()).isNotEmpty();
        if (model.startsWith("house")) {
            assertThat(last().text()).isEqualTo(body.replace("house/", ""));
        } else if (model.startsWith("google")) {
            assertThat(last().json().at("/contents/0/parts/1/inlineData/data").textValue()).isEqualTo(ImageWire.PIXEL);
        }
    }

    @Test
    void shouldNameThePartThatIsWrong() {
        BadRequestException empty = catchThrowableOfType(BadRequestException.class,
                () -> client.images().edit(edit("house/m", new byte[0]).build()));
        BadRequestException none = catchThrowableOfType(BadRequestException.class,
                () -> client.images().edit(edit("house/m").build()));

        assertThat(empty.param()).hasValueSatisfying(part -> assertThat(part).startsWith("image"));
        assertThat(none.param()).contains("image");
    }

    @Test
    void shouldTellOfAFilterAndOfWhatNobodyCanDo() {
        scene.vendor.on(Painter.GEMINI.path).reset().reply(200, "{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}]}");

        BadRequestException filtered = catchThrowableOfType(BadRequestException.class,
                () -> client.images().generate(draw(Painter.GEMINI.model).build()));
        BadRequestException masked = catchThrowableOfType(BadRequestException.class,
                () -> client.images().edit(edit("google/gemini-3-image", PIXEL).mask(PIXEL).build()));

        assertThat(filtered.code()).contains("content_filter");
        assertThat(masked.code()).contains("unsupported");
    }
}
