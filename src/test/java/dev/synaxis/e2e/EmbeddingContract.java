package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.Script;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What embeddings of every dialect with a wire do, through the whole gateway, with two providers of one model. */
abstract class EmbeddingContract {

    private static final int WIDTH = 6;

    private Scene scene;

    abstract String dialect();

    /** The path that a provider's requests for the model {@code m} go to, below its base URL. */
    abstract String path();

    /** What the vendor answers. */
    abstract Function<RecordedRequest, Reply> answer(int width);

    /** Most texts of one request. */
    abstract int most();

    /** Whether the vendor says how many tokens it counted. */
    abstract boolean counts();

    @BeforeEach
    void start() {
        scene = new Scene("""
                strategy: preferred
                providers:
                  - { id: first, dialect: DIALECT, base-url: "VENDOR/first/v1", api-key: k, capabilities: [embedding], models: [m] }
                  - { id: second, dialect: DIALECT, base-url: "VENDOR/second/v1", api-key: k, capabilities: [embedding], models: [m] }
                resilience: { retry: { shortest: 1ms, longest: 2ms } }
                """.replace("DIALECT", dialect()));
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    final Script vendor(String provider) {
        return scene.vendor.on("/" + provider + "/v1" + path());
    }

    final HttpResponse<String> embed(List<String> texts, String... fields) {
        String input = texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
        return scene.gateway.post("/v1/embeddings",
                "{\"model\":\"m\",\"input\":" + input + String.join("", fields) + "}");
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** The texts that the vectors of an answer belong to, by the order of its indexes. */
    private static List<Integer> order(HttpResponse<String> answer) {
        JsonNode data = json(answer).path("data");
        Integer[] order = new Integer[data.size()];
        data.forEach(one -> order[one.path("index").asInt()] = one.at("/embedding/0").asInt());
        return List.of(order);
    }

    private List<Integer> parts() {
        return scene.vendor.requests().stream().map(request -> EmbeddingVendor.texts(request).size()).toList();
    }

    @Test
    void shouldGiveTheOfficialClientItsFloatsWhenItAsksForBase64ByDefault() {
        vendor("first").answer(answer(WIDTH));
        OpenAIClient client = client();
        try {
            CreateEmbeddingResponse answer = client.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model(EmbeddingModel.of("m"))
                            .inputOfArrayOfStrings(List.of("3", "7"))
                            .build());

            assertThat(answer.data()).extracting(one -> one.embedding().size()).containsExactly(WIDTH, WIDTH);
            assertThat(answer.data()).allSatisfy(one ->
                    assertThat(one.embedding().subList(0, 2)).containsExactly(one.index() == 0 ? 3f : 7f, 0.1f));
        } finally {
            client.close();
        }
    }

    private OpenAIClient client() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(scene.gateway.url("/v1").toString())
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @Test
    void shouldPutPartsTogetherInOrderWhenTheListIsLongerThanTheVendorTakes() {
        vendor("first").answer(answer(WIDTH));
        int count = 2 * most() + 1;

        HttpResponse<String> answer = embed(numbers(count));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(parts()).containsExactly(most(), most(), 1);
        assertThat(order(answer)).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("1");
        // an estimate counts one token for a text of up to four characters
        int tokens = counts() ? 2 * count : count;
        assertThat(json(answer).at("/usage/prompt_tokens").asInt()).isEqualTo(tokens);
        assertThat(header(answer, "x-synaxis-warning").contains("usage")).isEqualTo(!counts());
        assertThat(scene.gateway.metric(
                        "synaxis_tokens_total{capability=\"embedding\",provider=\"first\",type=\"input\"}"))
                .isEqualTo(tokens);
    }

    @Test
    void shouldAskAgainForThePartAloneWhenItFails() {
        vendor("first").answer(EmbeddingVendor.failingOnce(503, Set.of("" + most()), answer(WIDTH)));

        HttpResponse<String> answer = embed(numbers(2 * most() + 1));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(parts()).containsExactly(most(), most(), most(), 1);
        assertThat(order(answer)).isEqualTo(IntStream.rangeClosed(0, 2 * most()).boxed().toList());
        assertThat(header(answer, "x-synaxis-attempts")).isEqualTo("2");
    }

    @Test
    void shouldAskTheNextProviderForTheRestOnlyWhenOneIsRateLimitedInTheMiddle() {
        vendor("first").answer(EmbeddingVendor.failingOnce(429, Set.of("" + most()), answer(WIDTH)));
        vendor("second").answer(answer(WIDTH));

        HttpResponse<String> answer = embed(numbers(2 * most() + 1));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(scene.asked()).containsExactly("first", "first", "second", "second");
        assertThat(parts()).containsExactly(most(), most(), most(), 1);
        assertThat(order(answer)).isEqualTo(IntStream.rangeClosed(0, 2 * most()).boxed().toList());
        assertThat(scene.cooldowns("first")).singleElement().asString().startsWith("RATE_LIMITED m");
    }

    @Test
    void shouldTakeAnotherWidthForMalformedWhenTheModelsWidthIsLearned() {
        vendor("first").answer(answer(WIDTH)).answer(answer(WIDTH + 1));
        vendor("second").answer(answer(WIDTH));
        embed(List.of("1"));

        HttpResponse<String> answer = embed(List.of("2"));

        assertThat(scene.asked()).containsExactly("first", "first", "second");
        assertThat(json(answer).at("/data/0/embedding")).hasSize(WIDTH);
        assertThat(json(scene.gateway.get("/v1/models/m")).path("dimensions").asInt()).isEqualTo(WIDTH);
    }

    @Test
    void shouldTakeAnotherWidthForMalformedWhenTheRequestNamesOne() {
        vendor("first").answer(answer(WIDTH));
        vendor("second").answer(answer(3));

        HttpResponse<String> answer = embed(List.of("2"), ",\"dimensions\":3");

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(json(answer).at("/data/0/embedding")).hasSize(3);
    }

    @Test
    void shouldFailOverWhenAVectorIsMissing() {
        vendor("first").answer(request -> answer(WIDTH).apply(one(request)));
        vendor("second").answer(answer(WIDTH));

        HttpResponse<String> answer = embed(List.of("1", "2"));

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("second");
        assertThat(order(answer)).containsExactly(1, 2);
    }

    /** The same request with its first text alone. */
    private static RecordedRequest one(RecordedRequest request) {
        String body = request.text()
                .replaceFirst("\\[\"1\",\"2\"]", "[\"1\"]")
                .replaceFirst("(\"requests\":\\[\\{.*?\"1\"}]}.*?}),.*$", "$1]}");
        return new RecordedRequest(request.method(), request.path(), request.query(), request.headers(),
                body.getBytes(StandardCharsets.UTF_8), request.arrivedAt(), request.connection(),
                request.exchange());
    }
}
