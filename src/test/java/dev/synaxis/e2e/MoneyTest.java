package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.header;
import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ImageWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls cost and saved, as replies, the log, metrics and the accounts tell it. */
class MoneyTest {

    private static final String COST = "x-synaxis-cost";
    private static final String SAVED = "x-synaxis-saved";

    private static Scene scene;

    @BeforeAll
    static void start() {
        scene = new Scene("""
                server:
                  api-keys:
                    - { name: team-a, key: secret-a }
                    - { name: team-b, key: secret-b }
                    - { name: team-c, key: secret-c }
                    - { name: team-d, key: secret-d }
                    - first
                providers:
                  - id: paid
                    dialect: openai
                    base-url: "VENDOR/paid"
                    models: [{ name: m, price: { input: 10, output: 20, cached-input: 1 } }, secret-price]
                  - id: cheap
                    dialect: openai
                    base-url: "VENDOR/cheap"
                    models: [{ name: m, price: { input: 1, output: 2 } }]
                  - { id: gift, dialect: openai, base-url: "VENDOR/gift", tier: free, models: [m, gift-only] }
                  - id: painter
                    dialect: openai
                    base-url: "VENDOR/painter"
                    capabilities: [image-generation]
                    models: [{ name: picture, price: { image: 0.04 } }]
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms }, cooldown: { enabled: false } }
                """);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @BeforeEach
    void answers() {
        for (String provider : List.of("paid", "cheap", "gift")) {
            scene.answers(provider, "Hi");
        }
    }

    private static HttpResponse<String> chat(String key, String model, String provider) {
        return scene.gateway.chat(model, "authorization", "Bearer " + key, "x-synaxis-provider", provider);
    }

    private static JsonNode usage(String query) {
        return json(scene.gateway.get("/admin/usage" + query, "x-api-key", "secret-a"));
    }

    private static JsonNode row(JsonNode usage, String by, String value) {
        for (JsonNode row : usage.get("rows")) {
            if (row.get(by).textValue().equals(value)) {
                return row;
            }
        }
        throw new AssertionError("no row " + value + " in " + usage);
    }

    @Test
    void shouldTellWhatWasSavedAgainstTheCheapestPaidCandidateWhenAFreeOneAnswers() {
        HttpResponse<String> answer = chat("secret-a", "m", "gift");

        assertThat(header(answer, "x-synaxis-provider")).isEqualTo("gift");
        assertThat(header(answer, COST)).isEqualTo("0");
        assertThat(header(answer, SAVED)).isEqualTo("0.000033");
    }

    @Test
    void shouldPriceRealUsageWithCachedTokensApartAndReasoningAsOutput() {
        scene.chat("paid").reset().reply(200, OpenAiWire.text("m", "Hi").replaceAll(
                "\"usage\":\\{.*\\}\\}",
                "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":40},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}"));

        HttpResponse<String> answer = chat("first", "m", "paid");

        assertThat(header(answer, COST)).isEqualTo("0.00164");
        assertThat(header(answer, SAVED)).isEqualTo("0");
        JsonNode row = row(usage("?by=key"), "key", "key-a7937b64");
        assertThat(row.get("input-tokens").asLong()).isEqualTo(100);
        assertThat(row.get("cached-input-tokens").asLong()).isEqualTo(40);
        assertThat(row.get("output-tokens").asLong()).isEqualTo(50);
        assertThat(row.get("reasoning-tokens").asLong()).isEqualTo(20);
        assertThat(row.get("cost-usd").asDouble()).isEqualTo(0.00164, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"-1,-1,0", "-1,7,0.00014", "4000000000000000000,4000000000000000000,30000"})
    void shouldAnswerWhateverNumbersAProviderCounts(String prompt, String completion, String cost) {
        scene.chat("paid").reset().reply(200, OpenAiWire.text("m", "Hi").replaceAll(
                "\"usage\":\\{.*\\}\\}",
                "\"usage\":{\"prompt_tokens\":%s,\"completion_tokens\":%s,\"total_tokens\":-2}".formatted(prompt, completion)));

        HttpResponse<String> answer = chat("secret-d", "m", "paid");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, COST)).isEqualTo(cost);
    }

    @Test
    void shouldSayNothingOfWhatIsNotKnown() {
        HttpResponse<String> unpriced = chat("secret-a", "secret-price", "paid");
        HttpResponse<String> alone = chat("secret-a", "gift-only", "gift");

        assertThat(unpriced.headers().map()).doesNotContainKeys(COST, SAVED);
        assertThat(header(alone, COST)).isEqualTo("0");
        assertThat(alone.headers().map()).doesNotContainKey(SAVED);
    }

    @Test
    void shouldPricePicturesByThePiece() {
        scene.vendor.on("/painter/images/generations").reset().reply(200, ImageWire.openai());

        HttpResponse<String> answer = scene.gateway.post(
                "/v1/images/generations", "{\"model\":\"picture\",\"prompt\":\"a fox\"}", "x-api-key", "secret-a");

        assertThat(header(answer, COST)).as(answer.body()).isEqualTo("0.04");
        assertThat(row(usage("?by=capability"), "capability", "image-generation").get("images").asLong()).isEqualTo(1);
    }

    @Test
    void shouldTellTheCostOfAStreamInLogAndMetricsAndAccounts() {
        scene.chat("cheap").reset().sse(OpenAiWire.stream("m", "Hello", " there"));
        String metric = "synaxis_cost_usd_total{capability=\"chat\",provider=\"cheap\"}";
        try (Logged logged = new Logged()) {
            HttpResponse<String> answer = scene.gateway.stream(
                    "m", "x-api-key", "secret-b", "x-synaxis-provider", "cheap", "x-request-id", "streamed");

            assertThat(answer.headers().map()).doesNotContainKeys(COST, SAVED);
            eventually("the line", () -> !logged.lines("dev.synaxis.access", "streamed").isEmpty());
            Map<String, Object> line = logged.lines("dev.synaxis.access", "streamed").getFirst();
            double cost = Double.parseDouble((String) line.get("cost"));
            assertThat(cost).isPositive();
            assertThat(line).containsEntry("saved", "0");
            assertThat(row(usage("?by=key"), "key", "team-b").get("cost-usd").asDouble()).isEqualTo(cost, within(1e-12));
            assertThat(scene.gateway.get("/metrics", "x-api-key", "first").body())
                    .contains(metric)
                    .contains("synaxis_tokens_estimated_total{capability=\"chat\",provider=\"cheap\",type=\"output\"}")
                    .doesNotContain("synaxis_tokens_estimated_total{capability=\"chat\",provider=\"paid\"");
        }
    }

    @Test
    void shouldAddUpCallsByWhatIsAskedFor() {
        chat("secret-c", "m", "gift");
        chat("secret-c", "m", "cheap");
        scene.chat("paid").reset().reply(400, "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}");
        chat("secret-c", "m", "paid");

        JsonNode own = row(usage("?by=key"), "key", "team-c");
        assertThat(own.get("calls").asLong()).isEqualTo(3);
        assertThat(own.get("failed-calls").asLong()).isEqualTo(1);
        assertThat(own.get("input-tokens").asLong()).isEqualTo(18);
        assertThat(own.get("cost-usd").asDouble()).isEqualTo(0.000033, within(1e-12));
        assertThat(own.get("saved-usd").asDouble()).isEqualTo(0.000033, within(1e-12));
        for (String by : List.of("provider", "model", "tier", "key", "day", "capability")) {
            JsonNode report = usage("?by=" + by);
            long calls = 0;
            for (JsonNode row : report.get("rows")) {
                assertThat(row.get(by).textValue()).isNotBlank();
                calls += row.get("calls").asLong();
            }
            assertThat(calls).isPositive().isEqualTo(report.at("/total/calls").asLong());
            assertThat(report.toString()).doesNotContain("secret-a", "secret-b", "secret-c");
        }
        String today = usage("").get("to").textValue();
        assertThat(usage("?from=" + today).at("/total/calls").asLong()).isPositive();
        assertThat(usage("?to=2020-01-01").get("rows")).isEmpty();
    }

    @Test
    void shouldRefuseQuestionsThatItCannotUnderstand() {
        for (String query : List.of("?by=colour", "?from=yesterday", "?from=2026-01-02&to=2026-01-01")) {
            assertThat(scene.gateway.get("/admin/usage" + query, "x-api-key", "first").statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void shouldKeepTheAccountsOfAllGatewaysOverRestartsInRedis() throws Exception {
        try (RedisProcess redis = RedisProcess.started();
                ScriptedVendor vendor = ScriptedVendor.start()) {
            vendor.on("/v1/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
            String yaml = """
                    redis: { url: "%s" }
                    usage: { keep-days: 3 }
                    providers:
                      - { id: house, dialect: openai, base-url: "%s", models: [{ name: m, price: { input: 1, output: 2 } }] }
                    """.formatted(redis.url(), vendor.url("/v1"));

            // Given two gateways that stop right after their calls
            try (GatewayFixture one = GatewayFixture.start(yaml); GatewayFixture other = GatewayFixture.start(yaml)) {
                eventually("shared", () -> json(one.get("/admin/usage")).get("shared").asBoolean()
                        && json(other.get("/admin/usage")).get("shared").asBoolean());
                for (int i = 0; i < 3; i++) {
                    one.chat("m");
                    other.chat("m");
                }
            }

            // When
            try (GatewayFixture next = GatewayFixture.start(yaml)) {
                eventually("shared", () -> json(next.get("/admin/usage")).get("shared").asBoolean());
                next.chat("m");

                // Then
                JsonNode total = json(next.get("/admin/usage?by=day")).get("total");
                assertThat(total.get("calls").asLong()).isEqualTo(7);
                assertThat(total.get("output-tokens").asLong()).isEqualTo(7 * 12);
                assertThat(total.get("cost-usd").asDouble()).isEqualTo(7 * 0.000033, within(1e-12));
            }
        }
    }
}
