package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.wire.Json;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Embeddings on a fresh machine: no file, no key, no account. */
class LocalEmbeddingTest {

    private static final String MODEL = "all-MiniLM-L6-v2";

    /** Two texts each on six subjects; the second is to be found by the first. */
    private static final List<String> CORPUS = List.of(
            "How do I get my money back for a broken kettle?", "Refunds are paid within ten days of a return.",
            "The cat sleeps on the warm windowsill.", "A kitten naps in the sun.",
            "Water boils at 100 degrees Celsius at sea level.", "The boiling point falls as altitude rises.",
            "The central bank raised interest rates again.", "Borrowing has become dearer after the rate decision.",
            "He scored twice in the second half of the match.", "The striker's late goal won the football game.",
            "Compile the Java sources before running the tests.", "The build fails when a class does not compile.");

    private static GatewayFixture gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        gateway = GatewayFixture.start("");
        client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("/v1").toString())
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    private static List<Embedding> embed(List<String> texts) {
        return client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EmbeddingModel.of(MODEL))
                        .inputOfArrayOfStrings(texts)
                        .build())
                .data();
    }

    private static double similarity(Embedding a, Embedding b) {
        return IntStream.range(0, a.embedding().size())
                .mapToDouble(i -> (double) a.embedding().get(i) * b.embedding().get(i))
                .sum();
    }

    @Test
    void shouldFindTheNearestNeighbourOfEveryTextWhenACorpusIsEmbedded() {
        List<Embedding> vectors = embed(CORPUS);

        for (int i = 0; i < CORPUS.size(); i++) {
            int of = i;
            int nearest = IntStream.range(0, CORPUS.size())
                    .filter(other -> other != of)
                    .boxed()
                    .max(Comparator.comparingDouble(other -> similarity(vectors.get(of), vectors.get(other))))
                    .orElseThrow();
            assertThat(CORPUS.get(nearest)).as("nearest to: %s", CORPUS.get(i)).isEqualTo(CORPUS.get(i ^ 1));
        }
    }

    @Test
    void shouldGiveOfficialClientUnitVectorsOf384FloatsWhenItAsksForNothing() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(EmbeddingModel.of(MODEL))
                        .input("Hello, World!")
                        .build());

        assertThat(answer.data()).hasSize(1);
        assertThat(answer.data().getFirst().embedding()).hasSize(384);
        assertThat(similarity(answer.data().getFirst(), answer.data().getFirst())).isCloseTo(1, within(1e-5));
        assertThat(answer.usage().promptTokens()).isEqualTo(4);
        assertThat(answer.usage().totalTokens()).isEqualTo(4);
    }

    @Test
    void shouldGiveTheSameVectorWhenATextIsAloneAndInCompany() {
        List<Embedding> together = embed(CORPUS);

        assertThat(embed(CORPUS.subList(3, 4)).getFirst().embedding()).isEqualTo(together.get(3).embedding());
    }

    @Test
    void shouldGiveTheSameNumbersWhenTheyAreAskedForAsFloatsAndAsBase64() {
        JsonNode floats = one("\"encoding_format\":\"float\"");
        JsonNode base64 = one("\"encoding_format\":\"base64\"");

        FloatBuffer numbers = ByteBuffer.wrap(
                        Base64.getDecoder().decode(base64.path("embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(numbers.remaining()).isEqualTo(384);
        for (int i = 0; i < 384; i++) {
            assertThat(Float.parseFloat(floats.path("embedding").path(i).asText())).isEqualTo(numbers.get(i));
        }
    }

    private static JsonNode one(String field) {
        return json(gateway.post("/v1/embeddings",
                "{\"model\":\"" + MODEL + "\",\"input\":\"a text\"," + field + "}")).path("data").path(0);
    }

    @Test
    void shouldEmbedInPartsAndSaySoWhenATextIsLongerThanTheModelSees() {
        String begin = "The cat sleeps on the warm windowsill. ".repeat(40);
        String end = "The central bank raised interest rates again. ".repeat(40);
        HttpResponse<String> answer = gateway.post("/v1/embeddings",
                "{\"model\":\"" + MODEL + "\",\"input\":[" + Json.string(begin + end) + "]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("input").contains("510");
        List<Embedding> vectors = embed(List.of(begin + end, begin, end));
        assertThat(similarity(vectors.get(0), vectors.get(2))).isGreaterThan(0.5);
        assertThat(similarity(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
    }

    @Test
    void shouldRefuseWhenTheModelCannotDoWhatIsAsked() {
        HttpResponse<String> width = gateway.post(
                "/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":\"x\",\"dimensions\":128}");
        HttpResponse<String> ids = gateway.post("/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":[1,2,3]}");

        assertThat(width.statusCode()).isEqualTo(400);
        assertThat(json(width).at("/error/param").asText()).isEqualTo("dimensions");
        assertThat(json(width).at("/error/message").asText()).contains("384");
        assertThat(ids.statusCode()).isEqualTo(400);
        assertThat(json(ids).at("/error/param").asText()).isEqualTo("input");
    }

    @Test
    void shouldWarnWhenTheModelHasNoSuchSetting() {
        HttpResponse<String> answer = gateway.post(
                "/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":\"x\",\"input_type\":\"search_query\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-synaxis-warning").orElse("")).contains("input_type");
        assertThat(answer.headers().firstValue("x-synaxis-provider")).contains("local");
    }

    @Test
    void shouldListTheModelWithItsLength() {
        JsonNode model = json(gateway.get("/v1/models/" + MODEL));

        assertThat(model.path("dimensions").asInt()).isEqualTo(384);
        assertThat(model.path("capabilities")).extracting(JsonNode::asText).containsExactly("embedding");
        assertThat(model.path("providers")).extracting(JsonNode::asText).containsExactly("local");
    }
}
